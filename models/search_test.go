package models_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"debrief/models"
)

func TestAnExcerptShowsThePlaceWithTheMostOfTheWords(t *testing.T) {
	t.Parallel()
	filler := strings.Repeat("Nothing to see here, really. ", 30)
	for _, c := range []struct{ name, body, q, want string }{
		{"all of a short text", "# Causes\n\nThe **pool** ran\ndry.\n", "pool", "Causes The pool ran dry."},
		{"the first of several", "One pool. " + filler + "Another pool. " + filler, "pool", "One pool. Nothing to see here, really. Nothing to see here, really. Nothing to see here, really. Nothing to see here,…"},
		{"both before one", "One pool. " + filler + "The pool had no connection. " + filler, "connection pool",
			"…to see here, really. The pool had no connection. Nothing to see here, really. Nothing to see here, really.…"},
		{"a table", "| when | what |\n|---|---|\n| 14:02 | pool dry |\n", "14:02", "when what 14:02 pool dry"},
		{"code", "```sql\nSELECT * FROM pool\n```\n", "select", "SELECT * FROM pool"},
		{"a part of what is told in front", "---\ntitle: The pool\nservices: [checkout]\n---\n\nIt was slow.\n", "services", "title: The pool services: [checkout] It was slow."},
		{"what a template says", "# Causes\n\n<!-- Name the pool. -->\n\n_List the pools that ran dry._\n", "pool", ""},
		{"HTML", "<details><summary>The pool</summary>\n\nIt was dry.\n\n</details>\n", "pool", "The pool It was dry."},
		{"an address behind words", "The [database](https://pool.example.com).\n", "pool", ""},
		{"none", "It was slow.\n", "pool", ""},
	} {
		if got := models.NewSearch(c.q).Excerpt(c.body); got != c.want {
			t.Errorf("%s: the excerpt is\n%q, want\n%q", c.name, got, c.want)
		}
	}
	japanese := strings.Repeat("何もなかった。", 50)
	got := models.NewSearch("接続プール").Excerpt(japanese + "接続プールが枯渇した。" + japanese)
	if !strings.Contains(got, "接続プールが枯渇した。") || utf8.RuneCountInString(got) > 122 {
		t.Errorf("the excerpt is %q", got)
	}
}

func TestPunctuationWithoutASpaceSeparatesWords(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string][]string{
		"connections,pool":                    {"connections", "pool"},
		"connections, pool;queue":             {"connections", "pool", "queue"},
		"(connection)pool!":                   {"connection", "pool"},
		"“conn pool”,queue":                   {"conn", "pool", "queue"},
		"接続、プール":                              {"接続", "プール"},
		"PM-17,AI-42":                         {"PM-17", "AI-42"},
		"db-1.example.com max_connections":    {"db-1.example.com", "max_connections"},
		"14:02 10,000 owner/repo#12 don't":    {"14:02", "10,000", "owner/repo#12", "don't"},
		"https://db.example.com/a?b ana@x.io": {"https://db.example.com/a", "b", "ana@x.io"},
		", ?!":                                {",", "?!"},
	} {
		if got := models.NewSearch(typed); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", typed, []string(got), want)
		}
	}
}

// An address may be a megabyte long, and each list reads what is searched several times.
func TestWordsThatDoNotCountCostNothing(t *testing.T) {
	t.Parallel()
	var typed strings.Builder
	for n := range 100_000 {
		typed.WriteString(strconv.Itoa(n) + " ")
	}
	start := time.Now()
	if got := models.NewSearch(typed.String()); len(got) != 20 || got[19] != "19" {
		t.Errorf("%d words count, the last one is %q", len(got), got[len(got)-1])
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestWordsAreMarkedWhereTheyAreFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ q, text, want string }{
		{"pool conn", "The Connection pool of max_connections; spool", "The [Conn]ection [pool] of max_[conn]ections; spool"},
		{"pool po", "pools", "[pool]s"},
		{"don't", "I don’t", "I [don’t]"},
		{"プール", "接続プールが", "接続[プール]が"},
		{"ünï", "ÜNÏCODE", "[ÜNÏ]CODE"},
		{"", "text", "text"},
	} {
		var got strings.Builder
		for _, p := range models.NewSearch(c.q).Pieces(c.text) {
			if p.Hit {
				p.Text = "[" + p.Text + "]"
			}
			got.WriteString(p.Text)
		}
		if got.String() != c.want {
			t.Errorf("%q marks %q, want %q", c.q, got.String(), c.want)
		}
	}
}

// Whatever the document and the words are: what is found has an excerpt, which is short, in one line, and has a word marked.
func TestWhatIsFoundHasAnExcerpt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.OneOf(rapid.StringMatching("[a-cA-C]{1,3}"), rapid.SampledFrom([]string{"\n\n", "- ", "**", "`", "_", "...", "接続", "é", "e\u0301", "\u00ad", "a-b", "a.b", "'", "“", "<b>", "&amp;", "| a | b |\n|---|---|\n", strings.Repeat("x", 150)}), rapid.String()), 1, 60)
		body := strings.Join(words.Draw(t, "words"), rapid.SampledFrom([]string{"", " ", "\n"}).Draw(t, "between"))
		search := models.NewSearch(rapid.OneOf(rapid.StringMatching("[a-c]{1,2}"), rapid.SampledFrom([]string{"接続", "é", "e", "a-b", "a.", "x", "'", "-", "&"}), rapid.String()).Draw(t, "typed"))
		text, excerpt := models.SearchText(body), search.Excerpt(body)
		for _, word := range search {
			if strings.Contains(text, models.Searchable(word)) && excerpt == "" {
				t.Fatalf("%q is found in %q, and has no excerpt", word, body)
			}
		}
		if strings.ContainsAny(excerpt, "\n\t") || utf8.RuneCountInString(excerpt) > 202 || !utf8.ValidString(excerpt) {
			t.Fatalf("the excerpt is %q", excerpt)
		}
		pieces, again := search.Pieces(excerpt), ""
		for _, p := range pieces {
			again += p.Text
		}
		if marked := slices.ContainsFunc(pieces, func(p models.Piece) bool { return p.Hit }); again != excerpt || excerpt != "" && !marked {
			t.Fatalf("the pieces are %+v, of %q", pieces, excerpt)
		}
	})
}
