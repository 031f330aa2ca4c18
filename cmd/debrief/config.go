package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"debrief/integrations/alertmanager"
	"debrief/integrations/github"
	"debrief/integrations/hook"
	"debrief/integrations/jira"
	"debrief/integrations/mail"
	"debrief/integrations/mailbox"
	"debrief/integrations/openid"
	"debrief/integrations/outbound"
	"debrief/integrations/pagerduty"
	"debrief/integrations/slack"
	"debrief/models"
	"debrief/models/store"
	"debrief/postmortem"
)

// databaseConfig says where the rows are.
type databaseConfig struct {
	DatabaseURL     string `name:"database-url" env:"DEBRIEF_DATABASE_URL" placeholder:"debrief.db" help:"postgres://user:password@host:5432/name, or the path of a SQLite file."`
	DatabaseURLFile string `name:"database-url-file" env:"DEBRIEF_DATABASE_URL_FILE" help:"A file with the same."`
}

// addressConfig says where Debrief answers, and where people open it.
type addressConfig struct {
	Listen  string `env:"DEBRIEF_LISTEN" default:"127.0.0.1:8080" help:"Address and port to answer on."`
	BaseURL string `name:"base-url" env:"DEBRIEF_BASE_URL" help:"Where people open Debrief; the default is http:// and the address listened on."`
}

// base returns where people open Debrief, or all that is wrong with what was set.
func (c addressConfig) base() (*url.URL, error) {
	var errs []error
	host, port, err := net.SplitHostPort(c.Listen)
	if n, perr := strconv.Atoi(port); err != nil || perr != nil || n < 0 || n > 65535 {
		errs = append(errs, fmt.Errorf("DEBRIEF_LISTEN: %q is not an address and port such as 127.0.0.1:8080", c.Listen))
	}
	base := strings.TrimRight(c.BaseURL, "/")
	if base == "" {
		if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
			host = "localhost"
		}
		base = "http://" + net.JoinHostPort(host, port)
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		errs = append(errs, fmt.Errorf("DEBRIEF_BASE_URL: %q is not an address such as https://debrief.example.com", c.BaseURL))
	}
	return u, errors.Join(errs...)
}

// config is flags, environment and help of serve. Every value is text here, so that all that is wrong is told at once.
type config struct {
	databaseConfig `embed:""`

	addressConfig `embed:""`

	AdminEmail    string `env:"DEBRIEF_ADMIN_EMAIL" default:"admin@localhost.localdomain" help:"The first administrator's address, on the first start."`
	LogLevel      string `env:"DEBRIEF_LOG_LEVEL" default:"info" help:"debug, info, warn or error."`
	LogFormat     string `env:"DEBRIEF_LOG_FORMAT" default:"text" help:"text or json."`
	OutboundAllow string `env:"DEBRIEF_OUTBOUND_ALLOW" help:"Private networks that may be called, such as 10.0.0.0/8,192.168.1.10."`

	Rules string `env:"DEBRIEF_RULES" placeholder:"DIR" help:"A folder of rules (*.yaml) for the document check, that add to those of Debrief, change or silence them."`

	Jira  jiraConfig  `embed:"" prefix:"jira-"`
	SMTP  smtpConfig  `embed:"" prefix:"smtp-"`
	IMAP  imapConfig  `embed:"" prefix:"imap-"`
	Slack slackConfig `embed:"" prefix:"slack-"`
	OIDC  oidcConfig  `embed:"" prefix:"oidc-"`
	Hook  hookConfig  `embed:"" prefix:"hook-"`
}

