package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// names is a set of environment variables.
type names map[string]bool

func (n names) has(name string) bool {
	if n[name] {
		return true
	}
	if strings.HasSuffix(name, "_") {
		for known := range n {
			if strings.HasPrefix(known, name) {
				return true
			}
		}
	}
	return false
}

// configNames collects the variables of the struct tags env:"A,B" in a package,
// with the envprefix:"…" of the fields that a struct is embedded through.
func configNames(dir string) (names, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	structs := map[string]*ast.StructType{}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				if s, ok := spec.Type.(*ast.StructType); ok {
					structs[spec.Name.Name] = s
				}
			}
			return true
		})
	}
	found := names{}
	for _, s := range structs {
		collect(s, structs, "", found, 0)
	}
	for name := range found {
		if !strings.HasPrefix(name, "DEBRIEF_") {
			delete(found, name) // a prefix is still to come, or somebody else's variable
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s: no struct tag env:\"DEBRIEF_…\"", dir)
	}
	return found, nil
}

func collect(s *ast.StructType, structs map[string]*ast.StructType, prefix string, found names, depth int) {
	if depth > 5 {
		return
	}
	for _, field := range s.Fields.List {
		var tag reflect.StructTag
		if field.Tag != nil {
			if text, err := strconv.Unquote(field.Tag.Value); err == nil {
				tag = reflect.StructTag(text)
			}
		}
		for name := range strings.SplitSeq(tag.Get("env"), ",") {
			if name = strings.TrimSpace(name); name != "" {
				found[prefix+name] = true
			}
		}
		inner := field.Type
		if star, ok := inner.(*ast.StarExpr); ok {
			inner = star.X
		}
		switch inner := inner.(type) {
		case *ast.StructType:
			collect(inner, structs, prefix+tag.Get("envprefix"), found, depth+1)
		case *ast.Ident:
			if named, ok := structs[inner.Name]; ok {
				collect(named, structs, prefix+tag.Get("envprefix"), found, depth+1)
			}
		}
	}
}

var wholeName = regexp.MustCompile(`^DEBRIEF_[A-Z0-9_]*[A-Z0-9]$`)

// literalNames collects the variables that stand as string literals in the Go
// code beside the program itself: tests, test support, benchmarks.
func literalNames(root string) (names, error) {
	found := names{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "node_modules") {
			return fs.SkipDir
		}
		slash := filepath.ToSlash(path)
		if entry.IsDir() || !strings.HasSuffix(slash, "_test.go") &&
			(filepath.Ext(slash) != ".go" || !strings.Contains(slash, "/testenv/") && !strings.Contains(slash, "/bench/")) {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil && wholeName.MatchString(text) {
					found[text] = true
				}
			}
			return true
		})
		return nil
	})
	return found, err
}
