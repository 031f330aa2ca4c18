package storetest_test

import (
	"database/sql"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/store"
	"debrief/models/storetest"
)

// same fails unless both are equal field by field: times to the microsecond and in UTC.
func same[T any](t testing.TB, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", show(got), show(want))
	}
}

// show prints a value with what its pointers point to.
func show(v any) string {
	var b strings.Builder
	var walk func(v reflect.Value, indent string)
	walk = func(v reflect.Value, indent string) {
		if at, ok := v.Interface().(time.Time); ok {
			b.WriteString(at.Format(time.RFC3339Nano) + " " + at.Location().String())
			return
		}
		switch v.Kind() {
		case reflect.Pointer:
			if v.IsNil() {
				b.WriteString("nil")
				return
			}
			b.WriteString("&")
			walk(v.Elem(), indent)
		case reflect.Struct:
			for n := range v.NumField() {
				if v.Type().Field(n).IsExported() {
					b.WriteString("\n" + indent + v.Type().Field(n).Name + ": ")
					walk(v.Field(n), indent+"  ")
				}
			}
		case reflect.String:
			text := v.String()
			if len(text) > 80 {
				text = text[:80] + "…"
			}
			b.WriteString(text)
		case reflect.Slice:
			for n := range v.Len() {
				b.WriteString("\n" + indent + "- ")
				walk(v.Index(n), indent+"  ")
			}
		default:
			b.WriteString(sprint(v.Interface()))
		}
	}
	walk(reflect.ValueOf(v), "")
	return b.String()
}

// exec runs a statement behind the store's back. Question marks stand for the arguments on both engines.
func exec(t testing.TB, db *sql.DB, s *store.Store, query string, args ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), bind(s, query), args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// value reads one value behind the store's back.
func value[T any](t testing.TB, db *sql.DB, s *store.Store, query string, args ...any) T {
	t.Helper()
	var v T
	if err := db.QueryRowContext(t.Context(), bind(s, query), args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

func bind(s *store.Store, query string) string {
	if s.Engine() != store.Postgres {
		return query
	}
	var b strings.Builder
	n := 0
	for _, r := range query {
		if r == '?' {
			n++
			b.WriteString("$" + sprint(n))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// kind is models.KindOf, "ok" for no error.
func kind(err error) models.Kind {
	if err == nil {
		return "ok"
	}
	if k := models.KindOf(err); k != "" {
		return k
	}
	return models.Kind("a fault of our own: " + err.Error())
}

// events returns the verbs about a subject, the oldest first.
func events(t testing.TB, s *store.Store, subject models.Subject, id int64) []models.Event {
	t.Helper()
	list, _, err := s.Events(t.Context(), models.System, store.EventFilter{Subject: subject, SubjectID: id}, store.Page{Limit: store.MaxLimit, Sort: "id"})
	storetest.Must(t, err)
	return list
}

func verbs(list []models.Event) []string {
	out := []string{}
	for _, e := range list {
		out = append(out, e.Verb)
	}
	return out
}

func ptr[T any](v T) *T { return &v }

func sprint(v any) string { return fmt.Sprint(v) }
