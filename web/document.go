package web

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"debrief/models"
	"debrief/models/store"
	"debrief/postmortem"
)

type documentView struct {
	Review   models.Review
	Incident models.Incident
	Document models.Document
	HTML     template.HTML
	Versions []models.Document
	Next     string
	Current  bool
	Editable bool // by who looks at it
	Same     bool // an older version has the text of the current one
	Changes  *changesView
	Last     *models.Event // who was faster than a button below a comment; nil if nobody was

	Comments    []*remark
	OpenRemarks int

	// Of the edit page.
	Base    int               // the version that the text was written on
	Body    string            // what is in the editor
	Merging bool              // somebody else saved Base meanwhile
	Start   int               // and the version that the author started from then, 0 for the template; Changes are those since
	Since   []models.Document // the versions after that one, the newest first, without their texts
	Clashes []postmortem.Clash
	Left    int // of those, that are not shown
	Draft   *draftView
}

func (w *site) loadDocument(r *request) (v documentView, err error) {
	id, err := r.reviewID()
	if err != nil {
		return v, err
	}
	ctx := r.Request().Context()
	if v.Review, err = w.store.Review(ctx, r.by, id); err != nil {
		return v, err
	}
	v.Editable = r.by.Need(models.Member) == nil && v.Review.Editable() == nil
	v.Incident, err = w.store.Incident(ctx, models.System, v.Review.IncidentID) // whoever sees the review sees its incident
	return v, err
}

func (w *site) showDocument(r *request, number, status int, f *form) error {
	v, err := w.loadDocument(r)
	if err != nil {
		return err
	}
	if v.Document, err = w.store.Document(r.Request().Context(), r.by, v.Review.ID, number); err != nil {
		return err
	}
	v.Current = v.Document.Number == v.Review.DocumentNumber
	var findings []models.Finding
	if v.Current {
		if findings, err = w.store.Findings(r.Request().Context(), r.by, v.Review.ID); err != nil {
			return err
		}
		if v.Comments, err = w.remarks(r, &v.Document, v.Review.ID); err != nil {
			return err
		}
		v.OpenRemarks = openRemarks(v.Comments)
	} else {
		newest, err := w.store.Document(r.Request().Context(), r.by, v.Review.ID, 0)
		if err != nil {
			return err
		}
		v.Same = newest.Body == v.Document.Body
	}
	if v.HTML, _, err = renderDocument(v.Document.Body, findings, v.Comments...); err != nil {
		return err
	}
	if f != nil && f.Stale {
		h, err := r.history("", store.EventFilter{Subject: models.SubjectReview, SubjectID: v.Review.ID})
		if err != nil {
			return err
		}
		v.Last = lastOf(h.Rows, func(e models.Event) bool { return slices.Contains(overtakes["comments"], e.Verb) })
	}
	title := "Document of " + v.Review.Ref()
	if number > 0 {
		title = fmt.Sprintf("Version %d of the document of %s", number, v.Review.Ref())
	}
	return r.render(status, "document", &page{Title: title, Form: f, Data: v})
}

func (w *site) documentPage(r *request) error { return w.showDocument(r, 0, http.StatusOK, nil) }

func (w *site) documentVersionPage(r *request) error {
	n, err := r.documentNumber()
	if err != nil {
		return err
	}
	return w.showDocument(r, n, http.StatusOK, nil)
}

// documentNumber is the version that the path names.
func (r *request) documentNumber() (int, error) {
	n, err := strconv.Atoi(r.Param("number"))
	if err != nil || n < 1 {
		return 0, models.NotFoundf("there is no version %s", r.Param("number"))
	}
	return n, nil
}

func (w *site) documentsPage(r *request) error {
	v, err := w.loadDocument(r)
	if err != nil {
		return err
	}
	v.Versions, v.Next, err = w.store.Documents(r.Request().Context(), r.by, v.Review.ID, store.Page{Cursor: r.QueryParam("cursor")})
	if err != nil {
		return err
	}
	return r.render(http.StatusOK, "documents", &page{Title: "Versions of the document of " + v.Review.Ref(), Data: v})
}

func (w *site) documentEditPage(r *request) error {
	v, err := w.loadDocument(r)
	if err != nil {
		return err
	}
	if err := v.Review.Editable(); err != nil {
		return err
	}
	v.Base = v.Review.DocumentNumber
	if v.Base > 0 {
		d, err := w.store.Document(r.Request().Context(), r.by, v.Review.ID, 0)
		if err != nil {
			return err
		}
		v.Body = d.Body
	} else if v.Body, err = w.store.DocumentDraft(r.Request().Context(), r.by, v.Review.ID); err != nil {
		return err
	}
	return r.render(http.StatusOK, "document_edit", &page{Title: "Edit the document of " + v.Review.Ref(), Data: v})
}

// saveDocument stores a version. Where somebody saved another meanwhile, the author sees the two merged; nothing is lost.
func (w *site) saveDocument(r *request) error {
	id, err := r.reviewID()
	if err != nil {
		return err
	}
	in := r.input()
	base, body := in.integer("number"), in.text("body")
	if !in.values.Has("number") || base < 0 {
		in.check.Fail("number", "is missing; load the page again")
	}
	var d models.Document
	if err = in.refused(); err == nil {
		d, err = w.store.SaveDocument(r.Request().Context(), r.by, r.now, id, base, body)
	}
	if err == nil {
		return r.done("/reviews/"+models.Review{ID: id}.Ref()+"#document", "Version %d of the document is saved.", d.Number)
	}
	return w.editAgain(r, err, base, body)
}

