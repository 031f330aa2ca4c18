package api

import (
	"net/http"
	"testing"

	"debrief/models"
	"debrief/models/storetest"
)

func TestApprovingWhatTheCheckWarnsOfNamesTheReason(t *testing.T) {
	c := onSQLite(t)
	path := "/reviews/" + c.AddReview(t, storetest.Monday, 1).Ref() + "/messages/external"
	ok[models.Message](t, c.do(http.MethodPut, path, `{"body":"Search was slow because db-17.internal was full."}`))
	for _, body := range []string{"", `{}`, `{"reason":" "}`} {
		p := refused(t, c.do(http.MethodPost, path+"/approval", body), http.StatusUnprocessableEntity, "invalid")
		if len(p.Errors) != 1 || p.Errors[0].Field != "reason" {
			t.Errorf("%q is refused with %+v", body, p.Errors)
		}
	}
	if m := ok[models.Message](t, c.do(http.MethodPost, path+"/approval", `{"reason":"Customers know that name."}`)); m.State != models.Approved {
		t.Errorf("with a reason it is %s", m.State)
	}
	ok[models.Message](t, c.do(http.MethodPut, path, `{"body":"We are sorry that search was slow for an hour. We have doubled its memory."}`, "If-Match", "*"))
	if m := ok[models.Message](t, c.do(http.MethodPost, path+"/approval", "")); m.State != models.Approved {
		t.Errorf("without warnings it is %s", m.State)
	}
}
