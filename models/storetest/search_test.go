package storetest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// searching finds reviews as somebody; found are their ids, the newest first.
func searching(t testing.TB, s *store.Store, by models.Actor, q string) (rows []models.Review, found []int64) {
	t.Helper()
	rows, _, err := s.Reviews(t.Context(), by, store.ReviewFilter{Q: q}, store.Page{})
	if err != nil {
		t.Fatalf("%q: %v", q, err)
	}
	storetest.Must(t, s.Excerpts(t.Context(), q, rows))
	for _, r := range rows {
		found = append(found, r.ID)
	}
	if n := must[int](t)(s.CountReviews(t.Context(), by, store.ReviewFilter{Q: q})); n != len(found) {
		t.Errorf("%q finds %d, and counts %d", q, len(found), n)
	}
	return rows, found
}

func TestReviewsAreFoundByTheWordsOfTheirCurrentDocument(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		pool, other := h.AddReview(t, monday, 1), h.AddReview(t, monday, 1)
		h.Write(t, monday, pool.ID, "# What happened\n\nThe deadlock was our first guess.\n")
		h.Write(t, monday, pool.ID, "# What happened\n\nThe **connection** pool of [the database](https://db.example.com) ran dry.\n")
		h.Write(t, monday, other.ID, "# What happened\n\n<!-- Tell of the pool. -->\n\nA certificate expired.\n")
		viewer := storetest.As(h.Viewer)
		for q, want := range map[string][]int64{
			"pool CONNECTION":            {pool.ID},
			"connection,pool":            {pool.ID},
			"pool;dry":                   {pool.ID},
			"connection certificate":     nil,
			"certificate":                {other.ID},
			"checkout certificate":       {other.ID}, // one word of the title, one of the document
			"slow":                       {other.ID, pool.ID},
			pool.Ref():                   {pool.ID},
			strings.ToLower(other.Ref()): {other.ID},
			"deadlock":                   nil, // was in an older version
			"nection":                    nil, // no word begins with it
		} {
			if _, found := searching(t, s, viewer, q); !slices.Equal(found, want) {
				t.Errorf("%q finds %v, want %v", q, found, want)
			}
		}
		rows, _ := searching(t, s, viewer, "pool slow")
		if want := "What happened The connection pool of the database ran dry."; len(rows) != 1 || rows[0].Excerpt != want {
			t.Errorf("the excerpt of %+v is not %q", rows, want)
		}
		rows, _ = searching(t, s, viewer, "checkout")
		for _, r := range append(rows, must[models.Review](t)(s.Review(t.Context(), viewer, pool.ID))) {
			if r.Excerpt != "" {
				t.Errorf("%s was found by its title or its number, and has the excerpt %q", r.Ref(), r.Excerpt)
			}
		}
	})
}

func TestWhatSomebodyMayNotSeeIsNotFoundByItsWordsEither(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		r := h.AddReview(t, monday, 1)
		h.Write(t, monday, r.ID, "The intruder took the signing key.")
		_, err := s.EditReview(t.Context(), storetest.As(h.Facilitator), monday, r.ID, 0, store.ReviewEdit{Restricted: ptr(true)})
		storetest.Must(t, err)
		for _, c := range []struct {
			by   models.Person
			want []int64
		}{{h.Outsider, nil}, {h.Viewer, nil}, {h.Member, []int64{r.ID}}, {h.Admin, []int64{r.ID}}} {
			for _, q := range []string{"signing", "slow signing"} {
				rows, found := searching(t, s, storetest.As(c.by), q)
				if !slices.Equal(found, c.want) {
					t.Errorf("%s finds %v by %q, want %v", c.by.Name, found, q, c.want)
				}
				for _, row := range rows {
					if row.Excerpt == "" {
						t.Errorf("%s sees no excerpt", c.by.Name)
					}
				}
			}
		}
	})
}

