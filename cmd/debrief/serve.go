package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"

	"debrief/models"
)

// serveCommand runs Debrief.
type serveCommand struct {
	config `embed:""`
}

// Run serves until the program is asked to stop.
func (c *serveCommand) Run(ctx context.Context, p *program) error {
	s, err := c.settings()
	if err != nil {
		return errors.Join(errors.New("the configuration cannot be used"), err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.listen)
	if err != nil {
		return fmt.Errorf("DEBRIEF_LISTEN: %w", err)
	}
	if c.BaseURL == "" { // port 0 is any that is free
		_, port, _ := net.SplitHostPort(listener.Addr().String())
		u := url.URL{Scheme: "http", Host: s.baseURL[len("http://"):]}
		s.baseURL = "http://" + net.JoinHostPort(u.Hostname(), port)
	}
	a, err := newApp(ctx, s, listener, p.now, p.out, nil)
	if err != nil {
		return err
	}
	a.log.Info("Debrief answers", "version", version, "listen", a.listener.Addr().String(), "base_url", s.baseURL, "database", a.store.Engine(),
		"jira", s.jira != nil, "mail", s.smtp != nil, "mailbox", s.mailbox != nil, "slack", s.slack != nil, "company_sign_in", s.company != nil)
	if err := a.welcome(ctx, p); err != nil {
		return errors.Join(err, a.store.Close(), a.listener.Close())
	}
	if p.ready != nil {
		p.ready(a)
	}
	return a.serve(ctx)
}

// welcome prints the administrator's one-time sign-in link for as long as no administrator has signed in.
func (a *app) welcome(ctx context.Context, p *program) error {
	used, err := a.store.AdministratorSignedIn(ctx)
	if err != nil || used {
		return err
	}
	admin, _, err := a.store.EnsureAdministrator(ctx, a.now(), a.settings.adminEmail)
	if err != nil {
		return fmt.Errorf("make the first administrator: %w", err)
	}
	secret, err := a.store.MakeSignIn(ctx, models.System, a.now(), admin.ID)
	if err != nil {
		return fmt.Errorf("make the administrator's sign-in link: %w", err)
	}
	_, err = fmt.Fprintf(p.out, "\nNo administrator has signed in yet. This link signs you in as the administrator, once, within %d minutes:\n\n    %s/sign-in/%s\n\n",
		int(models.SignInLifetime.Minutes()), a.settings.baseURL, secret)
	return err
}
