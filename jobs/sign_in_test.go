package jobs_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"debrief/models"
	"debrief/models/storetest"
)

var signInLink = regexp.MustCompile(`https://debrief\.example\.com/sign-in/(\S+)`)

func TestASignInLinkIsMadeWhenItIsMailedAndOpensOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		storetest.Must(t, w.AskSignIn(ctx, w.clock(), w.Member.Email))
		storetest.Must(t, w.AskSignIn(ctx, w.clock(), "nobody@example.com"))
		equal(t, "armed before it is sent", scalar[int](w, "SELECT count(*) FROM sign_ins WHERE hash IS NOT NULL"), 0)
		w.mail.Down(true)
		w.after(0)
		w.mail.Down(false)
		sent := w.after(20 * time.Second)
		w.after(time.Hour)
		list := w.mail.Messages()
		if len(list) != 1 || list[0].To[0] != w.Member.Email {
			t.Fatalf("%d mails", len(list))
		}
		found := signInLink.FindStringSubmatch(list[0].Text)
		if found == nil || !strings.Contains(list[0].Text, "Hello Mia Member") {
			t.Fatalf("the mail is\n%s", list[0].Text)
		}
		if hash := scalar[string](w, "SELECT CAST(hash AS text) FROM sign_ins"); strings.Contains(hash, found[1]) {
			t.Error("the secret is stored in clear")
		}
		almost := sent.Add(models.SignInLifetime - time.Second) // the lifetime counts from the sending
		equal(t, "who", must[models.Person](t)(w.UseSignIn(ctx, almost, found[1])).ID, w.Member.ID)
		_, err := w.UseSignIn(ctx, almost, found[1])
		equal(t, "a second time", models.KindOf(err), models.Unauthorized)
	})
}

func TestWhoHasLeftGetsNoSignInLink(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		storetest.Must(t, w.AskSignIn(t.Context(), w.clock(), w.Member.Email))
		p := w.Member
		p.Active = false
		must[models.Person](t)(w.SavePerson(t.Context(), models.System, w.clock(), p))
		w.after(time.Second)
		w.after(time.Hour)
		equal(t, "mails", len(w.mail.Messages()), 0)
		equal(t, "rows that are due", scalar[int](w, "SELECT count(*) FROM sign_ins WHERE due_at IS NOT NULL"), 0)
	})
}
