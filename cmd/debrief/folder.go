package main

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// filesIn hands on root where it is no folder, whatever its name, and else every file in it whose name ends in one of endings, in
// the order of their names, until hand returns false. Folders whose names begin with a dot are left out. What cannot be listed is
// handed on with the error.
func filesIn(root string, endings []string, hand func(path string, err error) bool) {
	folder := root
	if real, err := filepath.EvalSymlinks(root); err == nil { // WalkDir does not follow the folder's own link
		folder = real
	}
	_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error { // hand was told of every error
		inside := path != folder
		switch {
		case err != nil:
		case entry.IsDir() && inside && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case entry.IsDir():
			return nil
		case inside && !slices.Contains(endings, strings.ToLower(filepath.Ext(path))):
			return nil
		}
		name := root
		if inside {
			name = filepath.Join(root, strings.TrimPrefix(path, folder))
		}
		if !hand(name, err) {
			return fs.SkipAll
		}
		return nil
	})
}
