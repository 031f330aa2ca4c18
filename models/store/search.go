package store

import (
	"context"
	"database/sql"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"debrief/models"
)

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// names are the conditions on rows that people call by a name: by the letters before its number, as in AI-37, whose number they
// ask for; by "key" for any other, such as the key of an issue.
type names map[string]string

var namePattern = regexp.MustCompile(`^([A-Z][A-Z0-9_]*)-([1-9][0-9]{0,17})$`)

// documentWords is the column that has the words of a review's current document, as models.Searchable has them.
const documentWords = "review_words.words"

// within is the function that finds a text in another: of half the cost of LIKE where that is long.
var within = map[Engine]string{SQLite: "instr", Postgres: "strpos"}

// searched narrows a query to rows that the text names, or that have all of its words in one of the columns or another, in any
// case and order. SQLite folds ASCII only, so a word is looked for as it was typed, too.
func searched(db *gorm.DB, text string, called names, columns ...string) *gorm.DB {
	var all []string
	var args []any
	for _, word := range models.NewSearch(text) {
		typed := "%" + likeEscape.Replace(word) + "%"
		var one []string
		for _, c := range columns {
			if c == documentWords {
				one, args = append(one, within[Engine(db.Name())]+"("+c+", ?) > 0"), append(args, models.Searchable(word))
				continue
			}
			one = append(one, "lower("+c+`) LIKE ? ESCAPE '\' OR `+c+` LIKE ? ESCAPE '\'`)
			args = append(args, strings.ToLower(typed), typed)
		}
		all = append(all, "("+strings.Join(one, " OR ")+")")
	}
	if len(all) == 0 {
		return db
	}
	where := strings.Join(all, " AND ")
	key := strings.ToUpper(strings.TrimSpace(text))
	if parts := namePattern.FindStringSubmatch(key); parts != nil {
		if condition := called[parts[1]]; condition != "" {
			number, _ := strconv.ParseInt(parts[2], 10, 64) // 18 digits fit
			where, args = where+" OR "+condition, append(args, number)
		}
		if condition := called["key"]; condition != "" {
			where, args = where+" OR "+condition, append(args, key)
		}
	}
	return db.Where("("+where+")", args...)
}

// reviewWords is what a search compares of a review's current document. It is kept in the transaction that saves the document.
type reviewWords struct {
	ReviewID int64 `gorm:"primaryKey"`
	Words    string
}

// saveWords puts the words of a new version in the place of those of the one before.
func (tx *Tx) saveWords(w reviewWords) error {
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&w).Error
}

// Excerpts sets where in their documents the rows of a list that was searched have the words that are not in the title. One document
// is in memory at a time.
func (s *Store) Excerpts(ctx context.Context, typed string, rows []models.Review) error {
	if typed == "" || len(rows) == 0 {
		return nil
	}
	at := map[int64]*models.Review{}
	for n := range rows {
		at[rows[n].ID] = &rows[n]
	}
	found, err := s.reader(ctx).Table("reviews").Select("reviews.id, incidents.title, documents.body").
		Joins("JOIN incidents ON incidents.id = reviews.incident_id").
		Joins("JOIN documents ON documents.review_id = reviews.id AND documents.number = reviews.document_number").
		Where("reviews.id IN ?", slices.Collect(maps.Keys(at))).Rows()
	if err != nil {
		return err
	}
	defer func() { _ = found.Close() }() // Err has told
	words := models.NewSearch(typed)
	for found.Next() {
		var id int64
		var title, body string
		if err := found.Scan(&id, &title, &body); err != nil {
			return err
		}
		if missing := words.Missing(title); len(missing) > 0 {
			at[id].Excerpt = missing.Excerpt(body)
		}
	}
	return found.Err()
}

// fillWords is the migration that reads the documents that are there already.
func (e Engine) fillWords() *goose.Migration {
	m := goose.NewGoMigration(9, &goose.GoFunc{RunTx: e.fillReviewWords}, nil)
	m.Source = "00009_search_words.go"
	return m
}

func (e Engine) fillReviewWords(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM review_words"); err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, "SELECT documents.id FROM documents JOIN reviews ON reviews.id = documents.review_id AND reviews.document_number = documents.number")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err has told
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	read := statement("SELECT review_id, body FROM documents WHERE id =", e.placeholder(1))
	write := statement("INSERT INTO review_words (review_id, words) VALUES (", e.placeholder(1), ",", e.placeholder(2), ")")
	for _, id := range ids { // not while the rows are read: a transaction asks one thing at a time
		var review int64
		var body string
		if err := tx.QueryRowContext(ctx, read, id).Scan(&review, &body); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, write, review, models.SearchText(body)); err != nil {
			return err
		}
	}
	return nil
}
