package main

import (
	"cmp"
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
	Severity int               `default:"3" help:"Of incidents that state none, 1 to 5."`
	Team     string            `help:"The name of the incidents' team."`
	Column   map[string]string `placeholder:"HEADER=FIELD" help:"What a column of a table holds, where its header does not say so: title, description, owner, due, status, incident…; nothing leaves it out."`
}

// batchSize is how many documents one transaction stores, and how many are read ahead of it: what bounds the memory.
const batchSize = 64

// readFile is one file that was read, or why it could not be.
type readFile struct {
	models.ImportFile
	problem error
}

// Run imports the files. Those that can be read are imported even where others are refused.
func (c *importCommand) Run(ctx context.Context, p *program) error {
	if !models.Severity(c.Severity).Valid() {
		return errors.New("--severity must be 1 to 5")
	}
	if backup, err := c.backup(p); err != nil || backup != nil {
		if err == nil {
			err = errors.Join(c.restore(ctx, p, backup), backup.Close())
		}
		return err
	}
	o := models.ImportOptions{Open: c.Open, Severity: models.Severity(c.Severity), Now: p.now()}
	if c.DryRun {
		return c.all(ctx, p, o, nil)
	}
	address, err := c.address()
	if err != nil {
		return err
	}
	s, err := openStore(ctx, settings{database: address}, p.now())
	if err != nil {
		return err
	}
	if c.Team != "" {
		o.TeamID, err = teamNamed(ctx, s, c.Team)
	}
	if err == nil {
		err = c.all(ctx, p, o, s)
	}
	return errors.Join(err, s.Close())
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

// all reads the files on one core and stores what they bring on another. store is nil for a dry run.
func (c *importCommand) all(ctx context.Context, p *program, o models.ImportOptions, s *store.Store) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	files := make(chan readFile, batchSize)
	go func() {
		defer close(files)
		c.walk(p, func(name string, open func() (io.ReadCloser, error)) bool {
			file, err := c.read(name, open, o)
			select {
			case files <- readFile{file, err}:
				return true
			case <-ctx.Done():
				return false
			}
		})
	}()
	t := teller{p: p, jsonl: c.Format == "jsonl", seen: map[string]string{}}
	var wait []readFile
	for f := range files {
		wait = append(wait, f)
		if len(wait) < batchSize && len(files) > 0 {
			continue
		}
		if err := t.store(ctx, s, wait); err != nil {
			return err
		}
		wait = wait[:0]
	}
	if err := errors.Join(t.store(ctx, s, wait), ctx.Err()); err != nil {
		return err
	}
	return t.sum(c.DryRun)
}

// walk hands on every file that is named or lies in a folder that is named, until hand returns false.
func (c *importCommand) walk(p *program, hand func(name string, open func() (io.ReadCloser, error)) bool) {
	for _, root := range c.Files {
		if root == "-" {
			if !hand("-", func() (io.ReadCloser, error) { return io.NopCloser(p.in), nil }) {
				return
			}
			continue
		}
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if entry != nil && entry.IsDir() && err == nil {
				if path != root && strings.HasPrefix(entry.Name(), ".") {
					return fs.SkipDir
				}
				return nil
			}
			if err == nil && path != root && !models.IsTable(path) && !slices.Contains(models.DocumentEndings, strings.ToLower(filepath.Ext(path))) {
				return nil
			}
			if !hand(path, func() (io.ReadCloser, error) {
				if err != nil {
					return nil, err
				}
				return os.Open(path)
			}) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil { // only what hand was told already
			return
		}
	}
}

// read reads one file.
func (c *importCommand) read(name string, open func() (io.ReadCloser, error), o models.ImportOptions) (models.ImportFile, error) {
	unread := models.ImportFile{Name: name}
	file, err := open()
	if err != nil {
		return unread, plainly(err)
	}
	most := postmortem.MaxSize
	if models.IsTable(name) {
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
	return models.ReadImport(name, text, fields, o)
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
	name := c.Files[0]
	var file io.ReadCloser
	if name == "-" {
		file = io.NopCloser(p.in)
	} else {
		info, err := os.Stat(name)
		if err != nil || !info.Mode().IsRegular() {
			return nil, nil // told where the file is read
		}
		if file, err = os.Open(name); err != nil {
			return nil, nil
		}
	}
	head := make([]byte, len(store.ExportMark))
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.Join(fmt.Errorf("%s: %w", name, plainly(err)), file.Close())
	}
	whole := struct {
		io.Reader
		io.Closer
	}{io.MultiReader(strings.NewReader(string(head[:n])), file), file}
	switch {
	case string(head[:n]) != store.ExportMark && name == "-":
		p.in = whole // it is read once
		return nil, nil
	case string(head[:n]) != store.ExportMark:
		return nil, file.Close()
	case len(c.Files) > 1 || c.DryRun:
		return nil, errors.Join(fmt.Errorf("%s was written by debrief export: import it alone, and without --dry-run", name), file.Close())
	}
	return whole, nil
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
	fmt.Fprintf(p.out, "%d rows imported\n", rows)
	return nil
}

