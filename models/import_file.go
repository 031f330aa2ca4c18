package models

import (
	"path"
	"slices"
	"strings"

	"debrief/postmortem"
)

// ImportFile is what one file brings: a document is one import, a table of action items one for each review that it names.
type ImportFile struct {
	Name    string
	Imports []Import
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

// ReadImport reads one file. fields says what columns of a table hold whose headers do not say so. It returns an Invalid
// error for a file that cannot be read, which names all rows of a table that are at fault; the table is there nevertheless.
func ReadImport(name string, text []byte, fields map[string]postmortem.Field, o ImportOptions) (ImportFile, error) {
	f := ImportFile{Name: name}
	if IsTable(name) {
		return f, f.readTable(text, fields, o)
	}
	doc, err := postmortem.Parse(text, postmortem.WithFileName(name))
	if err != nil {
		return f, &Error{Kind: Invalid, Message: err.Error()}
	}
	in := ImportDocument(doc, name, o)
	f.Imports, f.Notices = []Import{in}, in.Notices
	return f, nil
}
