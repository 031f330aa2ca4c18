package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// refusedConfig runs serve with flags and returns what it says.
func refusedConfig(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	err := run(context.Background(), &program{out: &out, errs: &out, now: clock}, append([]string{"serve"}, args...))
	if err == nil {
		t.Fatal("the configuration was taken")
	}
	return err.Error()
}

func TestAllConfigurationErrorsComeAtOnceEachNamingItsVariable(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	got := refusedConfig(t, "--listen=nowhere", "--base-url=ftp://x", "--admin-email=@", "--log-level=loud", "--log-format=xml",
		"--outbound-allow=10.0.0.0/99", "--jira-url=jira", "--smtp-host=mail.example.com", "--smtp-port=many", "--smtp-tls=maybe",
		"--smtp-timeout=soon", "--smtp-ca-file="+filepath.Join(folder, "none.pem"), "--database-url=x.db", "--database-url-file=y",
		"--slack-url=slack", "--oidc-issuer=login.example.com", "--oidc-newcomers=administrator", "--imap-host=imap.example.com/", "--imap-port=many", "--imap-tls=maybe", "--imap-ca-file="+filepath.Join(folder, "none.pem"))
	for _, name := range []string{"DEBRIEF_LISTEN", "DEBRIEF_BASE_URL", "DEBRIEF_ADMIN_EMAIL", "DEBRIEF_LOG_LEVEL", "DEBRIEF_LOG_FORMAT",
		"DEBRIEF_OUTBOUND_ALLOW", "DEBRIEF_JIRA_URL", "DEBRIEF_JIRA_USER", "DEBRIEF_JIRA_TOKEN", "DEBRIEF_SMTP_PORT", "DEBRIEF_SMTP_TLS",
		"DEBRIEF_SMTP_TIMEOUT", "DEBRIEF_SMTP_CA_FILE", "DEBRIEF_SMTP_FROM", "DEBRIEF_DATABASE_URL",
		"DEBRIEF_SLACK_TOKEN", "DEBRIEF_OIDC_ISSUER", "DEBRIEF_OIDC_CLIENT_ID", "DEBRIEF_OIDC_NEWCOMERS", "DEBRIEF_OIDC_DOMAINS", "DEBRIEF_IMAP_HOST", "DEBRIEF_IMAP_PORT", "DEBRIEF_IMAP_TLS", "DEBRIEF_IMAP_CA_FILE", "DEBRIEF_IMAP_USERNAME", "DEBRIEF_IMAP_PASSWORD"} {
		if !strings.Contains(got, name) {
			t.Errorf("nothing is said of %s:\n%s", name, got)
		}
	}
}

func TestASecretMayBeGivenAsAFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("a-secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := jiraConfig{URL: "https://example.atlassian.net", User: "a@example.com", TokenFile: file, IssueType: "Task"}
	got, err := c.settings()
	if err != nil || got.Token != "a-secret" {
		t.Errorf("got %v", err)
	}
	c.Token = "another"
	if _, err := c.settings(); err == nil || strings.Contains(err.Error(), "a-secret") || !strings.Contains(err.Error(), "DEBRIEF_JIRA_TOKEN") {
		t.Errorf("both given: %v", err)
	}
}

func TestTheCompanysSignInIsSetUpAltogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	for _, half := range []oidcConfig{{ClientID: "debrief"}, {ClientSecret: "hush"}, {Only: true}} {
		if _, err := half.settings(); err == nil || !strings.Contains(err.Error(), "DEBRIEF_OIDC_ISSUER") || strings.Contains(err.Error(), "hush") {
			t.Errorf("%+v: %v", half, err)
		}
	}
	if got, err := (oidcConfig{}).settings(); got != nil || err != nil {
		t.Errorf("nothing is set: %v, %v", got, err)
	}
}

func TestTheBaseURLFollowsTheAddressUnlessItIsGiven(t *testing.T) {
	t.Parallel()
	for listen, want := range map[string]string{"127.0.0.1:8080": "http://127.0.0.1:8080", "0.0.0.0:80": "http://localhost:80",
		":9000": "http://localhost:9000", "[::1]:8080": "http://[::1]:8080"} {
		c := config{addressConfig: addressConfig{Listen: listen}, AdminEmail: "a@example.com", LogLevel: "info", LogFormat: "text"}
		s, err := c.settings()
		if err != nil || s.baseURL != want {
			t.Errorf("%s: %s, %v; want %s", listen, s.baseURL, err, want)
		}
	}
}
