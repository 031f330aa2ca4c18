package testenv

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"debrief/internal/testenv/pgtemp"
)

// Summary says in a few lines what is absent on this machine and which packages
// skip tests for it, or nothing. It does not observe the run: test binaries are
// separate processes, and a cached one does not even run. It asks the machine
// and reads the source instead, so it is the same for every way to run.
func Summary() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	missing := map[string]string{} // function of this package → what is absent
	if os.Getenv(EnvPostgres) == "" {
		if _, err := pgtemp.Find(); err != nil {
			missing["Postgres"] = err.Error() + ": " + installPostgres
		}
	}
	if _, err := findChromium(); err != nil {
		missing["Chromium"] = err.Error() + ": " + installChromium
	}
	if _, err := findShared(); err != nil {
		missing["Shared"] = err.Error() + ": " + installShared
	}
	if len(missing) == 0 {
		return "", nil
	}
	callers, err := callers(root)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, name := range []string{"Postgres", "Chromium", "Shared"} {
		if why, ok := missing[name]; ok && len(callers[name]) > 0 {
			fmt.Fprintf(&b, "  %s\n      skipped without it: tests of %s\n", why, strings.Join(callers[name], ", "))
		}
	}
	if b.Len() == 0 {
		return "", nil
	}
	return "skipped, for what is not here (`make test` installs what can be):\n" + b.String(), nil
}

// callers finds the packages that call testenv.NAME, by NAME.
func callers(root string) (map[string][]string, error) {
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); path != root && (strings.HasPrefix(name, ".") ||
				name == "node_modules" || name == "testdata" || name == "tools") {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil // the compiler says it better
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
				if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "testenv" {
					if name := sel.Sel.Name; !slices.Contains(found[name], filepath.ToSlash(dir)) {
						found[name] = append(found[name], filepath.ToSlash(dir))
					}
				}
			}
			return true
		})
		return nil
	})
	return found, err
}