// hookConfig holds the secrets with which tools sign what they report; a hook without one is closed.
type hookConfig struct {
	Incidents        string `env:"DEBRIEF_HOOK_INCIDENTS" help:"Secret of /hooks/incidents, at least 16 characters; two with a comma between while you replace one."`
	IncidentsFile    string `env:"DEBRIEF_HOOK_INCIDENTS_FILE" help:"A file with the same."`
	PagerDuty        string `name:"pagerduty" env:"DEBRIEF_HOOK_PAGERDUTY" help:"Secret of /hooks/pagerduty: the webhook subscription's."`
	PagerDutyFile    string `name:"pagerduty-file" env:"DEBRIEF_HOOK_PAGERDUTY_FILE" help:"A file with the same."`
	Alertmanager     string `env:"DEBRIEF_HOOK_ALERTMANAGER" help:"Bearer token or password of /hooks/alertmanager."`
	AlertmanagerFile string `env:"DEBRIEF_HOOK_ALERTMANAGER_FILE" help:"A file with the same."`
	GitHub           string `name:"github" env:"DEBRIEF_HOOK_GITHUB" help:"Secret of /hooks/github."`
	GitHubFile       string `name:"github-file" env:"DEBRIEF_HOOK_GITHUB_FILE" help:"A file with the same."`
}

// jiraConfig says which Jira; without a URL none is connected.
type jiraConfig struct {
	URL       string `name:"url" env:"DEBRIEF_JIRA_URL" help:"The site, such as https://example.atlassian.net."`
	User      string `env:"DEBRIEF_JIRA_USER" help:"The account's e-mail address."`
	Token     string `env:"DEBRIEF_JIRA_TOKEN" help:"The account's API token."`
	TokenFile string `env:"DEBRIEF_JIRA_TOKEN_FILE" help:"A file with the same."`
	Project   string `env:"DEBRIEF_JIRA_PROJECT" help:"Key of the project for teams that name none."`
	IssueType string `env:"DEBRIEF_JIRA_ISSUE_TYPE" default:"Task" help:"Type of new issues."`
}

// smtpConfig says which mail server; without a host no mail is sent.
type smtpConfig struct {
	Host         string `env:"DEBRIEF_SMTP_HOST" help:"The mail server."`
	Port         string `env:"DEBRIEF_SMTP_PORT" help:"Its port: 587, with --smtp-tls=tls 465, with none 25."`
	Username     string `env:"DEBRIEF_SMTP_USERNAME" help:"For signing in there."`
	Password     string `env:"DEBRIEF_SMTP_PASSWORD" help:"For signing in there."`
	PasswordFile string `env:"DEBRIEF_SMTP_PASSWORD_FILE" help:"A file with the same."`
	TLS          string `name:"tls" env:"DEBRIEF_SMTP_TLS" default:"starttls" help:"starttls, tls or none."`
	CAFile       string `name:"ca-file" env:"DEBRIEF_SMTP_CA_FILE" help:"Certificates that may vouch for the server, in PEM."`
	From         string `env:"DEBRIEF_SMTP_FROM" help:"The address that mail comes from."`
	FromName     string `env:"DEBRIEF_SMTP_FROM_NAME" default:"Debrief" help:"The name shown with it."`
	Timeout      string `env:"DEBRIEF_SMTP_TIMEOUT" default:"30s" help:"For one message."`
	HELO         string `name:"helo" env:"DEBRIEF_SMTP_HELO" help:"How Debrief introduces itself; the default is this machine's name."`
}

// imapConfig says in which mailbox answers to invitations arrive; without a host none is read.
type imapConfig struct {
	Host         string `env:"DEBRIEF_IMAP_HOST" help:"The server of the mailbox of DEBRIEF_SMTP_FROM, in which answers to invitations arrive."`
	Port         string `env:"DEBRIEF_IMAP_PORT" help:"Its port: 993, with --imap-tls=starttls 143."`
	Username     string `env:"DEBRIEF_IMAP_USERNAME" help:"For signing in there."`
	Password     string `env:"DEBRIEF_IMAP_PASSWORD" help:"For signing in there."`
	PasswordFile string `env:"DEBRIEF_IMAP_PASSWORD_FILE" help:"A file with the same."`
	TLS          string `name:"tls" env:"DEBRIEF_IMAP_TLS" default:"tls" help:"tls, starttls or none."`
	CAFile       string `name:"ca-file" env:"DEBRIEF_IMAP_CA_FILE" help:"Certificates that may vouch for the server, in PEM."`
	Folder       string `env:"DEBRIEF_IMAP_FOLDER" default:"INBOX" help:"The folder that is read. Answers are marked as read there; other mail stays as it is."`
}

