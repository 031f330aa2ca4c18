package alertmanager

import (
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"testing"

	"debrief/integrations/hook"
)

const testSecret = "a secret: of the tests"

func authorized(value string) hook.Delivery {
	h := http.Header{}
	if value != "" {
		h.Set("Authorization", value)
	}
	return hook.Delivery{Header: h}
}

func basic(userAndPassword string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(userAndPassword))
}

func TestTheSecretIsAcceptedAsATokenAndAsAPassword(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"Bearer " + testSecret, "bearer  " + testSecret, basic("debrief:" + testSecret), basic(":" + testSecret)} {
		if err := Source().Verify(authorized(value), testSecret); err != nil {
			t.Errorf("%s: %v", value, err)
		}
	}
}

func TestOtherCredentialsAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, value, secret, want string }{
		{"none", "", testSecret, "is missing"},
		{"another token", "Bearer other", testSecret, "does not hold the secret"},
		{"half the token", "Bearer a secret", testSecret, "does not hold the secret"},
		{"an empty token", "Bearer ", testSecret, "does not hold the secret"},
		{"the secret alone", testSecret, testSecret, "does not hold the secret"},
		{"another scheme", "Token " + testSecret, testSecret, "does not hold the secret"},
		{"the secret as the name", basic(testSecret + ":"), testSecret, "does not hold the secret"},
		{"another password", basic("debrief:other"), testSecret, "does not hold the secret"},
		{"no base64", "Basic ???", testSecret, "does not hold the secret"},
		{"no secret, no token", "Bearer ", "", "does not hold the secret"},
		{"no secret, no password", basic("debrief:"), "", "does not hold the secret"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := Source().Verify(authorized(tt.value), tt.secret)
			if !errors.Is(err, hook.ErrSignature) || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), testSecret) {
				t.Errorf("got %v; want one about %q", err, tt.want)
			}
		})
	}
}
