package postmortem

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// left are the lines of counterfactuals in a text, with those that comments leave alone, each with its reason.
func left(t *testing.T, text string) (found, ignored []string) {
	t.Helper()
	doc, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range DefaultRules().Check(doc, Context{}) {
		switch {
		case f.Rule != "counterfactual":
		case f.Ignored != "":
			ignored = append(ignored, fmt.Sprintf("%d %s", f.Line, f.Ignored))
		default:
			found = append(found, fmt.Sprint(f.Line))
		}
	}
	return found, ignored
}

func TestACommentLeavesAPlaceAlone(t *testing.T) {
	t.Parallel()
	const cf, comment = "It should have been caught by the test.", "<!-- debrief-ignore counterfactual: a quote -->"
	for name, c := range map[string]struct {
		text           string
		found, ignored []string
	}{
		"above a paragraph, all of it":     {comment + "\n" + cf + "\n" + cf + "\n\n" + cf, []string{"7"}, []string{"4 a quote", "5 a quote"}},
		"above an empty line":              {comment + "\n\n" + cf, nil, []string{"5 a quote"}},
		"two, one above the other":         {"<!-- debrief-ignore blame: theirs -->\n" + comment + "\n" + cf, nil, []string{"5 a quote"}},
		"in the paragraph":                 {cf + " " + comment + "\n\n" + cf, []string{"5"}, []string{"3 a quote"}},
		"in a paragraph of several lines":  {cf + "\nIt was not. " + comment, nil, []string{"3 a quote"}},
		"in a list item":                   {"- " + cf + " " + comment + "\n- " + cf, []string{"4"}, []string{"3 a quote"}},
		"above a list, all of it":          {comment + "\n\n- " + cf + "\n- " + cf, nil, []string{"5 a quote", "6 a quote"}},
		"in a nested item":                 {"- " + cf + "\n  - " + cf + " " + comment, []string{"3"}, []string{"4 a quote"}},
		"above a paragraph of an item":     {"- One.\n\n  " + comment + "\n\n  " + cf + "\n- " + cf, []string{"8"}, []string{"7 a quote"}},
		"in a row":                         {"| A | B |\n|---|---|\n| 1 | " + cf + " " + comment + " |\n| 2 | " + cf + " |", []string{"6"}, []string{"5 a quote"}},
		"of several rules":                 {"<!-- debrief-ignore blame,\n  counterfactual : of the vendor's\n  report -->\n" + cf, nil, []string{"6 of the vendor's report"}},
		"in capitals":                      {"<!-- DEBRIEF-IGNORE Counterfactual: a quote -->\n" + cf, nil, []string{"4 a quote"}},
		"of another rule":                  {"<!-- debrief-ignore outage: a quote -->\n" + cf, []string{"4"}, nil},
		"without a reason":                 {"<!-- debrief-ignore counterfactual -->\n" + cf, []string{"4"}, nil},
		"without a rule":                   {"<!-- debrief-ignore: a quote -->\n" + cf, []string{"4"}, nil},
		"of a word that begins alike":      {"<!-- debrief-ignored counterfactual: a quote -->\n" + cf, []string{"4"}, nil},
		"that is not closed":               {"<!-- debrief-ignore counterfactual: a quote\n\n" + cf, nil, nil}, // all of it is the comment
		"in a fence":                       {"```\n" + comment + "\n```\n\n" + cf, []string{"7"}, nil},
		"as code in a sentence":            {cf + " So `" + comment + "` was written.", []string{"3"}, nil},
		"below the last block":             {cf + "\n\n" + comment, []string{"3"}, nil},
		"with nothing of it in the middle": {comment + "\nAll was well.\n\n" + cf, []string{"6"}, nil},
		"above what is nested in an item":  {"- " + cf + "\n  " + comment + "\n  - " + cf + "\n  - " + cf, []string{"3"}, []string{"5 a quote", "6 a quote"}},
		"above another block of an item":   {"- " + cf + "\n\n  " + comment + "\n\n  " + cf + "\n- " + cf, []string{"3", "8"}, []string{"7 a quote"}},
		"last in an item":                  {"- " + cf + "\n\n  " + comment + "\n- " + cf, []string{"6"}, []string{"3 a quote"}},
		"above a quotation, all of it":     {comment + "\n> [!NOTE]\n> " + cf + "\n>\n> " + cf + "\n\n" + cf, []string{"9"}, []string{"5 a quote", "7 a quote"}},
		"in an admonition":                 {"> [!NOTE]\n> " + cf + "\n>\n> " + comment + "\n> " + cf, []string{"4"}, []string{"7 a quote"}},
		"last in an admonition":            {"> [!NOTE]\n> " + cf + "\n>\n> " + comment + "\n\n" + cf, []string{"4", "8"}, nil},
		"above an admonition of MkDocs":    {comment + "\n!!! note\n    " + cf + "\n\n    " + cf + "\n\n" + cf, []string{"9"}, []string{"5 a quote", "7 a quote"}},
		"in an admonition of MkDocs":       {"!!! note\n    " + comment + "\n    " + cf + "\n\n" + cf, []string{"7"}, []string{"5 a quote"}},
		"before words in its line":         {comment + " " + cf + "\n\n" + cf, []string{"5"}, nil}, // HTML, which is not checked
		"two in a line":                    {comment + " <!-- debrief-ignore blame: theirs -->\n" + cf, nil, []string{"4 a quote"}},
		"in a paragraph of HTML":           {"<p>" + cf + " " + comment + "</p>\n\n" + cf, []string{"5"}, []string{"3 a quote"}},
		"in an item of HTML":               {"<ul>\n<li>" + cf + " " + comment + "</li>\n<li>" + cf + "</li>\n</ul>", []string{"5"}, []string{"4 a quote"}},
		"in a row of HTML":                 {"<table>\n<tr><th>A</th></tr>\n<tr><td>" + cf + " " + comment + "</td></tr>\n<tr><td>" + cf + "</td></tr>\n</table>", []string{"6"}, []string{"5 a quote"}},
		"above a paragraph of HTML":        {"<div>\n" + comment + "\n<p>" + cf + "</p>\n<p>" + cf + "</p>\n</div>", []string{"6"}, []string{"5 a quote"}},
		"beside the word itself":           {"It is called `debrief-ignore`. " + cf + " " + comment, nil, []string{"3 a quote"}},
		"below one that is only named":     {"It begins with `<!-- debrief-ignore`.\n\n" + comment + "\n" + cf, nil, []string{"6 a quote"}},
		"of rules with a form feed":        {"<!-- debrief-ignore blame\fcounterfactual: a quote -->\n" + cf, nil, []string{"4 a quote"}},
	} {
		found, ignored := left(t, "## What happened\n\n"+c.text+"\n")
		if !slices.Equal(found, c.found) || !slices.Equal(ignored, c.ignored) {
			t.Errorf("%s: found in %q and left alone in %q, want %q and %q", name, found, ignored, c.found, c.ignored)
		}
	}
}

