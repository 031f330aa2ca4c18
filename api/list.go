package api

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/negotiation"

	"debrief/models/store"
)

// Page is one page of a list.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"The cursor of the next page; absent on the last"`
}

// Listing lets the caller choose between JSON and CSV.
type Listing struct {
	Format string `query:"format" enum:"json,csv" doc:"csv for all rows as CSV; the Accept header text/csv does the same"`
	Accept string `header:"Accept" hidden:"true"`
}

// Paging asks for a page of a list.
type Paging struct {
	Listing
	Limit  int    `query:"limit" minimum:"1" maximum:"200" doc:"Rows of a page; 50 without"`
	Cursor string `query:"cursor" maxLength:"1000" doc:"Where the page begins: next of the page before"`
	Sort   string `query:"sort" maxLength:"50" doc:"A column, with a minus before it for the other direction"`
}

type listing interface{ csv() bool }

type paging interface {
	listing
	page() store.Page
}

func (l Listing) csv() bool {
	if l.Format != "" {
		return l.Format == "csv"
	}
	return negotiation.SelectQValue(l.Accept, []string{"application/json", "text/csv"}) == "text/csv"
}

func (p Paging) page() store.Page { return store.Page{Limit: p.Limit, Cursor: p.Cursor, Sort: p.Sort} }

// stream is an answer that is written by hand: JSON or CSV.
type stream struct{ Body func(huma.Context) }

// list registers a route that answers a page of rows as JSON, or all of them as CSV.
func list[I paging, T any](s *server, op huma.Operation, rows func(context.Context, *I, store.Page) ([]T, string, error)) {
	describe[Page[T]](s, &op)
	huma.Register(s.huma, op, func(ctx context.Context, in *I) (*stream, error) {
		page := (*in).page()
		if (*in).csv() {
			page.Limit = store.MaxLimit
		}
		first, next, err := rows(ctx, in, page)
		if err != nil {
			return nil, err
		}
		if (*in).csv() {
			return &stream{func(hc huma.Context) {
				writeCSV(hc, first, next, func(cursor string) ([]T, string, error) {
					page.Cursor = cursor
					return rows(ctx, in, page)
				})
			}}, nil
		}
		return &stream{func(hc huma.Context) {
			if next != "" {
				hc.SetHeader("Link", nextLink(hc, next))
			}
			writeJSON(hc, Page[T]{nonNil(first), next})
		}}, nil
	})
}

// all registers a list that is too short for pages.
func all[I listing, T any](s *server, op huma.Operation, rows func(context.Context, *I) ([]T, error)) {
	describe[Page[T]](s, &op)
	huma.Register(s.huma, op, func(ctx context.Context, in *I) (*stream, error) {
		list, err := rows(ctx, in)
		if err != nil {
			return nil, err
		}
		return &stream{func(hc huma.Context) {
			if (*in).csv() {
				writeCSV(hc, list, "", nil)
				return
			}
			writeJSON(hc, Page[T]{Items: nonNil(list)})
		}}, nil
	})
}

// describe tells what a stream answers, which huma cannot know.
func describe[T any](s *server, op *huma.Operation) {
	schema := s.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[T](), true, "")
	op.Responses = map[string]*huma.Response{strconv.Itoa(http.StatusOK): {Description: "OK", Content: map[string]*huma.MediaType{
		"application/json": {Schema: schema}, "text/csv": {Schema: &huma.Schema{Type: huma.TypeString}}}}}
}

func nextLink(hc huma.Context, cursor string) string {
	u := hc.URL()
	query := u.Query()
	query.Set("cursor", cursor)
	u.RawQuery = query.Encode()
	return "<" + u.RequestURI() + `>; rel="next"`
}

func writeJSON(hc huma.Context, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // rows of the domain always marshal
	}
	hc.SetHeader("Content-Type", "application/json")
	hc.SetStatus(http.StatusOK)
	_, _ = hc.BodyWriter().Write(append(text, '\n')) // a client that is gone
}

func nonNil[T any](rows []T) []T {
	if rows == nil {
		return []T{}
	}
	return rows
}
