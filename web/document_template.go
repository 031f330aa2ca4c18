package web

import (
	"net/http"

	"debrief/models"
)

func (w *site) documentTemplatePage(r *request) error {
	return w.showDocumentTemplate(r, http.StatusOK, nil)
}

func (w *site) showDocumentTemplate(r *request, status int, f *form) error {
	t, err := w.store.DocumentTemplate(r.Request().Context(), 0)
	if err != nil {
		return err
	}
	return r.render(status, "document_template", &page{Title: "Document template", Form: f, Data: t})
}

func (w *site) addDocumentTemplate(r *request) error {
	t, err := w.store.AddDocumentTemplate(r.Request().Context(), r.by, r.now, models.DocumentTemplate{Body: r.input().text("body")})
	if err != nil {
		return r.again("template", err, w.showDocumentTemplate)
	}
	return r.done("/document-template", "Version %d of the template is saved. Reviews that are open keep theirs.", t.Number)
}
