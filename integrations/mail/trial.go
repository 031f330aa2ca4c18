package mail

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"debrief/models"
)

// trialTimeout is how long somebody waits for the server before the page tells that it does not answer.
const trialTimeout = 20 * time.Second

// Try sends one short mail to a person, and tells in a sentence what the server answered, or why it did not take it and what to check.
// baseURL is where the mail says that it comes from.
func (s *Sender) Try(ctx context.Context, now time.Time, to models.Person, baseURL string) models.Trial {
	ctx, cancel := context.WithTimeoutCause(ctx, trialTimeout, fmt.Errorf("no answer within %s: %w", trialTimeout, context.DeadlineExceeded))
	defer cancel()
	_, domain, _ := strings.Cut(s.cfg.From, "@")
	answer, err := s.send(ctx, Message{To: []Address{{Name: OneLine(to.Name, maxName), Email: to.Email}}, MessageID: "test-" + rand.Text() + "@" + domain,
		Subject: "Debrief can send mail", Date: now,
		Text: fmt.Sprintf("Hello %s,\n\nyou asked Debrief for a test mail, and here it is: invitations, reminders and sign-in links go out the same way.\n\n%s/operations\n", to.Name, baseURL)})
	if err != nil {
		return models.Trial{Says: fmt.Sprintf("The mail to %s did not go out: %s.", to.Email, err)}
	}
	said := ""
	if answer != "" {
		said = fmt.Sprintf(" and answered “%s”", answer)
	}
	return models.Trial{Works: true, Says: fmt.Sprintf("%s took the mail to %s%s; where it does not arrive within minutes, look for it in the spam, and in that server's log.",
		s.addr(), to.Email, said)}
}
