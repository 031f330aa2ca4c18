package postmortem

import (
	"errors"
	"strings"
	"testing"
)

// FuzzParse holds that any source gives a document with its positions inside
// the text, or an Error.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"# T\n\n## Action items\n- [x] Add a (@ana, due 2024-05-01)\n  - Owner: Bo\n",
		"---\ntitle: x\ndate: 2024-05-01\n---\n## Timeline (UTC)\n| Time | Event |\n|-|-|\n| 10:00 PST | a\\|b &amp; `c` |\n",
		"+++\ntitle = \"x\"\n+++\n**Action items**\n\n|Action|Owner|\n|-|-|\n|~~Add~~||\n|**x**||\n",
		"<!-- c -->\r\n!!! note \"TODO\"\r\n\t- do it\r\n    > 1) x\r\n",
		"Impact: none\nTODO: fix it\n- **Review actions**:\n  - [Add](http://x/issues/1) by May 3, 2024\n",
		"- Status: Done - x\n- Short-term:\n- ✅ Ünïcode \\* T1234\n",
		"## TODO\n<table><tr><th>Action</th></tr>\n<tr><td>Add <a href=\"x\">a</a></td></tr></table>\n<ul><li>Fix<br>b</ul>\n<h2>Impact</h2>\n",
		"> [!NOTE]\n> 10:00 x  \n> y<br>z\n",
		"\xff\xfe#\x00 \x00", "\x93x\x94", "---\n---\n", "- - - - x", "****", "<A\nA>", "# T\n## Lessons\n<A\nA>\n", "|-|\n|-|", "[a]: b\n[a]", "1. \n2. x\n",
		"# T\n## External message\n### Summary\n> a\n<!-- c -->\n- **x**:\n  y\n\n```\nz\n```\n## Message\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		doc, err := Parse(source, WithFileName("2024-05-01_x.md"))
		if err != nil {
			var refused *Error
			if !errors.As(err, &refused) || refused.Message == "" {
				t.Fatalf("%#v", err)
			}
			return
		}
		checkPositions(t, doc)
		for _, kind := range []Kind{KindInternal, KindExternal} {
			if text := doc.Message(kind); text != strings.TrimSpace(text) {
				t.Fatalf("the %s is %q", kind, text)
			}
		}
	})
}
