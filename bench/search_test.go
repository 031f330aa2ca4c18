package bench

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

const (
	searchedReviews = 3_000
	searchedBytes   = 20_000 // of each document
)

// BenchmarkSearch lists the first page of reviews by words of their documents as the page does: with their number where there are
// more, and with excerpts. One review of 300 is about a connection pool.
func BenchmarkSearch(b *testing.B) {
	for _, engine := range storetest.Engines {
		s := storetest.Open(b, engine)
		h := storetest.NewHouse(b, s)
		write(b, s, h)
		viewer := storetest.As(h.Viewer)
		for name, q := range map[string]string{"one of 300": "connection pool", "none": "quorum", "no second word": "there quorum", "nearly all": "re"} {
			b.Run(string(engine)+"/"+name, func(b *testing.B) {
				best := time.Hour // of a machine that others use as well
				for b.Loop() {
					start := time.Now()
					f := store.ReviewFilter{Q: q}
					rows, next, err := s.Reviews(b.Context(), viewer, f, store.Page{Limit: 25})
					storetest.Must(b, err)
					storetest.Must(b, s.Excerpts(b.Context(), q, rows))
					if next != "" {
						_, err := s.CountReviews(b.Context(), viewer, f)
						storetest.Must(b, err)
					}
					if name == "one of 300" && (len(rows) != 10 || rows[0].Excerpt == "") {
						b.Fatalf("%d rows are found: %+v", len(rows), rows)
					}
					best = min(best, time.Since(start))
				}
				b.ReportMetric(float64(best.Microseconds())/1000, "ms/best")
			})
		}
	}
}

// write puts reviews with documents into a store, as rows: to save each through its verb would take minutes.
func write(b *testing.B, s *store.Store, h *storetest.House) {
	b.Helper()
	r := h.AddReview(b, storetest.Monday, 1)
	db := storetest.Raw(b, s)
	tx, err := db.BeginTx(b.Context(), nil)
	storetest.Must(b, err)
	random := rand.New(rand.NewPCG(1, 2)) // the same documents at each run
	words := rand.NewZipf(random, 1.15, 4, 30_000)
	vocabulary := make([]string, 30_001)
	for n := range vocabulary {
		for range 1 + random.IntN(4) {
			vocabulary[n] += []string{"con", "ne", "ti", "re", "ser", "ver", "da", "ta", "ba", "lo", "ad", "que", "ing", "time", "out", "er", "po", "li"}[random.IntN(18)]
		}
	}
	vocabulary[words.Uint64()] = "there"
	var took time.Duration
	for n := range int64(searchedReviews) {
		var text strings.Builder
		for text.Len() < searchedBytes {
			text.WriteString(vocabulary[words.Uint64()] + []string{" ", " ", " ", " ", " ", " ", " ", " ", " ", " ", " ", ", ", "_", ".\n\n", ".\n- "}[random.IntN(15)])
		}
		text.WriteString(" there")
		if n%300 == 7 {
			text.WriteString(": the **connection** pool of `db-1.example.com` was exhausted.")
		}
		start := time.Now()
		found := models.SearchText(text.String())
		took += time.Since(start)
		insert(b, tx, s, "INSERT INTO incidents (id, source, external_id, title, severity, started_at, created_at, updated_at) SELECT ?, 'bulk', ?, 'Checkout was slow', 3, created_at, created_at, created_at FROM incidents WHERE id = ?", 1000+n, fmt.Sprint(n), r.IncidentID)
		insert(b, tx, s, "INSERT INTO reviews (id, incident_id, state, template_id, document_number, created_at, updated_at) SELECT ?, ?, 'reviewed', template_id, 1, created_at, created_at FROM reviews WHERE id = ?", 1000+n, 1000+n, r.ID)
		insert(b, tx, s, "INSERT INTO documents (review_id, number, body, created_at) SELECT id, 1, ?, created_at FROM reviews WHERE id = ?", text.String(), 1000+n)
		insert(b, tx, s, "INSERT INTO review_words (review_id, words) VALUES (?, ?)", 1000+n, found)
	}
	storetest.Must(b, tx.Commit())
	_, err = db.ExecContext(b.Context(), "ANALYZE")
	storetest.Must(b, err)
	b.Logf("%s to read the words of a document", took/searchedReviews)
}

func insert(b *testing.B, tx *sql.Tx, s *store.Store, query string, args ...any) {
	b.Helper()
	if s.Engine() == store.Postgres {
		for n := range args {
			query = strings.Replace(query, "?", fmt.Sprintf("$%d", n+1), 1)
		}
	}
	_, err := tx.ExecContext(b.Context(), query, args...)
	storetest.Must(b, err)
}
