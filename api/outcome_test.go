package api

import (
	"net/http"
	"strings"
	"testing"

	"debrief/models"
	"debrief/models/storetest"
)

func TestAnOutcomeWithoutANoteNamesTheQuestion(t *testing.T) {
	c := onSQLite(t)
	path := "/reviews/" + c.AddReview(t, storetest.Monday, 1).Ref() + "/outcomes/1"
	question := ok[models.Template](t, c.do(http.MethodGet, "/checklist", "")).Questions[0]
	for _, to := range []string{path, path + "/final"} {
		p := refused(t, c.do(http.MethodPut, to, `{"verdict":"needs_work"}`), http.StatusUnprocessableEntity, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Field != "note" || !strings.HasPrefix(p.Errors[0].Message, "is empty: say what is missing, as the verdict on “"+question.Text+"”") || !strings.Contains(p.Detail, question.Text) {
			t.Errorf("%s is refused with %q, %+v", to, p.Detail, p.Errors)
		}
	}
}

func TestAnotherVerdictTakesNoNoteOfTheOneBefore(t *testing.T) {
	c := onSQLite(t)
	path := "/reviews/" + c.AddReview(t, storetest.Monday, 1).Ref() + "/outcomes/1/final"
	ok[models.Outcome](t, c.do(http.MethodPut, path, `{"verdict":"needs_work","note":"The causes.","waived_reason":"We know enough."}`))
	if o := ok[models.Outcome](t, c.do(http.MethodPut, path, `{"verdict":"pass"}`, "If-Match", "*")); o.Note != "" || o.WaivedReason != "" {
		t.Errorf("it passes with %q, %q", o.Note, o.WaivedReason)
	}
}
