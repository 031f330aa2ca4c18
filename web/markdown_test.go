package web

import (
	"strings"
	"testing"
)

func TestADocumentIsShownAsItWasMeant(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"ran ssh <host> and deleted <pod-name> & more":                      "<p>ran ssh &lt;host&gt; and deleted &lt;pod-name&gt; &amp; more</p>",
		"<pod-name>\nwas gone":                                              "<p>&lt;pod-name&gt;\nwas gone</p>",
		"it was <b>slow</b> <!-- really --> for <script>x</script>":         "<p>it was slow  for x</p>",
		"![Errors a minute](https://graphs.example.com/1.png?a=1&b=\"2\")":  `<p><a href="https://graphs.example.com/1.png?a=1&amp;b=%222%22" rel="nofollow noreferrer">Image: Errors a minute</a></p>`,
		"![](errors.png) and ![*the* queue](javascript:alert(1)) beside it": "<p>Image: errors.png and Image: <em>the</em> queue beside it</p>",
		"[![img](https://a.example/x.png)](https://b.example/)":             `<p><a href="https://b.example/" rel="nofollow noreferrer">Image: img</a></p>`,
		"![x](javascript://alert)":                                          "<p>Image: x</p>",
	} {
		got, err := renderMarkdown(body)
		if err != nil || strings.TrimSpace(string(got)) != want {
			t.Errorf("%s is %s, %v; want %s", body, got, err, want)
		}
	}
}