// editAgain answers with the editor as it was, and with what was wrong.
func (w *site) editAgain(r *request, err error, base int, body string) error {
	return r.again("document", err, func(r *request, status int, f *form) error {
		v, err := w.loadDocument(r)
		if err != nil {
			return err
		}
		v.Base, v.Body = base, body
		if f.Stale {
			d, err := w.store.Document(r.Request().Context(), r.by, v.Review.ID, 0)
			if err != nil {
				return err
			}
			if v.Body, err = w.merge(r, &v, base, d); err != nil {
				return err
			}
		} else if err := w.stillMerging(r, &v); err != nil {
			return err
		}
		return r.render(status, "document_edit", &page{Title: "Edit the document of " + v.Review.Ref(), Form: f, Data: v})
	})
}

// merge returns the author's text with what somebody saved since the version that the author started from, 0 for the template.
func (w *site) merge(r *request, v *documentView, start int, theirs models.Document) (merged string, err error) {
	v.Merging, v.Start, v.Base, v.Document = true, start, theirs.Number, theirs
	var before string
	if start > 0 {
		if v.Changes, err = w.changes(r, theirs, start, mergedLines); err != nil {
			return "", err
		}
		before = v.Changes.Before.Body
	} else if before, err = w.store.DocumentDraft(r.Request().Context(), r.by, v.Review.ID); err != nil {
		return "", err
	}
	newest, _, err := w.store.Documents(r.Request().Context(), r.by, v.Review.ID, store.Page{})
	if err != nil {
		return "", err
	}
	for _, d := range newest {
		if d.Number > start && d.Number <= theirs.Number {
			v.Since = append(v.Since, d)
		}
	}
	merged, v.Clashes = postmortem.Merge(before, v.Body, theirs.Body)
	v.Left = max(0, len(v.Clashes)-mergedClashes)
	v.Clashes = v.Clashes[:len(v.Clashes)-v.Left]
	return merged, nil
}

// stillMerging sets what clashed for an editor that has a merged text already: it stays beside what the author made of that by now.
func (w *site) stillMerging(r *request, v *documentView) error {
	in := r.input()
	if !in.on("merging") {
		return nil
	}
	theirs, err := w.store.Document(r.Request().Context(), r.by, v.Review.ID, v.Base)
	if err == nil {
		_, err = w.merge(r, v, in.integer("merging"), theirs)
	}
	return err
}

// draftDocument answers with what the check says of a text before it is saved: beside the editor as it is typed, with the text as
// readers will see it below the editor, or, without scripts, with a page of all that.
func (w *site) draftDocument(r *request) error {
	id, err := r.reviewID()
	if err != nil {
		return err
	}
	in := r.input()
	base, body := in.integer("number"), in.text("body")
	found, err := w.store.DraftFindings(r.Request().Context(), r.by, id, body)
	text := strings.TrimLeft(body, "\ufeff") // as models.NormalDocument does
	draft, err := w.draft(r, "document-body", text, found, err)
	draft.Text.ahead = utf8.RuneCountInString(body) - utf8.RuneCountInString(text)
	switch target := r.Request().Header.Get("HX-Target"); {
	case err == nil && r.live() && target == "preview":
		return r.part("preview", draft)
	case err == nil && r.live():
		return r.part("draft", draft)
	case err != nil || in.refused() != nil:
		return w.editAgain(r, cmp.Or(err, in.refused()), base, body)
	}
	v, err := w.loadDocument(r)
	if err != nil {
		return err
	}
	v.Base, v.Body, v.Draft = base, body, &draft
	if err := w.stillMerging(r, &v); err != nil {
		return err
	}
	return r.render(http.StatusOK, "document_edit", &page{Title: "Preview of the document of " + v.Review.Ref(), Data: v})
}

func (w *site) saveDocumentURL(r *request) error {
	return w.reviewForm(r, "document-address", "The document's address is saved.", func(id int64, in *input) error {
		address, version := in.text("document_url"), in.version()
		if err := in.refused(); err != nil {
			return err
		}
		_, err := w.store.EditReview(r.Request().Context(), r.by, r.now, id, version, store.ReviewEdit{DocumentURL: &address})
		return err
	})
}

// documentFile sends a version of the text as a file, as it was written; the current one where none is named.
func (w *site) documentFile(r *request) error {
	v, err := w.loadDocument(r)
	if err != nil {
		return err
	}
	d, err := w.store.Document(r.Request().Context(), r.by, v.Review.ID, int(r.chosen("version")))
	if err != nil {
		return err
	}
	name := v.Review.Ref() + ".md"
	if d.Number != v.Review.DocumentNumber {
		name = fmt.Sprintf("%s-version-%d.md", v.Review.Ref(), d.Number)
	}
	r.attach("text/markdown; charset=utf-8", name)
	_, err = r.Response().Write([]byte(d.Body))
	return err
}
