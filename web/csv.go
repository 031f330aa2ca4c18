package web

import (
	"encoding/csv"
	"net/http"
	"strings"
	"time"

	"debrief/models"
	"debrief/models/store"
)

// table writes CSV as it comes.
type table struct{ *csv.Writer }

func (r *request) csv(name string, columns ...string) table {
	r.attach("text/csv; charset=utf-8", name)
	_, _ = r.Response().Write([]byte("\ufeff")) // without it Excel garbles every umlaut; a broken pipe shows at the next row
	t := table{csv.NewWriter(r.Response())}
	_ = t.row(columns...)
	return t
}

// attach begins an answer that the browser keeps as a file.
func (r *request) attach(kind, name string) {
	head := r.Response().Header()
	head.Set("Content-Type", kind)
	head.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	r.Response().WriteHeader(http.StatusOK)
}

// row writes one line. What a spreadsheet would take for a formula gets an apostrophe before it.
func (t table) row(cells ...string) error {
	for n, cell := range cells {
		if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
			cells[n] = "'" + cell
		}
	}
	return t.Write(cells)
}

func (t table) end() error {
	t.Flush()
	return t.Error()
}

// instant is a moment as spreadsheets read it, in UTC: a file goes to people of several zones.
func instant(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// callings are what people and teams are called, by their ids.
type callings struct{ people, teams map[int64]string }

// spread streams all pages of a list as CSV, a row a thing. The first page is read before anything is written: what is refused is
// answered with a page.
func spread[T any](r *request, w *site, name string, columns []string, list func(store.Page) ([]T, string, error), row func(T, callings) []string) error {
	ctx := r.Request().Context()
	called := callings{teams: map[int64]string{}}
	var err error
	if called.people, err = w.store.Names(ctx); err != nil {
		return err
	}
	teams, err := all(func(p store.Page) ([]models.Team, string, error) { return w.store.Teams(ctx, p) })
	if err != nil {
		return err
	}
	for _, t := range teams {
		called.teams[t.ID] = t.Name
	}
	page := store.Page{Limit: store.MaxLimit}
	rows, next, err := list(page)
	if err != nil {
		return err
	}
	out := r.csv(name, columns...)
	for {
		for _, one := range rows {
			if err := out.row(row(one, called)...); err != nil {
				return err
			}
		}
		if next == "" {
			return out.end()
		}
		page.Cursor = next
		if rows, next, err = list(page); err != nil {
			return err
		}
	}
}
