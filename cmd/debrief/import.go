package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"debrief/models"
	"debrief/models/store"
	"debrief/postmortem"
)

// importCommand brings what a team has.
type importCommand struct {
	databaseConfig `embed:""`

	Files    []string          `arg:"" help:"Postmortems in Markdown, tables of action items (.csv, .tsv), folders of them, or one file that export wrote; - for standard input."`
	DryRun   bool              `help:"Only show what the files hold. No database is opened."`
	Format   string            `enum:"text,jsonl" default:"text" help:"text for people, or jsonl: an object a line for each incident, review and action item."`
	Open     bool              `help:"The reviews are not over: remind of them, and count them in reports."`
	DayFirst bool              `help:"03/04/2024 is the third of April, where nothing in the file says otherwise; without, March 4."`
	Severity int               `default:"3" help:"Of incidents that state none, 1 to 5."`
	Team     string            `help:"The name of the incidents' team."`
	Column   map[string]string `placeholder:"HEADER=FIELD" help:"What a column of a table holds, where its header does not say so: title, description, owner, due, status, incident…; nothing leaves it out."`
	Table    bool              `help:"Standard input is a table."`
}

// batchSize is how many documents one transaction stores, and how many are read ahead of it: what bounds the memory.
const batchSize = 64

// Run imports the files. Those that can be read are imported even where others are refused.
func (c *importCommand) Run(ctx context.Context, p *program) error {
	if !models.Severity(c.Severity).Valid() {
		return errors.New("--severity must be 1 to 5")
	}
	backup, err := c.backup(p)
	if err != nil {
		return err
	}
	if backup != nil {
		return errors.Join(c.restore(ctx, p, backup), backup.Close())
	}
	o := models.ImportOptions{Open: c.Open, DayFirst: c.DayFirst, Severity: models.Severity(c.Severity), Now: p.now()}
	t := &teller{p: p, jsonl: c.Format == "jsonl"}
	if c.DryRun {
		return c.all(ctx, p, o, dryRun{t, map[string]bool{}}, t)
	}
	address, err := c.address()
	if err != nil {
		return err
	}
	r := &storeRun{teller: t, database: address}
	if c.Team != "" { // a new database has no team
		db, err := c.existing(ctx)
		if err != nil {
			return err
		}
		if r.store, err = storeOn(ctx, db, settings{}, p.now()); err != nil {
			return err
		}
		o.TeamID, err = teamNamed(ctx, r.store, c.Team)
		if err != nil {
			return errors.Join(err, r.store.Close())
		}
	}
	err = c.all(ctx, p, o, r, t)
	if r.store != nil {
		err = errors.Join(err, r.store.Close())
	}
	return err
}

func teamNamed(ctx context.Context, s *store.Store, name string) (*int64, error) {
	for page := (store.Page{Limit: store.MaxLimit}); ; {
		teams, next, err := s.Teams(ctx, page)
		if err != nil {
			return nil, err
		}
		for _, t := range teams {
			if strings.EqualFold(t.Name, name) {
				return &t.ID, nil
			}
		}
		if next == "" {
			return nil, fmt.Errorf("--team: there is no team %q; add it in Debrief first", name)
		}
		page.Cursor = next
	}
}

// importRun does with files that were read what is to be done, and tells of it.
type importRun interface {
	documents(ctx context.Context, files []models.ImportFile) error
	table(ctx context.Context, file models.ImportFile) error
}

// readFile is one file that was read, or why it could not be.
type readFile struct {
	models.ImportFile
	problem error
}

// all reads the files on one core and stores what they bring on another: first all documents, then the tables, whose rows name
// the documents' reviews.
func (c *importCommand) all(ctx context.Context, p *program, o models.ImportOptions, run importRun, t *teller) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	files := make(chan readFile, batchSize)
	go func() {
		defer close(files)
		for _, tables := range []bool{false, true} {
			c.walk(p, func(f namedFile) bool {
				if f.table != tables {
					return true
				}
				file, err := c.read(f, o)
				select {
				case files <- readFile{file, err}:
					return true
				case <-ctx.Done():
					return false
				}
			})
		}
	}()
	size := batchSize
	if c.DryRun { // there is no transaction to share, and what is told stays in the order of the files
		size = 1
	}
	var batch []models.ImportFile
	flush := func() error {
		err := run.documents(ctx, batch)
		batch = batch[:0]
		return err
	}
	for f := range files {
		t.read(f)
		switch {
		case f.problem != nil, len(f.Imports) == 0 && f.Table == nil:
			continue
		case f.Table == nil:
			if batch = append(batch, f.ImportFile); len(batch) < size && len(files) > 0 {
				continue
			}
			if err := flush(); err != nil {
				return err
			}
		default:
			if err := errors.Join(flush(), run.table(ctx, f.ImportFile)); err != nil {
				return err
			}
		}
	}
	if err := errors.Join(flush(), ctx.Err()); err != nil {
		return err
	}
	return t.sum(c.DryRun)
}