// teller stores what files bring, and tells of it.
type teller struct {
	p     *program
	jsonl bool
	seen  map[string]string // hashes of documents, with the file that had it first

	files, reviews, items, known, refused int
}

// store stores what the files bring, documents together and every table alone, and tells of each.
func (t *teller) store(ctx context.Context, s *store.Store, files []readFile) error {
	var list []models.Import
	var done []store.Imported
	var err error
	for _, f := range files {
		for _, in := range f.Imports {
			if in.Hash != "" {
				list = append(list, in)
			}
		}
	}
	if s != nil && len(list) > 0 {
		if done, err = s.Import(ctx, models.System, t.p.now(), list, false); err != nil {
			return err
		}
	}
	for _, f := range files {
		t.files++
		for _, n := range f.Notices {
			fmt.Fprintf(t.p.errs, "%s: %s\n", f.Name, n)
		}
		if f.problem == nil && s != nil && f.Table != nil {
			var rows []store.Imported
			if rows, f.problem = s.Import(ctx, models.System, t.p.now(), f.Imports, false); f.problem == nil {
				done = append(rows, done...)
			} else if models.KindOf(f.problem) == "" {
				return f.problem
			}
		}
		if f.problem != nil {
			t.refused++
			for _, line := range reasons(f.problem) {
				fmt.Fprintf(t.p.errs, "%s: %s\n", f.Name, line)
			}
			continue
		}
		if s == nil && f.Table != nil && !t.jsonl {
			fmt.Fprintf(t.p.out, "%s\n  columns: %s\n", f.Name, columns(f.Table.Columns))
		}
		for _, in := range f.Imports {
			var one store.Imported
			switch {
			case s != nil:
				one, done = done[0], done[1:]
			case in.Hash != "" && t.seen[in.Hash] != "":
				one.Known = true
			case in.Hash != "":
				t.seen[in.Hash] = f.Name
				one.Items = len(in.Items)
			default:
				one.Items = len(in.Items)
			}
			if err := t.tell(in, one, s == nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// reasons are the lines that say why a file was refused.
func reasons(err error) []string {
	var known *models.Error
	if !errors.As(err, &known) || len(known.Fields) == 0 {
		return []string{err.Error()}
	}
	var lines []string
	for _, f := range known.Fields {
		lines = append(lines, f.Field+": "+f.Message)
	}
	return lines
}

func (t *teller) tell(in models.Import, done store.Imported, dry bool) error {
	for _, n := range done.Notices {
		fmt.Fprintf(t.p.errs, "%s: %s\n", in.Name, n)
	}
	if done.Known {
		t.known++
		if t.jsonl {
			return nil
		}
		name := "its review"
		if done.ReviewID != 0 {
			name = models.Review{ID: done.ReviewID}.Ref()
		}
		_, err := fmt.Fprintf(t.p.out, "%s: %s is there already; nothing changed\n", in.Name, name)
		return err
	}
	if done.New || dry {
		t.reviews++
	}
	t.items += done.Items
	switch {
	case t.jsonl:
		return writeLines(t.p.out, in, done)
	case dry:
		return writeTree(t.p.out, in)
	}
	_, err := fmt.Fprintf(t.p.out, "%s: %s, %s, %s, %s: %s\n", in.Name, models.Review{ID: done.ReviewID}.Ref(), in.Incident.Severity,
		in.Incident.StartedAt.UTC().Format("2006-01-02"), counted(done.Items, "action item"), cmp.Or(in.Into, in.Incident.Title))
	return err
}

// sum says what became of all files, and returns an error where one was refused.
func (t *teller) sum(dry bool) error {
	verb := "imported"
	if dry {
		verb = "found"
	}
	if !t.jsonl {
		fmt.Fprintf(t.p.out, "%s: %s and %s %s, %d there already, %d refused\n", counted(t.files, "file"), counted(t.reviews, "review"),
			counted(t.items, "action item"), verb, t.known, t.refused)
	}
	if t.refused > 0 {
		return fmt.Errorf("%d of %s could not be imported; the lines above say why", t.refused, counted(t.files, "file"))
	}
	return nil
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
