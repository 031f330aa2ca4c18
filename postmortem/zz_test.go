package postmortem
import ("testing";"strings";"time";"fmt";"github.com/yuin/goldmark";"github.com/yuin/goldmark/extension";"github.com/yuin/goldmark/text")
func TestZZ(t *testing.T){
 md:=goldmark.New(goldmark.WithExtensions(extension.GFM))
 n:=1<<18
 for _,p:=range []string{"[","![","*","_","`","<","~","|","a*","a**b","\\","&","[a](","<!--","]","*a_","~~a","**a ","[a]: b\n","a\n","* a\n","1. a\n","# a\n","<a","www.a.","http://","a@","[]","(","- [ ] a\n","[^a","a`","``a","&a;","_a ","|a\n","<?","<a b=","[a][","\"","<![CDATA[", "a_b*c", "![[]()", "> \n", "    a\n","```\n","<div>\n", "a@b.", "[a]:\n", "`a``b```", "*a **b "}{
  s:=strings.Repeat(p,n/len(p))
  t0:=time.Now()
  done:=make(chan bool)
  go func(){ md.Parser().Parse(text.NewReader([]byte(s))); close(done)}()
  select{case <-done: case <-time.After(4*time.Second):}
  if d:=time.Since(t0); d>150*time.Millisecond { fmt.Printf("%q %v\n",p,d)}
 }
}