// namedFile is one file that was named, or that lies in a folder that was named.
type namedFile struct {
	name  string // as it is told
	key   string // by what it is known: its path in the folder
	table bool
	found bool // in a folder
	open  func() (io.ReadCloser, error)
}

// walk hands on every file until hand returns false.
func (c *importCommand) walk(p *program, hand func(namedFile) bool) {
	for _, root := range c.Files {
		if root == "-" {
			if !hand(namedFile{name: "-", key: "-", table: c.Table, open: func() (io.ReadCloser, error) { return io.NopCloser(p.in), nil }}) {
				return
			}
			continue
		}
		more := true
		filesIn(root, slices.Concat(models.DocumentEndings, models.TableEndings), func(path string, err error) bool {
			f := namedFile{name: path, key: models.FileKey(root), table: models.IsTable(path), open: func() (io.ReadCloser, error) {
				if err != nil {
					return nil, err
				}
				return os.Open(path)
			}}
			if inside, relErr := filepath.Rel(root, path); relErr == nil && inside != "." {
				f.key, f.found = filepath.ToSlash(inside), true
			} else if filepath.IsLocal(root) {
				f.key = filepath.ToSlash(filepath.Clean(root))
			}
			more = hand(f)
			return more
		})
		if !more {
			return
		}
	}
}

// read reads one file.
func (c *importCommand) read(f namedFile, o models.ImportOptions) (models.ImportFile, error) {
	unread := models.ImportFile{Name: f.name}
	file, err := f.open()
	if err != nil {
		return unread, plainly(err)
	}
	most := postmortem.MaxSize
	if f.table {
		most = postmortem.MaxTableSize
	}
	text, err := io.ReadAll(io.LimitReader(file, int64(most)+1)) // one byte too many is refused
	if err := errors.Join(err, file.Close()); err != nil {
		return unread, plainly(err)
	}
	fields := map[string]postmortem.Field{}
	for header, field := range c.Column {
		fields[header] = postmortem.Field(field)
	}
	return models.ReadImport(models.ImportSourceFile{Name: f.name, Key: f.key, Table: f.table, Found: f.found, Text: text}, fields, o)
}

// plainly says what is wrong with a file without naming it again.
func plainly(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// backup opens the file that export wrote, where that is what is to be imported; nil where it is not.
func (c *importCommand) backup(p *program) (io.ReadCloser, error) {
	for _, name := range c.Files {
		file, found, err := exported(p, name)
		if err != nil || !found {
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, plainly(err))
			}
			continue
		}
		if len(c.Files) > 1 || c.DryRun {
			return nil, errors.Join(fmt.Errorf("%s was written by debrief export: import it alone, and without --dry-run", name), file.Close())
		}
		return file, nil
	}
	return nil, nil
}

// exported opens a file, and reports whether export wrote it. A file that cannot be read is told where it is read.
func exported(p *program, name string) (io.ReadCloser, bool, error) {
	var file io.ReadCloser
	if name == "-" {
		file = io.NopCloser(p.in)
	} else {
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			return nil, false, nil
		}
		if file, err = os.Open(name); err != nil {
			return nil, false, nil
		}
	}
	head := make([]byte, len(store.ExportMark))
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, false, errors.Join(err, file.Close())
	}
	whole := struct {
		io.Reader
		io.Closer
	}{io.MultiReader(strings.NewReader(string(head[:n])), file), file}
	if string(head[:n]) == store.ExportMark {
		return whole, true, nil
	}
	if name == "-" {
		p.in = whole // it is read once
		return nil, false, nil
	}
	return nil, false, file.Close()
}

// restore reads everything back into an empty database.
func (c *importCommand) restore(ctx context.Context, p *program, file io.Reader) error {
	address, err := c.address()
	if err != nil {
		return err
	}
	db, err := store.OpenDatabase(ctx, address)
	if err != nil {
		return err
	}
	rows, err := db.Restore(ctx, file)
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("%s: %w", c.Files[0], err)
	}
	_, err = fmt.Fprintf(p.out, "%d rows imported\n", rows)
	return err
}
