package web

import (
	"net/http"
	"strings"

	"debrief/models"
)

type documentTemplateView struct {
	models.DocumentTemplate
	Own          bool // it is Debrief's
	Offered      bool // Debrief's is in the form, in place of the team's
	Placeholders []string
	Made         madeOf
}

func (w *site) documentTemplatePage(r *request) error {
	return w.showDocumentTemplate(r, http.StatusOK, nil)
}

func (w *site) showDocumentTemplate(r *request, status int, f *form) error {
	t, err := w.store.DocumentTemplate(r.Request().Context(), 0)
	if err != nil {
		return err
	}
	v := documentTemplateView{DocumentTemplate: t, Own: t.Body == models.DefaultDocumentTemplate, Placeholders: models.Placeholders}
	if v.Offered = !v.Own && r.QueryParam("own") != ""; v.Offered {
		v.Body = models.DefaultDocumentTemplate
	}
	if v.Made, err = r.madeOf(models.SubjectDocumentTemplate, t.Number, f); err != nil {
		return err
	}
	return r.render(status, "document_template", &page{Title: "Document template", Form: f, Data: v})
}

func (w *site) addDocumentTemplate(r *request) error {
	in := r.input()
	seen, err := in.seen()
	var t models.DocumentTemplate
	if err == nil {
		t, err = w.store.AddDocumentTemplate(r.Request().Context(), r.by, r.now, seen, models.DocumentTemplate{Body: in.text("body")})
	}
	if err != nil {
		return r.again("template", err, w.showDocumentTemplate)
	}
	if unknown := t.Unfilled(); len(unknown) > 0 {
		r.warn("Debrief fills in nothing for %s: new documents will show it as it is written.", strings.Join(unknown, ", "))
	}
	return r.done("/document-template", "Version %d of the template is saved. Open reviews keep theirs.", t.Number)
}