// slackConfig says which Slack; without a token none is connected.
type slackConfig struct {
	Token     string `env:"DEBRIEF_SLACK_TOKEN" help:"Bot token of Debrief's app, which begins with xoxb-."`
	TokenFile string `env:"DEBRIEF_SLACK_TOKEN_FILE" help:"A file with the same."`
	URL       string `name:"url" env:"DEBRIEF_SLACK_URL" default:"https://slack.com/api/" help:"Where Slack's API answers."`
}

// oidcConfig says where people sign in at their company; without an issuer they do not.
type oidcConfig struct {
	Issuer           string `env:"DEBRIEF_OIDC_ISSUER" help:"The company's sign-in (OpenID Connect), as it spells its address, such as https://accounts.google.com."`
	ClientID         string `name:"client-id" env:"DEBRIEF_OIDC_CLIENT_ID" help:"Debrief's ID there."`
	ClientSecret     string `name:"client-secret" env:"DEBRIEF_OIDC_CLIENT_SECRET" help:"Debrief's secret there."`
	ClientSecretFile string `name:"client-secret-file" env:"DEBRIEF_OIDC_CLIENT_SECRET_FILE" help:"A file with the same."`
	Button           string `env:"DEBRIEF_OIDC_BUTTON" help:"What the button says, such as 'Sign in with Example ID'."`
	Newcomers        string `env:"DEBRIEF_OIDC_NEWCOMERS" default:"none" help:"The role of who signs in and was not added before: none (they are not let in), viewer, member or facilitator."`
	Domains          string `env:"DEBRIEF_OIDC_DOMAINS" help:"Of which domains the addresses of those are, such as example.com,example.org: a provider may let in others as well."`
	TrustEmail       bool   `name:"trust-email" env:"DEBRIEF_OIDC_TRUST_EMAIL" help:"Take addresses that the sign-in does not say it verified: only where nobody there can choose their own."`
	Only             bool   `env:"DEBRIEF_OIDC_ONLY" help:"Nobody signs in by a link that they asked for by mail any more."`
}

// settings is a config that was understood.
type settings struct {
	database, listen, baseURL, host, adminEmail string
	log                                         *slog.HandlerOptions
	json                                        bool
	allow                                       []netip.Prefix
	jira                                        *jira.Config // nil for none; HTTP is set later
	jiraProject, issueType                      string
	smtp                                        *mail.Config    // nil for none
	mailbox                                     *mailbox.Config // nil for none
	slack                                       *slack.Config   // nil for none; HTTP is set later
	company                                     *openid.Config  // nil for none; HTTP is set later
	companyButton                               string
	companyOnly                                 bool
	newcomers                                   models.Newcomers
	hooks                                       []*hook.Receiver
	rules                                       *postmortem.Ruleset
	ruleProblems                                []postmortem.RuleProblem // files of rules that are left out
}

