package main

import (
	"context"
	"errors"
	"fmt"

	"debrief/models"
	"debrief/models/store"
)

// storeRun stores what files bring.
type storeRun struct {
	*teller
	database string
	store    *store.Store // nil until there is something to store: what brings nothing makes no database
}

func (r *storeRun) open(ctx context.Context) (err error) {
	if r.store == nil {
		r.store, err = openStore(ctx, settings{database: r.database}, r.p.now())
	}
	return err
}

// documents stores a batch of documents in one transaction. Where that is refused each is tried alone, so that one does not
// hold up the others.
func (r *storeRun) documents(ctx context.Context, files []models.ImportFile) error {
	if len(files) == 0 {
		return nil
	}
	if err := r.open(ctx); err != nil {
		return err
	}
	var list []models.Import
	for _, f := range files {
		list = append(list, f.Imports...)
	}
	done, err := r.store.Import(ctx, models.System, r.p.now(), list, false)
	if models.KindOf(err) != "" && len(files) > 1 {
		for _, f := range files {
			if err := r.documents(ctx, []models.ImportFile{f}); err != nil {
				return err
			}
		}
		return nil
	}
	return r.became(files, list, done, err)
}

func (r *storeRun) table(ctx context.Context, file models.ImportFile) error {
	if err := r.open(ctx); err != nil {
		return err
	}
	done, err := r.store.Import(ctx, models.System, r.p.now(), file.Imports, false)
	return r.became([]models.ImportFile{file}, file.Imports, done, err)
}

// became tells what became of files, or that they were refused.
func (r *storeRun) became(files []models.ImportFile, list []models.Import, done []store.Imported, err error) error {
	switch {
	case models.KindOf(err) != "":
		r.refuse(files[0].Name, err)
		return nil
	case err != nil:
		return err
	}
	for n, in := range list {
		if err := r.tell(in, done[n]); err != nil {
			return err
		}
	}
	return nil
}

// dryRun only tells what files bring.
type dryRun struct {
	*teller
	seen map[string]bool // hashes of documents
}

func (r dryRun) documents(_ context.Context, files []models.ImportFile) error {
	for _, f := range files {
		for _, in := range f.Imports {
			one := store.Imported{Known: r.seen[in.Hash], New: true}
			r.seen[in.Hash] = true
			if err := r.would(in, one); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r dryRun) table(_ context.Context, file models.ImportFile) error {
	if !r.jsonl {
		fmt.Fprintf(r.p.out, "%s\n  columns: %s\n", file.Name, columns(file.Table.Columns))
	}
	for _, in := range file.Imports {
		if err := r.would(in, store.Imported{New: true}); err != nil {
			return err
		}
	}
	return nil
}

func (r dryRun) would(in models.Import, one store.Imported) error {
	one.Incident, one.State = in.Incident, in.State()
	if !one.Known {
		one.Notices = in.AssumedOf(false)
	}
	for n := range in.Items {
		one.Added = append(one.Added, n)
	}
	if one.Known || r.jsonl {
		return r.tell(in, one)
	}
	r.count(one)
	r.notices(in, one)
	return writeTree(r.p.out, in)
}

// teller tells what became of each file, and counts.
type teller struct {
	p     *program
	jsonl bool

	files, reviews, items, known, refused int
	tables                                bool // one that was refused is a table
}

// read tells of a file that was read what was not clear, or why it could not be.
func (t *teller) read(f readFile) {
	t.files++
	for _, n := range f.Notices {
		fmt.Fprintf(t.p.errs, "%s: %s\n", f.Name, n)
	}
	if f.problem != nil {
		t.refuse(f.Name, f.problem)
	}
}

func (t *teller) refuse(name string, why error) {
	t.refused++
	t.tables = t.tables || models.IsTable(name)
	for _, line := range models.Lines(why) {
		fmt.Fprintf(t.p.errs, "%s: %s\n", name, line)
	}
}

func (t *teller) count(done store.Imported) {
	if done.Known {
		t.known++
	}
	if done.New && !done.Known {
		t.reviews++
	}
	t.items += len(done.Added)
}

func (t *teller) notices(in models.Import, done store.Imported) {
	for _, n := range done.Notices {
		fmt.Fprintf(t.p.errs, "%s: %s\n", in.Name, n)
	}
}

func (t *teller) tell(in models.Import, done store.Imported) error {
	t.notices(in, done)
	if done.Known {
		done.Added = nil
	}
	t.count(done)
	name := "its review"
	if done.ReviewID != 0 {
		name = models.Review{ID: done.ReviewID}.Ref()
	}
	var err error
	switch {
	case t.jsonl && done.Known:
	case t.jsonl:
		err = writeLines(t.p.out, in, done)
	case done.Known:
		_, err = fmt.Fprintf(t.p.out, "%s: %s is there already; nothing changed\n", in.Name, name)
	default:
		_, err = fmt.Fprintf(t.p.out, "%s: %s, %s, %s, %s: %s\n", in.Name, name, done.Incident.Severity,
			done.Incident.StartedAt.UTC().Format("2006-01-02"), counted(len(done.Added), "action item"), done.Incident.Title)
	}
	return err
}

// sum says what became of all files, and returns an error where one was refused or there was none.
func (t *teller) sum(dry bool) error {
	verb := "imported"
	if dry {
		verb = "found"
	}
	if !t.jsonl {
		fmt.Fprintf(t.p.out, "%s: %s and %s %s, %d there already, %d refused\n", counted(t.files, "file"), counted(t.reviews, "review"),
			counted(t.items, "action item"), verb, t.known, t.refused)
	}
	switch {
	case t.files == 0:
		return errors.New("there is nothing to import: no file ends in .md, .markdown, .mdx, .mkd, .csv or .tsv")
	case t.refused > 0 && t.tables:
		return fmt.Errorf("%d of %s could not be imported; the lines above say why (what a column of a table holds is said with --column 'HEADER=title')",
			t.refused, counted(t.files, "file"))
	case t.refused > 0:
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
