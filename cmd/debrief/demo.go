package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"debrief/cmd/debrief/sample"
	"debrief/integrations/jira"
	"debrief/integrations/jira/jiratest"
	"debrief/integrations/mail"
	"debrief/integrations/mail/mailtest"
	"debrief/integrations/slack"
	"debrief/integrations/slack/slacktest"
	"debrief/models"
	"debrief/web"
)

// demoCommand runs Debrief on a database in a temporary folder, with everything around it in this process.
type demoCommand struct {
	Listen string `default:"127.0.0.1:8080" help:"Address and port to answer on; another port is taken where this one is."`
	Tools  string `default:"127.0.0.1:8081" help:"Address and port of the fake Jira, the mail catcher, the fake Slack and the clock."`
}

// Run serves until the program is asked to stop, then removes the folder.
func (c *demoCommand) Run(ctx context.Context, p *program) (err error) {
	folder, err := os.MkdirTemp("", "debrief-demo-")
	if err != nil {
		return fmt.Errorf("make a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	listener, err := listenNear(ctx, c.Listen)
	if err != nil {
		return err
	}
	toolsListener, err := listenNear(ctx, c.Tools)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	clock := &movedClock{real: p.now}
	mails, err := mailtest.Start(mailtest.Options{Now: clock.Now})
	if err != nil {
		return errors.Join(err, listener.Close(), toolsListener.Close())
	}
	defer mails.Close()
	toolsURL := "http://" + toolsListener.Addr().String()
	fake := jiratest.New(jiratest.Options{Now: clock.Now, Prefix: "/jira", SearchLag: 5 * time.Second})
	chat := slacktest.New(slacktest.Options{Now: clock.Now, Everybody: true})
	tools := &http.Server{Handler: toolsHandler(clock, fake, mails, chat, "http://"+listener.Addr().String()), ReadHeaderTimeout: headerTimeout}
	go func() { _ = tools.Serve(toolsListener) }() // until Close
	defer tools.Close()

	s := settings{database: filepath.Join(folder, "debrief.db"), baseURL: "http://" + listener.Addr().String(), host: "debrief.example.com",
		adminEmail: "ana.souza@example.com", log: &slog.HandlerOptions{Level: slog.LevelError}, jiraProject: "OPS", issueType: "Task",
		jira: &jira.Config{BaseURL: toolsURL + "/jira", User: jiratest.DefaultUser, Token: jiratest.DefaultToken,
			HTTP: &http.Client{Transport: fake.Transport(), Timeout: time.Minute}},
		slack: &slack.Config{URL: toolsURL + "/slack/api/", Token: slacktest.DefaultToken, HTTP: &http.Client{Timeout: time.Minute}},
		smtp:  &mail.Config{Host: mails.Host(), Port: mails.Port(), TLS: mail.NoTLS, From: "debrief@example.com", FromName: "Debrief", HELO: "debrief.example.com"}}
	demo := &web.Demo{JiraURL: toolsURL + "/jira/", MailURL: toolsURL + "/mail/", SlackURL: toolsURL + "/slack/", ClockURL: toolsURL + "/"}
	fmt.Fprintln(p.out, "Writing a year of sample data …")
	a, err := newApp(ctx, s, listener, clock.Now, p.out, demo)
	if err != nil {
		return err
	}
	admin, _, err := a.store.EnsureAdministrator(ctx, clock.Now(), s.adminEmail)
	if err == nil {
		admin, err = sample.Load(ctx, a.store, sample.World{Today: p.now(), At: clock.Fix, Jira: fake, Admin: admin,
			Tick: func(ctx context.Context, now time.Time) error { _, err := a.worker.Tick(ctx, now); return err }})
	}
	clock.Move(0)
	if err == nil {
		err = greet(ctx, p.out, a, admin, demo)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write the sample data: %w", err), a.store.Close(), listener.Close())
	}
	if p.ready != nil {
		p.ready(a)
	}
	return a.serve(ctx)
}

func greet(ctx context.Context, out io.Writer, a *app, admin models.Person, demo *web.Demo) error {
	secret, err := a.store.MakeSignIn(ctx, models.System, a.now(), admin.ID)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, `
Debrief runs at %s

  Sign in as %s, the administrator (once, within %d minutes):
    %s/sign-in/%s

  The fake Jira:      %s
  The mail catcher:   %s
  The fake Slack:     %s
  The demo's clock:   %s

Everything is gone when you stop it with Ctrl-C.
`, a.settings.baseURL, admin.Name, int(models.SignInLifetime.Minutes()), a.settings.baseURL, secret, demo.JiraURL, demo.MailURL, demo.SlackURL, demo.ClockURL)
	return err
}

// listenNear listens on the address, or on any free port beside it where that one is taken.
func listenNear(ctx context.Context, address string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err == nil {
		return l, nil
	}
	host, port, serr := net.SplitHostPort(address)
	if _, perr := strconv.Atoi(port); serr != nil || perr != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	if l, err = new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, "0")); err != nil {
		return nil, fmt.Errorf("listen on %s: %w", host, err)
	}
	return l, nil
}
