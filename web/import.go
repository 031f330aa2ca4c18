package web

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"debrief/models"
	"debrief/models/store"
	"debrief/postmortem"
)

// importView is the page on which files are chosen, and then looked at before anything is stored.
type importView struct {
	Files    []importedFile
	Open     bool
	DayFirst bool
	Severity models.Severity
	Team     string
	Ready    int // files that can be imported
	Known    int // files that would change nothing
	Fields   []postmortem.Field
}

// importedFile is one file, as it would be imported.
type importedFile struct {
	models.ImportFile
	Text    string   // for the form that imports it
	Refused []string // why it cannot be
	Reviews []importedReview
}

// Fresh reports whether importing the file would change anything.
func (f importedFile) Fresh() bool {
	return slices.ContainsFunc(f.Reviews, func(r importedReview) bool { return !r.Done.Known })
}

type importedReview struct {
	models.Import
	Done store.Imported
}

// Ref names the review that was there already; empty for one that is made.
func (r importedReview) Ref() string {
	if r.Done.New {
		return ""
	}
	return models.Review{ID: r.Done.ReviewID}.Ref()
}

func (w *site) importPage(r *request) error {
	return r.render(http.StatusOK, "import", &page{Title: "Import", Data: importView{Severity: models.UnstatedSeverity}})
}

// previewImport shows what the files hold. Nothing is stored.
func (w *site) previewImport(r *request) error {
	v, o, err := w.importChoices(r)
	if err != nil {
		return err
	}
	files, err := uploaded(r)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return r.again("import", models.InvalidField("files", "is missing: choose at least one"), func(r *request, status int, f *form) error {
			return r.render(status, "import", &page{Title: "Import", Form: f, Data: v})
		})
	}
	for _, f := range files {
		shown, err := w.tryImport(r, f, o, true)
		if err != nil {
			return err
		}
		switch {
		case shown.Fresh():
			v.Ready++
		case len(shown.Refused) == 0:
			v.Known++
		}
		v.Files = append(v.Files, shown)
	}
	r.Response().Header().Set("Cache-Control", "private, no-cache") // so that the browser's Back leads here without asking to send the files again
	return r.render(http.StatusOK, "import", &page{Title: "Look before you import", Data: v})
}

// runImport imports what was looked at, every file on its own.
func (w *site) runImport(r *request) error {
	_, o, err := w.importChoices(r)
	if err != nil {
		return err
	}
	files, err := uploaded(r)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return r.done("/import", "")
	}
	var reviews, items, known int
	var refused []string
	to := "/reviews"
	for _, f := range files {
		done, err := w.tryImport(r, f, o, false)
		if err != nil {
			return err
		}
		if len(done.Refused) > 0 {
			refused = append(refused, f.name)
		}
		for _, review := range done.Reviews {
			if review.Done.Known {
				known++
				continue
			}
			if review.Done.New {
				reviews++
			}
			items += len(review.Done.Added)
			if len(files) == 1 && len(done.Reviews) == 1 {
				to = "/reviews/" + models.Review{ID: review.Done.ReviewID}.Ref()
			}
		}
	}
	if len(refused) > 0 {
		r.warn("Not imported: %s. Choose it again to see why.", strings.Join(refused, ", "))
	}
	told := fmt.Sprintf("%s and %s imported.", plural(reviews, "review", "reviews"), plural(items, "action item", "action items"))
	if known > 0 {
		told += fmt.Sprintf(" %s there already and did not change.", plural(known, "review was", "reviews were"))
	}
	return r.done(to, "%s", told)
}

// importChoices reads what the files do not say.
func (w *site) importChoices(r *request) (importView, models.ImportOptions, error) {
	in := r.input()
	v := importView{Open: in.on("open"), DayFirst: in.on("day_first"), Severity: models.Severity(in.integer("severity")), Team: in.text("team_id"), Fields: postmortem.Fields}
	if !v.Severity.Valid() {
		v.Severity = models.UnstatedSeverity
	}
	o := models.ImportOptions{Open: v.Open, DayFirst: v.DayFirst, Severity: v.Severity, TeamID: in.optional("team_id"), Now: r.now}
	return v, o, in.refused()
}

// tryImport reads one file and has the store import it, or look at it only. Why it is refused is part of what it returns.
func (w *site) tryImport(r *request, f upload, o models.ImportOptions, preview bool) (importedFile, error) {
	file, err := models.ReadImport(models.ImportSourceFile{Name: f.name, Table: models.IsTable(f.name), Text: f.text}, f.fields, o)
	shown := importedFile{ImportFile: file}
	switch { // decoded, so that it can be sent back
	case file.Table != nil:
		shown.Text = file.Table.Text
	case len(file.Imports) > 0:
		shown.Text = file.Imports[0].Document
	}
	var done []store.Imported
	if err == nil {
		done, err = w.store.Import(r.Request().Context(), r.by, r.now, file.Imports, preview)
	}
	if models.KindOf(err) == models.Invalid || models.KindOf(err) == models.Conflict || models.KindOf(err) == models.NotFound {
		shown.Refused = models.Lines(err)
		return shown, nil
	}
	for n := range done {
		shown.Notices = append(shown.Notices, done[n].Notices...)
		shown.Reviews = append(shown.Reviews, importedReview{file.Imports[n], done[n]})
	}
	return shown, err
}

// upload is one file of the form: chosen just now, or looked at before.
type upload struct {
	name   string
	text   []byte
	fields map[string]postmortem.Field // what columns of a table hold
}

// maxUploads bounds how many files one form has; a team with more has a command line.
const maxUploads = 200

func uploaded(r *request) ([]upload, error) {
	var list []upload
	if r.Request().MultipartForm != nil {
		for _, head := range r.Request().MultipartForm.File["files"] {
			if head.Size == 0 && head.Filename == "" { // no file was chosen
				continue
			}
			file, err := head.Open()
			if err != nil {
				return nil, fmt.Errorf("open an uploaded file: %w", err)
			}
			text, err := io.ReadAll(file) // the whole form is bounded
			if err != nil {
				return nil, fmt.Errorf("read an uploaded file: %w", err)
			}
			list = append(list, upload{name: head.Filename, text: text})
		}
	}
	in := r.input()
	for n := range maxUploads {
		prefix := fmt.Sprintf("files[%d].", n)
		if !in.values.Has(prefix + "name") { // a document that was refused is not sent again
			continue
		}
		u := upload{name: in.text(prefix + "name"), text: []byte(in.text(prefix + "text")), fields: map[string]postmortem.Field{}}
		for c := range in.values[prefix+"header"] {
			if field := in.values[prefix+"field"]; c < len(field) {
				u.fields[in.values[prefix+"header"][c]] = postmortem.Field(field[c])
			}
		}
		list = append(list, u)
	}
	if len(list) > maxUploads {
		return nil, models.InvalidField("files", "are too many: %d at once are the most; “debrief import” takes any number", maxUploads)
	}
	return list, nil
}