func TestACommentOfTheFrontMatterLeavesNothingAlone(t *testing.T) {
	t.Parallel()
	doc, err := Parse([]byte("---\ntitle: Slow checkout # <!-- debrief-ignore too-short: a stub -->\n---\n# Slow checkout\n\n## What happened\n\nIt was slow.\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range DefaultRules().Check(doc, Context{}) {
		if f.Ignored != "" {
			t.Errorf("%+v", f)
		}
	}
}

// BenchmarkIgnores tells how much longer four times as many comments take: about four times, whatever they stand in.
func BenchmarkIgnores(b *testing.B) {
	for name, unit := range map[string]string{
		"lines":     "<!-- debrief-ignore counterfactual: a quote -->\n\n",
		"no rule":   "<!-- debrief-ignore -->\n\n",
		"items":     "- It was slow. <!-- debrief-ignore counterfactual: a quote -->\n",
		"paragraph": "It was slow. <!-- debrief-ignore counterfactual: a quote -->\n",
		"named":     "It is `<!-- debrief-ignore`.\n\n",
	} {
		b.Run(name, func(b *testing.B) {
			took := func(n int) time.Duration {
				doc, err := Parse([]byte("## What happened\n\n" + strings.Repeat(unit, n) + "\n<!-- The end -->\n"))
				if err != nil {
					b.Fatal(err)
				}
				began := time.Now()
				for range b.N {
					doc.ignores()
				}
				return time.Since(began)
			}
			few, many := took(2000), took(8000)
			b.ReportMetric(float64(many)/float64(few), "8000/2000")
		})
	}
}

func TestWhatIsOfTheWholeDocumentIsLeftAloneAtItsTitle(t *testing.T) {
	t.Parallel()
	doc, err := Parse([]byte("<!-- debrief-ignore too-short: it links to the vendor's report -->\n# Slow checkout\n\n## What happened\n\nIt was slow.\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range DefaultRules().Check(doc, Context{}) {
		if f.Rule == "too-short" && f.Ignored == "" || f.Rule == "missing-section" && f.Ignored != "" {
			t.Errorf("%+v", f)
		}
	}
}

func TestACommentThatLeavesNothingAloneIsTold(t *testing.T) {
	t.Parallel()
	for comment, want := range map[string]string{
		"<!-- debrief-ignore -->":                                          "Name the rules, then a colon and the reason.",
		"<!-- debrief-ignore blame -->":                                    "Name the rules, then a colon and the reason.",
		"<!-- debrief-ignore blame: -->":                                   "Name the rules, then a colon and the reason.",
		"<!-- debrief-ignore blames: a quote -->":                          `There is no rule "blames": the guide names them.`,
		"<!-- debrief-ignore blame, outages: a quote -->":                  `There is no rule "outages": the guide names them.`,
		"<!-- debrief-ignore blame: the place was mended since -->":        "",
		"<!-- ignore it -->":                                               "",
		"Write `<!-- debrief-ignore -->`.":                                 "",
		"```\n<!-- debrief-ignore -->\n```":                                "",
		"- It was slow. <!-- debrief-ignore -->":                           "Name the rules, then a colon and the reason.",
		"| A |\n|---|\n| It was slow. <!-- debrief-ignore --> |":           "Name the rules, then a colon and the reason.",
		"<!--debrief-ignore blame:x-->":                                    "",
		"> It was slow.\n>\n> <!-- debrief-ignore blame: a quote -->":      "Nothing stands below it. Put it above what it is about, or behind its words.",
		"<!-- debrief-ignore " + strings.Repeat("blame ", 400) + ": x -->": "",
	} {
		doc, err := Parse([]byte("## What happened\n\n" + comment + "\n\nIt was slow.\n"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, f := range DefaultRules().Check(doc, Context{}) {
			if f.Rule == "ignore-comment" {
				got = f.Suggestion
				if !strings.HasPrefix(f.Text, "<!--") || !strings.HasSuffix(f.Text, "-->") || f.Section != KindDescription {
					t.Errorf("%s: %+v", comment, f)
				}
			}
		}
		if got != want {
			t.Errorf("%.60s is told %q, want %q", comment, got, want)
		}
	}
}
