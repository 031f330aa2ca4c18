package jobs

import (
	"context"
	"fmt"
	"time"

	"debrief/integrations/mail"
	"debrief/models"
	"debrief/models/store"
)

// signIns mails one-time sign-in links to those who asked for one.
type signIns struct {
	store         *store.Store
	mailer        Mailer
	baseURL, host string
}

func (x signIns) reconcile(ctx context.Context, now time.Time, t store.Task) error {
	p, secret, ok, err := x.store.ArmSignIn(ctx, now, t)
	if err != nil || !ok {
		if err == nil {
			err = x.store.Finish(ctx, store.SignInQueue, t, nil)
		}
		return err
	}
	text := fmt.Sprintf("Hello %s,\n\nthis link signs you in to Debrief, once, within %d minutes:\n\n%s/sign-in/%s\n\nIf you did not ask for it, ignore this mail.\n",
		p.Name, int(models.SignInLifetime.Minutes()), x.baseURL, secret)
	err = x.mailer.Send(ctx, mail.Message{To: []mail.Address{{Name: mail.OneLine(p.Name, 300), Email: p.Email}},
		MessageID: fmt.Sprintf("sign-in-%d-%d@%s", t.ID, t.Attempts, x.host), Subject: "Sign in to Debrief", Text: text, Date: now})
	if err != nil {
		return err
	}
	return x.store.Finish(ctx, store.SignInQueue, t, nil)
}
