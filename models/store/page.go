package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"debrief/models"
)

// The sizes of a page of a list.
const (
	DefaultLimit = 50
	MaxLimit     = 200
)

// Page asks for a part of a list: Limit rows (DefaultLimit for 0, at most MaxLimit) behind Cursor ("" for the beginning),
// in the order Sort: a column's name, with a minus before it for descending ("" for the list's own order).
type Page struct {
	Limit  int
	Cursor string
	Sort   string
}

// orders are the ways to sort one list, and the columns that each sorts by; among equals, and where it has none, by id. The
// first is the list's own.
type orders[T any] struct {
	names []string
	keys  map[string][]column[T]
	id    func(T) int64
}

// column is what a list is sorted by: an expression of SQL, and what it is compared with, of which a cursor holds the value.
type column[T any] struct {
	sql, with string
	of        func(T) any
	fits      func(any) bool // a value that anybody may have written; the database would fail at another
}

func isDate(v any) bool {
	text, _ := v.(string)
	_, err := models.ParseDate(text)
	return err == nil
}

func isBool(v any) bool { _, is := v.(bool); return is }

func isText(v any) bool {
	text, is := v.(string)
	return is && !strings.ContainsRune(text, 0)
}

type cursor struct {
	Sort string `json:"s"`
	Key  []any  `json:"k,omitempty"`
	ID   int64  `json:"i"`
}

// list returns one page of rows and the cursor of the next, "" at the end. It pages by key and never by offset: rows
// that come and go meanwhile make no other row appear twice or be missed.
func list[T any](db *gorm.DB, p Page, by orders[T]) ([]T, string, error) {
	sort := p.Sort
	if sort == "" {
		sort = by.names[0]
	}
	columns, ok := by.keys[strings.TrimPrefix(sort, "-")]
	if !ok {
		return nil, "", models.InvalidField("sort", "must be one of %s, with a minus before it for the other direction", strings.Join(by.names, ", "))
	}
	limit := p.Limit
	if limit == 0 {
		limit = DefaultLimit
	}
	if limit < 1 || limit > MaxLimit {
		return nil, "", models.InvalidField("limit", "must be 1 to %d", MaxLimit)
	}
	sign, direction := ">", ""
	if strings.HasPrefix(sort, "-") {
		sign, direction = "<", " DESC"
	}
	var left, right []string
	for _, c := range columns {
		left, right = append(left, c.sql), append(right, c.with)
	}
	left, right = append(left, table[T](db)+".id"), append(right, "?")
	if p.Cursor != "" {
		c, err := parseCursor(p.Cursor, sort)
		if err != nil {
			return nil, "", err
		}
		if len(c.Key) != len(columns) {
			return nil, "", badCursor()
		}
		for n, column := range columns {
			if !column.fits(c.Key[n]) {
				return nil, "", badCursor()
			}
		}
		db = db.Where("("+strings.Join(left, ", ")+") "+sign+" ("+strings.Join(right, ", ")+")", append(c.Key, c.ID)...)
	}
	var rows []T
	if err := db.Order(strings.Join(left, direction+", ") + direction).Limit(limit + 1).Find(&rows).Error; err != nil {
		return nil, "", err
	}
	if len(rows) <= limit {
		return rows, "", nil
	}
	rows = rows[:limit]
	last := cursor{Sort: sort, ID: by.id(rows[limit-1])}
	for _, c := range columns {
		last.Key = append(last.Key, c.of(rows[limit-1]))
	}
	text, err := json.Marshal(last)
	if err != nil {
		return nil, "", fmt.Errorf("make a cursor: %w", err)
	}
	return rows, base64.RawURLEncoding.EncodeToString(text), nil
}

// MaxCount is how far the rows of a list are counted: people want to know whether there are 3 or 300, and of a hundred thousand that
// match no more must be read for it. Where few match of many, the database still looks at all; a list on one page needs no count.
const MaxCount = 1000

// count returns how many rows there are: at most MaxCount and one more.
func count(db, rows *gorm.DB) (int, error) {
	var n int64
	err := db.Table("(?) AS few", rows.Select("1").Limit(MaxCount+1)).Count(&n).Error
	return int(n), err
}

func parseCursor(s, sort string) (cursor, error) {
	var c cursor
	text, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	if err != nil || c.Sort != sort {
		return c, badCursor()
	}
	return c, nil
}

func badCursor() error {
	return models.InvalidField("cursor", "is not one that this list gave, in this order; begin without one")
}

// byID is the only order of lists that need no other: the newest first.
func byID[T any](id func(T) int64) orders[T] {
	return orders[T]{names: []string{"-id", "id"}, keys: map[string][]column[T]{"id": nil}, id: id}
}

// byName is byID for what has a name, too: in any case, as the database folds it.
func byName[T any](table string, name func(T) string, id func(T) int64) orders[T] {
	o := byID(id)
	o.names = append(o.names, "name")
	o.keys["name"] = []column[T]{{"lower(" + table + ".name)", "lower(?)", func(row T) any { return name(row) }, isText}}
	return o
}