// awkwardDocument has words that search engines stumble over.
const awkwardDocument = "# x509 errors\n\n`max_connections` on db-1.example.com:5432 was 100%; the pod was OOM-killed.\n\n" +
	"| when | what |\n|---|---|\n| 14:02 | ImagePullBackOff |\n\n" +
	"```\nFATAL: can't open \"/var/log/app.log\" C++ don’t\n```\n\nДАТАБАЗА упала. Überlauf in MÜNCHEN. データベースの接続プールが枯渇した。 재시작했다. " +
	"C:\\temp\\*.log; SELECT 1 -- '); DROP TABLE reviews\n"

func TestAWordIsFoundAsAPersonTypesIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		h := storetest.NewHouse(t, s)
		r := h.AddReview(t, monday, 1)
		h.Write(t, monday, r.ID, awkwardDocument)
		h.Write(t, monday, h.AddReview(t, monday, 1).ID, "Nothing of that.")
		for _, q := range []string{
			"x509", "X509", "max_connections", "conn", "max_conn", "connections", "OOM-kill", "oom", "db-1.example.com", "example.com", "db-1", "5432",
			"100%", "ImagePull", "can't", "can’t", "don't", "/var/log", "app.log", "C++", "\"x509 errors\"", "“x509”", "(x509)", "x509?", "errors,",
			"датабаза", "Упал", "überlauf", "münchen", "接続プール", "枯渇", "재시작", `c:\temp`, "*.log", "DROP", "'); DROP", "--", "\u200bx509", "x509 x509 X509",
		} {
			rows, found := searching(t, s, models.System, q)
			if !slices.Equal(found, []int64{r.ID}) {
				t.Errorf("%q finds %v, want %d", q, found, r.ID)
				continue
			}
			if hit := slices.ContainsFunc(models.NewSearch(q).Pieces(rows[0].Excerpt), func(p models.Piece) bool { return p.Hit }); !hit {
				t.Errorf("%q is not in its excerpt %q", q, rows[0].Excerpt)
			}
		}
		for _, q := range []string{"onnections", "509", "ample.com", "om-kill", "db-2", "99%", "%", "_", "*", "\\", "' OR ''='", "\" OR 1", "x509 NOT here", "NEAR(x509)", "x509*y", "a:b & !c | (", "🐌",
			strings.Repeat("x", 100_000), strings.Repeat("word ", 1000), strings.Repeat("ü", 300)} {
			if _, found := searching(t, s, models.System, q); len(found) > 1 || len(found) == 1 && !strings.Contains(awkwardDocument, q) {
				t.Errorf("%.100q finds %v", q, found)
			}
		}
		for _, q := range []string{"", " ", "\u200b"} { // nothing is asked for
			if _, found := searching(t, s, models.System, q); len(found) != 2 {
				t.Errorf("%q finds %v", q, found)
			}
		}
	})
}

func TestDocumentsFromBeforeThereWasASearchAreFound(t *testing.T) {
	eachEngine(t, func(t *testing.T, engine store.Engine) {
		address := storetest.Address(t, engine)
		s := storetest.OpenAt(t, address)
		h := storetest.NewHouse(t, s)
		for n := range 3 {
			r := h.AddReview(t, monday, 1)
			h.Write(t, monday, r.ID, "An older version.")
			h.Write(t, monday, r.ID, fmt.Sprintf("Shard %d was full.", n))
		}
		h.AddReview(t, monday, 1) // has no document
		text := must[string](t)(exported(t, address))
		must[bool](t)(withDatabase(t, address, func(db *store.Database) (bool, error) {
			m, err := db.Migrator()
			storetest.Must(t, err)
			_, err = m.DownTo(t.Context(), 7)
			storetest.Must(t, err)
			_, err = m.Up(t.Context())
			return true, err
		}))
		for q, want := range map[string]int{"shard": 3, "shard 1": 1, "older": 0} {
			if _, found := searching(t, s, models.System, q); len(found) != want {
				t.Errorf("%q finds %v after the migration, want %d", q, found, want)
			}
		}
		sameLines(t, must[string](t)(exported(t, address)), text)
		for _, to := range storetest.Engines {
			address := storetest.Address(t, to)
			storetest.Must(t, restored(t, address, text))
			if _, found := searching(t, storetest.OpenAt(t, address), models.System, "shard 1"); len(found) != 1 {
				t.Errorf("restored into %s, %v are found", to, found)
			}
		}
	})
}
