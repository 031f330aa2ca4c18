package web

import (
	"net/http"
	"strings"
	"testing"
)

func TestApprovingWhatTheCheckWarnsOfAsksWhy(t *testing.T) {
	w := newWorld(t, "")
	max := w.signIn(w.max)
	path := "/reviews/" + w.review.Ref()
	external, approval := path+"/messages/external", path+"/messages/external/approval"
	max.went(max.submit(path, external, "body", "We are sorry that search was slow for an hour. We have doubled its memory."), path+"#messages")
	if max.page(path, http.StatusOK).Find("#messages-external-approval-reason").Length() != 0 {
		t.Error("a reason is asked for of a text that has no warning")
	}
	max.went(max.submit(path, external, "body", "Search was slow because db-17.internal was full."), path+"#messages")
	doc := max.parsed("no reason", max.submit(path, approval, "reason", " "), http.StatusUnprocessableEntity)
	if got := doc.Find("#messages-external-approval-reason-error").Text(); !strings.Contains(got, "say why it is approved all the same") {
		t.Errorf("at the field stands %q", got)
	}
	if doc.Find("details[open] #messages-external-body").Length() != 0 {
		t.Error("the text opens, which nobody was about to change")
	}
	max.went(max.submit(path, approval, "reason", "Customers know that name."), path+"#messages")
	if got := max.page(path, http.StatusOK).Find("#history li").First(); !strings.Contains(got.Text(), "although the check warns of it") ||
		got.Find("blockquote").Text() != "Customers know that name." {
		t.Errorf("the history tells %q", got.Text())
	}
	max.went(max.submit(path, path+"/messages/internal", "body", "db-17.internal was full."), path+"#messages")
	max.went(max.submit(path, path+"/messages/internal/approval"), path+"#messages")
}

func TestAMessageIsTakenFromTheDocument(t *testing.T) {
	w := newWorld(t, "") // a message to customers is there
	max := w.signIn(w.max)
	path := "/reviews/" + w.review.Ref()
	const note = "Search was slow on Monday.\n\nWe have doubled its memory."
	max.went(max.submit(path+"/document/edit", path+"/document", "body", "# Slow search\n\n## External message\n\nWe are very sorry for it.\n\n## Internal message\n\n"+note+"\n"), path+"#document")
	page := max.page(path, http.StatusOK)
	form := page.Find("#messages-internal details[open] form")
	if got := strings.TrimSpace(form.Find("textarea").Text()); got != note {
		t.Errorf("the form has %q", got)
	}
	if page.Find("#messages-external details[open]").Length() != 0 {
		t.Error("the document is offered over a message that is written")
	}
	max.went(max.post(path+"/messages/internal", filled(form)), path+"#messages")
	page = max.page(path, http.StatusOK)
	if got := page.Find("#messages-internal .document").Text(); !strings.Contains(got, "We have doubled its memory.") || page.Find("#messages-internal details[open]").Length() != 0 {
		t.Errorf("the message is %q", got)
	}
}