// secret returns a value that may be given as a file instead.
func secret(name, value, file string) (string, error) {
	switch {
	case file == "":
		return value, nil
	case value != "":
		return "", fmt.Errorf("%s and %s_FILE are both set; keep one", name, name)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("%s_FILE: %w", name, err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

// address returns where the rows are.
func (c databaseConfig) address() (string, error) {
	address, err := secret("DEBRIEF_DATABASE_URL", c.DatabaseURL, c.DatabaseURLFile)
	if err == nil && address == "" {
		address = "debrief.db"
	}
	return address, err
}

// existing opens the database for a command that makes none: in another folder it would leave an empty one, and read that.
func (c databaseConfig) existing(ctx context.Context) (*store.Database, error) {
	address, err := c.address()
	if err != nil {
		return nil, err
	}
	db, err := store.OpenExisting(ctx, address)
	var path *fs.PathError
	if errors.Is(err, fs.ErrNotExist) && errors.As(err, &path) {
		file, aerr := filepath.Abs(path.Path)
		return nil, errors.Join(fmt.Errorf("there is no database %s; say where it is with --database-url or DEBRIEF_DATABASE_URL (debrief serve makes one)", file), aerr)
	}
	return db, err
}

// settings understands the configuration, or returns all that is wrong with it at once, each with its variable.
func (c config) settings() (settings, error) {
	var errs []error
	fail := func(name, format string, args ...any) {
		errs = append(errs, fmt.Errorf(name+": "+format, args...))
	}
	s := settings{listen: c.Listen, adminEmail: c.AdminEmail, jiraProject: c.Jira.Project, issueType: c.Jira.IssueType}
	var err error
	if s.database, err = c.address(); err != nil {
		errs = append(errs, err)
	}
	if base, err := c.base(); err != nil {
		errs = append(errs, err)
	} else {
		s.baseURL, s.host = base.Scheme+"://"+base.Host, base.Hostname() // the scheme in lower case, by which https is told
		if _, err := netip.ParseAddr(s.host); err == nil || s.host == "localhost" {
			s.host = "debrief.localdomain" // a Message-ID wants a name
		}
	}
	admin := models.Person{Name: "Administrator", Email: c.AdminEmail, Role: models.Administrator}
	if err := admin.Validate(); err != nil {
		fail("DEBRIEF_ADMIN_EMAIL", "%q is not an e-mail address such as you@example.com", c.AdminEmail)
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		fail("DEBRIEF_LOG_LEVEL", "%q is not debug, info, warn or error", c.LogLevel)
	}
	s.log = &slog.HandlerOptions{Level: level}
	s.json = c.LogFormat == "json"
	if c.LogFormat != "json" && c.LogFormat != "text" {
		fail("DEBRIEF_LOG_FORMAT", "%q is not text or json", c.LogFormat)
	}
	if s.allow, err = outbound.ParseNetworks(c.OutboundAllow); err != nil {
		fail("DEBRIEF_OUTBOUND_ALLOW", "%w", err)
	}
	if s.jira, err = c.Jira.settings(); err != nil {
		errs = append(errs, err)
	}
	if s.smtp, err = c.SMTP.settings(); err != nil {
		errs = append(errs, err)
	}
	if s.mailbox, err = c.IMAP.settings(); err != nil {
		errs = append(errs, err)
	}
	if s.mailbox != nil && c.SMTP.Host == "" {
		fail("DEBRIEF_IMAP_HOST", "is set, but no mail is sent that could be answered; set DEBRIEF_SMTP_HOST as well")
	}
	if s.slack, err = c.Slack.settings(); err != nil {
		errs = append(errs, err)
	}
	if s.company, err = c.OIDC.settings(); err != nil {
		errs = append(errs, err)
	}
	s.companyButton, s.companyOnly = strings.TrimSpace(c.OIDC.Button), c.OIDC.Only
	if role := models.Role(c.OIDC.Newcomers); role != "none" && role != "" {
		s.newcomers = models.Newcomers{Role: role, Domains: strings.FieldsFunc(strings.ToLower(c.OIDC.Domains), func(r rune) bool { return r == ',' || r == ' ' })}
		if !role.Valid() || role == models.Administrator {
			fail("DEBRIEF_OIDC_NEWCOMERS", "%q is not none, viewer, member or facilitator", c.OIDC.Newcomers)
		}
		if len(s.newcomers.Domains) == 0 {
			fail("DEBRIEF_OIDC_DOMAINS", "is missing: name the domains of your company's addresses, such as example.com; only who has one of these is added")
		}
	}
	if s.rules, s.ruleProblems, err = loadRules(c.Rules); err != nil {
		fail("DEBRIEF_RULES", "%w", err)
	}
	if s.hooks, err = c.Hook.receivers(); err != nil {
		errs = append(errs, err)
	}
	return s, errors.Join(errs...)
}

// loadRules returns Debrief's rules and those of a folder; empty for none. Single files that cannot be read are left out and told.
func loadRules(dir string) (*postmortem.Ruleset, []postmortem.RuleProblem, error) {
	rules := postmortem.DefaultRules()
	if dir == "" {
		return rules, nil, nil
	}
	folder, err := os.OpenRoot(dir)
	if err != nil {
		return rules, nil, err
	}
	rules, problems := rules.With(folder.FS())
	return rules, problems, folder.Close()
}

// minSecret is how many characters a hook's secret has at least.
const minSecret = 16

// receivers returns every hook, with its secrets where it is set up.
func (c hookConfig) receivers() ([]*hook.Receiver, error) {
	var list []*hook.Receiver
	var errs []error
	for _, h := range []struct {
		source                hook.Source
		variable, value, file string
	}{
		{hook.Own(), "DEBRIEF_HOOK_INCIDENTS", c.Incidents, c.IncidentsFile},
		{pagerduty.Source(), "DEBRIEF_HOOK_PAGERDUTY", c.PagerDuty, c.PagerDutyFile},
		{alertmanager.Source(), "DEBRIEF_HOOK_ALERTMANAGER", c.Alertmanager, c.AlertmanagerFile},
		{github.Source(), "DEBRIEF_HOOK_GITHUB", c.GitHub, c.GitHubFile},
	} {
		r := &hook.Receiver{Source: h.source, Variable: h.variable}
		value, err := secret(h.variable, h.value, h.file)
		if err != nil {
			errs = append(errs, err)
		}
		for text := range strings.SplitSeq(value, ",") {
			text = strings.TrimSpace(text)
			if text != "" && len(text) < minSecret {
				errs = append(errs, fmt.Errorf("%s: must have at least %d characters", h.variable, minSecret))
			}
			if text != "" {
				r.Secrets = append(r.Secrets, text)
			}
		}
		list = append(list, r)
	}
	return list, errors.Join(errs...)
}

func (c jiraConfig) settings() (*jira.Config, error) {
	token, err := secret("DEBRIEF_JIRA_TOKEN", c.Token, c.TokenFile)
	errs := []error{err}
	if c.URL == "" {
		if c.User != "" || token != "" {
			errs = append(errs, errors.New("DEBRIEF_JIRA_URL: is missing, although a user or token is given"))
		}
		return nil, errors.Join(errs...)
	}
	if u, err := url.Parse(c.URL); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		errs = append(errs, fmt.Errorf("DEBRIEF_JIRA_URL: %q is not an address such as https://example.atlassian.net", c.URL))
	}
	if c.User == "" {
		errs = append(errs, errors.New("DEBRIEF_JIRA_USER: is missing; give the account's e-mail address"))
	}
	if token == "" && err == nil {
		errs = append(errs, errors.New("DEBRIEF_JIRA_TOKEN: is missing; make an API token for the account"))
	}
	if c.IssueType == "" {
		errs = append(errs, errors.New("DEBRIEF_JIRA_ISSUE_TYPE: is empty; give a type such as Task"))
	}
	j := &jira.Config{BaseURL: strings.TrimRight(c.URL, "/"), User: c.User, Token: token}
	if errors.Join(errs...) == nil {
		probe := *j
		probe.HTTP = http.DefaultClient // never used: New only looks at the settings
		if _, err := jira.New(probe); err != nil {
			errs = append(errs, err)
		}
	}
	return j, errors.Join(errs...)
}

func (c smtpConfig) settings() (*mail.Config, error) {
	password, err := secret("DEBRIEF_SMTP_PASSWORD", c.Password, c.PasswordFile)
	errs := []error{err}
	if c.Host == "" {
		if c.From != "" || c.Username != "" || password != "" || c.Port != "" {
			errs = append(errs, errors.New("DEBRIEF_SMTP_HOST: is missing, although a port, sender, user or password is given"))
		}
		return nil, errors.Join(errs...)
	}
	m := mail.Config{Host: c.Host, Username: c.Username, Password: password, TLS: c.TLS, From: c.From, FromName: c.FromName, HELO: c.HELO}
	if c.Port != "" {
		if m.Port, err = strconv.Atoi(c.Port); err != nil {
			errs = append(errs, fmt.Errorf("DEBRIEF_SMTP_PORT: %q is not a number", c.Port))
		}
	}
	if m.Timeout, err = time.ParseDuration(c.Timeout); err != nil {
		errs = append(errs, fmt.Errorf("DEBRIEF_SMTP_TIMEOUT: %q is not a time such as 30s", c.Timeout))
	}
	if m.RootCAs, err = certificates("DEBRIEF_SMTP_CA_FILE", c.CAFile); err != nil {
		errs = append(errs, err)
	}
	if _, err := mail.New(m); err != nil {
		errs = append(errs, err)
	}
	return &m, errors.Join(errs...)
}

func (c slackConfig) settings() (*slack.Config, error) {
	token, err := secret("DEBRIEF_SLACK_TOKEN", c.Token, c.TokenFile)
	if err == nil && token == "" && c.URL != "" && c.URL != slack.DefaultURL {
		err = errors.New("DEBRIEF_SLACK_TOKEN: is missing, although an address is given")
	}
	if err != nil || token == "" {
		return nil, err
	}
	s := &slack.Config{URL: c.URL, Token: token}
	probe := *s
	probe.HTTP = http.DefaultClient // never used: New only looks at the settings
	_, err = slack.New(probe)
	return s, err
}

func (c oidcConfig) settings() (*openid.Config, error) {
	password, err := secret("DEBRIEF_OIDC_CLIENT_SECRET", c.ClientSecret, c.ClientSecretFile)
	if c.Issuer == "" {
		for variable, set := range map[string]bool{"DEBRIEF_OIDC_CLIENT_ID": c.ClientID != "", "DEBRIEF_OIDC_CLIENT_SECRET": password != "", "DEBRIEF_OIDC_ONLY": c.Only} {
			if set {
				err = errors.Join(err, fmt.Errorf("DEBRIEF_OIDC_ISSUER: is missing, although %s is set", variable))
			}
		}
		return nil, err
	}
	s := &openid.Config{Issuer: c.Issuer, ClientID: c.ClientID, ClientSecret: password, TrustEmail: c.TrustEmail}
	probe := *s
	probe.HTTP = http.DefaultClient // never used: New only looks at the settings
	_, wrong := openid.New(probe)
	return s, errors.Join(err, wrong)
}

func (c imapConfig) settings() (*mailbox.Config, error) {
	password, err := secret("DEBRIEF_IMAP_PASSWORD", c.Password, c.PasswordFile)
	errs := []error{err}
	if c.Host == "" {
		if c.Username != "" || password != "" || c.Port != "" {
			errs = append(errs, errors.New("DEBRIEF_IMAP_HOST: is missing, although a port, user or password is given"))
		}
		return nil, errors.Join(errs...)
	}
	m := mailbox.Config{Host: c.Host, Username: c.Username, Password: password, TLS: c.TLS, Folder: c.Folder}
	if c.Port != "" {
		if m.Port, err = strconv.Atoi(c.Port); err != nil {
			errs = append(errs, fmt.Errorf("DEBRIEF_IMAP_PORT: %q is not a number", c.Port))
		}
	}
	if m.RootCAs, err = certificates("DEBRIEF_IMAP_CA_FILE", c.CAFile); err != nil {
		errs = append(errs, err)
	}
	if _, err := mailbox.New(m); err != nil {
		errs = append(errs, err)
	}
	return &m, errors.Join(errs...)
}

// certificates returns who may vouch for a server by a file; nil for the system's.
func certificates(name, file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s: %s holds no certificate in PEM", name, file)
	}
	return pool, nil
}
