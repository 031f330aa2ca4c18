package main

import (
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"testing"

	sarif "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/xeipuuv/gojsonschema"

	"debrief/internal/testenv"
	"debrief/models/storetest"
)

func TestTheSARIFLogIsValidByThePublishedSchema(t *testing.T) {
	t.Parallel()
	out, _, _ := checks(t, hindsight, "--format=sarif", "-")
	validSARIF(t, out)
	out, _, _ = checks(t, ignoring, "--format=sarif", "-")
	validSARIF(t, out)
	odd := folder(t, map[string]string{"empty.md": "", "a name #1?.md": "# Naïve 🦊\r\n\r\nWe should have tested 🦊 it.\r\n",
		"a:b\n\x1b\\[ü].md": hindsight})
	out, _, _ = checks(t, "", "--format=sarif", odd+"/empty.md", odd+"/a name #1?.md", odd+"/a:b\n\x1b\\[ü].md")
	validSARIF(t, out)
}

func TestTheSARIFLogOfThePublishedDocumentsIsValidByThePublishedSchema(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(testenv.Shared(t, "wording/dev/postmortems") + "/*.md")
	storetest.Must(t, err)
	out, _, _ := checks(t, "", append([]string{"--format=sarif"}, names...)...)
	validSARIF(t, out)
}

// validSARIF holds what was written against OASIS's schema of 2.1.0 with errata 1.
func validSARIF(t *testing.T, out string) {
	t.Helper()
	result, err := gojsonschema.Validate(gojsonschema.NewStringLoader(sarifSchema(t)), gojsonschema.NewStringLoader(out))
	storetest.Must(t, err)
	for _, wrong := range result.Errors() {
		t.Error(wrong)
	}
}

// sarifSchema is the schema that go-sarif keeps in its source. The library itself can only validate what it has written.
func sarifSchema(t *testing.T) string {
	t.Helper()
	var _ sarif.Report // keeps the module required
	p, err := build.Import("github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif", ".", build.FindOnly)
	storetest.Must(t, err)
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, "schema.go"), nil, 0)
	storetest.Must(t, err)
	value := file.Scope.Lookup("schema").Decl.(*ast.ValueSpec).Values[0].(*ast.BasicLit).Value
	text, err := strconv.Unquote(value)
	storetest.Must(t, err)
	return text
}
