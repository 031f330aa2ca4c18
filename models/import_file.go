package models

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"debrief/postmortem"
)

// ImportFile is what one file brings: a document is one import, a table of action items one for each review that it names.
type ImportFile struct {
	Name    string
	Imports []Import          // none for an index that was left out
	Table   *postmortem.Table // nil for a document
	Notices []string
}

// The endings of the names of what can be imported. A file with another name is read as a document.
var (
	DocumentEndings = []string{".md", ".markdown", ".mdx", ".mkd"}
	TableEndings    = []string{".csv", ".tsv"}
)

// IsTable tells by a file's name whether it is read as a table.
func IsTable(name string) bool {
	return slices.Contains(TableEndings, strings.ToLower(path.Ext(name)))
}

// ImportSourceFile is a file as it came.
type ImportSourceFile struct {
	Name  string // as a person gave it
	Key   string // by what it is known; empty for its name
	Table bool
	Found bool // it lies in a folder, and nobody named it
	Text  []byte
}

// isIndexName reports whether a file is called as those are that lead to others.
func isIndexName(name string) bool {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	base = strings.ToLower(strings.TrimSuffix(base, path.Ext(base)))
	return base == "readme" || base == "index" || base == "_index"
}

// ReadImport reads one file. fields says what columns of a table hold whose headers do not say so. It returns an Invalid
// error for a file that cannot be read, which names all rows of a table that are at fault; the table is there nevertheless.
func ReadImport(from ImportSourceFile, fields map[string]postmortem.Field, o ImportOptions) (ImportFile, error) {
	f := ImportFile{Name: from.Name}
	if from.Table {
		return f, f.readTable(from.Text, fields, o)
	}
	doc, err := postmortem.Parse(from.Text, o.parsing(from.Name)...)
	if err != nil {
		return f, &Error{Kind: Invalid, Message: err.Error()}
	}
	turned := ""
	if doc.Date.Ambiguous && o.tooLate(doc.Date.Time) { // the other way round it may be past
		o.DayFirst = true
		if other, err := postmortem.Parse(from.Text, o.parsing(from.Name)...); err == nil && !o.tooLate(other.Date.Time) {
			doc, turned = other, fmt.Sprintf("the date %s was read as %s, and others like it: with the month first it would be to come", doc.Date.Text, other.Date.Time.Format(time.DateOnly))
		}
	}
	if from.Found && isIndexName(from.Name) && doc.IsIndex() {
		f.Notices = []string{"no postmortem; left out"}
		return f, nil
	}
	in := ImportDocument(doc, from.Name, from.Key, o)
	if turned != "" {
		in.notice("%s", turned)
	}
	f.Notices = in.Notices
	if err := in.Validate(); err != nil {
		return f, err
	}
	f.Imports = []Import{in}
	return f, nil
}
