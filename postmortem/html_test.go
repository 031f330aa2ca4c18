package postmortem

import (
	"slices"
	"testing"
)

func TestHTMLIsReadLikeTheMarkdownItStandsFor(t *testing.T) {
	t.Parallel()
	doc := parse(t, `# Till slow

<h2>Impact</h2>
<p>12 tills lost <code>an accident</code> of data.</p>
<div>
<p align="center"><img src="a.png"></p>
<p>It was human error.</p></div>
<h2>Causes</h2>
<blockquote><p>It was human error, they said.</p></blockquote>
<pre>Nobody should have done it.</pre>
<ul><li><p>The limit should have been tested.</p><p>More</p></li><li>b</li></ul>
<table><tr><th>A</th></tr><tr><td><p>x</p><p>y by mistake.</p></td></tr></table>
<h2>Lessons</h2>
<p align="center"></p>
<h2>Detection</h2>
<p>We saw it by accident. <!-- x
`)
	checkPositions(t, doc)
	var got []string
	for _, f := range DefaultRules().Check(doc, Context{}) {
		switch f.Rule {
		case "human-error", "counterfactual", "accident", "empty-section":
			got = append(got, f.Rule+": "+f.Text)
		}
	}
	if want := []string{"human-error: human error", "counterfactual: should have been", "accident: by mistake", "empty-section: Lessons", "accident: by accident"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
