package slack

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"debrief/models"
)

// trialTimeout is how long somebody waits for the page that tells of it.
const trialTimeout = 20 * time.Second

// Try asks Slack who the app is and what it may, posts one short direct message to a person, and tells in a sentence what became of it,
// or what to check. baseURL is where the message says that it comes from.
func (c *Client) Try(ctx context.Context, to models.Person, baseURL string) models.Trial {
	ctx, cancel := context.WithTimeout(ctx, trialTimeout)
	defer cancel()
	who, err := c.api.AuthTestContext(ctx)
	switch {
	case err != nil:
		return fails(c.failed("ask who the app is", err, false))
	case who.UserID == "":
		return fails(c.unintelligible("ask who the app is", false))
	}
	knows := fmt.Sprintf("Slack knows the app as %s in %s", clip(c.redact(who.User), 60), clip(c.redact(who.Team), 60))
	if missing := lacking(who.Header.Get("X-OAuth-Scopes")); len(missing) > 0 {
		return models.Trial{Says: fmt.Sprintf("%s, but it lacks the scope %s: add it under “OAuth & Permissions” on the app's page, and install the app again.",
			knows, models.Enumerate(missing))}
	}
	channel, err := c.DM(ctx, to.Email)
	if err == nil {
		_, err = c.Post(ctx, channel, Message{Mark: Mark{"debrief_test", rand.Text()}, Text: "Debrief can write to you here.",
			Blocks: []Block{{Runs: []Run{{Words: "You asked Debrief for a test message, and here it is: daily letters come the same way to everybody who chooses Slack. "}, {Words: "Operations", URL: baseURL + "/operations"}}}}})
	}
	if err != nil {
		return models.Trial{Says: fmt.Sprintf("%s, but no message went to %s: %s.", knows, to.Email, told(err))}
	}
	return models.Trial{Works: true, Says: fmt.Sprintf("%s, and took the message to %s.", knows, to.Email)}
}

// lacking returns which scopes are not among those that Slack says the token has; none where it does not say.
func lacking(granted string) (missing []string) {
	if granted == "" {
		return nil
	}
	has := strings.FieldsFunc(granted, func(r rune) bool { return r == ',' || r == ' ' })
	for _, s := range Scopes {
		if !slices.Contains(has, s) {
			missing = append(missing, s)
		}
	}
	return missing
}

func fails(err error) models.Trial {
	why := told(err)
	return models.Trial{Says: strings.ToUpper(why[:1]) + why[1:] + "."}
}

// told is what an error tells a person: what was being done they know.
func told(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	return e.Message
}
