package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"debrief/models/storetest"
)

func TestATextIsCheckedBeforeItIsSaved(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	path := "/reviews/" + c.AddReview(t, storetest.Monday, 1).Ref() + "/document/findings"
	const text = "# Slow search\n\nWe should have tested the index.\n"
	as, err := json.Marshal(documentBody{text})
	if err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string]Page[foundRow]{
		"JSON":     ok[Page[foundRow]](t, c.do(http.MethodPost, path, string(as))),
		"Markdown": ok[Page[foundRow]](t, c.do(http.MethodPost, path, text, "Content-Type", "text/markdown")),
	} {
		found := false
		for _, f := range list.Items {
			found = found || f.Rule == "counterfactual" && f.Line == 3 && text[f.Start:f.End] == f.Text && f.Why != "" && f.Suggestion != ""
		}
		if !found {
			t.Errorf("of the text as %s it says %+v", name, list.Items)
		}
	}
	refused(t, c.do(http.MethodGet, strings.TrimSuffix(path, "/findings"), ""), http.StatusNotFound, "not-found")
	refused(t, c.do(http.MethodPost, path, `{"body":" "}`), http.StatusUnprocessableEntity, "invalid")
}

func TestAMessageIsCheckedBeforeItIsWritten(t *testing.T) {
	t.Parallel()
	c := onSQLite(t)
	path := "/reviews/" + c.AddReview(t, storetest.Monday, 1).Ref() + "/messages/"
	list := ok[Page[foundRow]](t, c.do(http.MethodPost, path+"external/findings", `{"body":"Search was slow because db-17.internal was full."}`))
	if len(list.Items) == 0 {
		t.Error("of a curt message it says nothing")
	}
	for _, body := range []string{"", " ", `a\u0000b`} {
		refused(t, c.do(http.MethodPost, path+"external/findings", `{"body":"`+body+`"}`), http.StatusUnprocessableEntity, "invalid")
	}
	if all := ok[Page[json.RawMessage]](t, c.do(http.MethodGet, strings.TrimSuffix(path, "/"), "")); len(all.Items) != 0 {
		t.Errorf("it is stored: %s", all.Items)
	}
}
