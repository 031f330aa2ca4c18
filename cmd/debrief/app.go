package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"debrief/api"
	"debrief/integrations/calendar"
	"debrief/integrations/jira"
	"debrief/integrations/mail"
	"debrief/integrations/mailbox"
	"debrief/integrations/openid"
	"debrief/integrations/outbound"
	"debrief/integrations/slack"
	"debrief/jobs"
	"debrief/models"
	"debrief/models/store"
	"debrief/web"
)

// Time limits of the server: nobody holds a connection for ever, and a stop waits for requests only so long.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 30 * time.Second
	writeTimeout  = 2 * time.Minute // a CSV of everything takes a while
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 55 * time.Second // longer than one row of background work may take
)

// app is the whole program between its database and its address.
type app struct {
	settings settings
	now      func() time.Time
	log      *slog.Logger
	store    *store.Store
	worker   *jobs.Worker
	server   *http.Server
	listener net.Listener
	stopping atomic.Bool
}

// openStore opens the database, brings its schema up to date, and stores what an empty one begins with.
func openStore(ctx context.Context, s settings, now time.Time) (*store.Store, error) {
	db, err := store.OpenDatabase(ctx, s.database)
	if err != nil {
		return nil, err
	}
	return storeOn(ctx, db, s, now)
}

// storeOn is openStore for a database that is open.
func storeOn(ctx context.Context, db *store.Database, s settings, now time.Time) (*store.Store, error) {
	migrator, err := db.Migrator()
	if err == nil {
		_, err = migrator.Up(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("bring the database's schema up to date: %w", err), db.Close())
	}
	st, err := store.New(db, store.Options{Holidays: holidays, BaseURL: s.baseURL, Host: s.host, JiraProject: s.jiraProject, Rules: s.rules})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := st.Seed(ctx, now); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

// holidays makes the rules' value of the library's.
func holidays(region string) models.Holidays {
	rule, err := calendar.Holidays(region)
	if err != nil {
		return nil
	}
	return func(d models.Date) (string, bool) { return rule(d.Year, d.Month, d.Day) }
}

// trials try what is configured; nil where it is not.
type trials struct {
	mail    func(ctx context.Context, to models.Person) models.Trial
	jira    func(ctx context.Context, projects []string) models.Trial
	slack   func(ctx context.Context, to models.Person) models.Trial
	company *openid.Provider // where people sign in, which nobody tries but they
}

// outside connects what is configured.
func (s settings) outside(log *slog.Logger, now func() time.Time) (o jobs.Outside, try trials, err error) {
	o = jobs.Outside{IssueType: s.issueType, BaseURL: s.baseURL, Host: s.host, Log: log}
	if s.jira != nil {
		c := *s.jira
		c.Now = now
		if c.HTTP == nil { // the demo's Jira is in this process
			c.HTTP = outbound.New(outbound.Config{AllowedNetworks: s.allow})
		}
		client, err := jira.New(c)
		if err != nil {
			return o, try, err
		}
		o.Tracker = client
		try.jira = func(ctx context.Context, projects []string) models.Trial {
			return client.Try(ctx, s.issueType, projects)
		}
	}
	if s.smtp != nil {
		sender, err := mail.New(*s.smtp)
		if err != nil {
			return o, try, err
		}
		o.Mailer = sender
		try.mail = func(ctx context.Context, to models.Person) models.Trial { return sender.Try(ctx, now(), to, s.baseURL) }
	}
	if s.slack != nil {
		c := *s.slack
		if c.HTTP == nil { // the demo's Slack is on this machine
			c.HTTP = outbound.New(outbound.Config{AllowedNetworks: s.allow})
		}
		client, err := slack.New(c)
		if err != nil {
			return o, try, err
		}
		o.Messenger = client
		try.slack = func(ctx context.Context, to models.Person) models.Trial { return client.Try(ctx, to, s.baseURL) }
	}
	if s.company != nil {
		c := *s.company
		c.RedirectURL = s.baseURL + web.SignInCallback
		c.HTTP = outbound.New(outbound.Config{AllowedNetworks: s.allow})
		if try.company, err = openid.New(c); err != nil {
			return o, try, err
		}
	}
	if s.mailbox != nil {
		box, err := mailbox.New(*s.mailbox)
		if err != nil {
			return o, try, err
		}
		o.Mailbox = box
	}
	return o, try, nil
}

// newApp opens everything; nothing is answered before serve, which closes the listener. demo is nil outside the demo.
func newApp(ctx context.Context, s settings, listener net.Listener, now func() time.Time, out io.Writer, demo *web.Demo) (*app, error) {
	a := &app{settings: s, listener: listener, now: now, log: logger(s, out)}
	slog.SetDefault(a.log) // pages and API log what they cannot answer
	for _, p := range s.ruleProblems {
		a.log.Warn("a file of rules is left out", "file", p.File, "line", p.Line, "why", p.Message)
	}
	db, err := store.OpenAlone(ctx, s.database)
	if err == nil {
		a.store, err = storeOn(ctx, db, s, now())
	}
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	err = a.warnOfUnasked(ctx)
	var o jobs.Outside
	var try trials
	if err == nil {
		o, try, err = s.outside(a.log, now)
	}
	if err == nil {
		a.worker, err = jobs.Start(ctx, a.store, now(), o)
	}
	if err != nil {
		return nil, errors.Join(err, a.store.Close(), a.listener.Close())
	}
	a.server = &http.Server{Handler: a.routes(o, try, demo), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug)}
	return a, nil
}

// warnOfUnasked tells the rules of the team that are evidence for a question which its checklist does not have.
func (a *app) warnOfUnasked(ctx context.Context) error {
	t, err := a.store.Template(ctx, 0)
	if err != nil {
		return err
	}
	rules, err := a.store.Rules(ctx)
	if err != nil {
		return err
	}
	for _, p := range rules.Unasked(t.Keys()) {
		a.log.Warn("a rule is shown beside no question", "file", p.File, "line", p.Line, "why", p.Message)
	}
	return nil
}

func logger(s settings, out io.Writer) *slog.Logger {
	if s.json {
		return slog.New(slog.NewJSONHandler(out, s.log))
	}
	return slog.New(slog.NewTextHandler(out, s.log))
}

func (a *app) routes(o jobs.Outside, try trials, demo *web.Demo) http.Handler {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Use(a.logged, middleware.GzipWithConfig(middleware.GzipConfig{MinLength: 1024}))
	e.GET("/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", a.ready)
	api.Mount(e, a.store, api.Options{Now: a.now, Version: version, Hooks: a.settings.hooks,
		JiraConnected: o.Tracker != nil, MailConnected: o.Mailer != nil, SlackConnected: o.Messenger != nil,
		TryMail: try.mail, TryJira: try.jira, TrySlack: try.slack})
	regions := []web.Region{}
	for _, r := range calendar.Regions() {
		regions = append(regions, web.Region{Code: r.Code, Name: r.Name})
	}
	web.Mount(e, a.store, web.Options{Now: a.now, BaseURL: a.settings.baseURL, Version: version, JiraConnected: o.Tracker != nil,
		MailConnected: o.Mailer != nil, MailboxConnected: o.Mailbox != nil, SlackConnected: o.Messenger != nil, Regions: regions, Demo: demo, Hooks: a.settings.hooks,
		TryMail: try.mail, TryJira: try.jira, TrySlack: try.slack,
		Company: try.company, CompanyName: a.settings.companyButton, CompanyOnly: a.settings.companyOnly, Newcomers: a.settings.newcomers})
	return e
}

// ready answers whether requests should come here: not while the database is away, and not while stopping.
func (a *app) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 2*time.Second)
	defer cancel()
	if a.stopping.Load() {
		return c.String(http.StatusServiceUnavailable, "stopping\n")
	}
	if err := a.store.Ping(ctx); err != nil {
		a.log.Error("the database does not answer", "error", err)
		return c.String(http.StatusServiceUnavailable, "the database does not answer\n")
	}
	return c.String(http.StatusOK, "ready\n")
}

// logged writes a line a request, without query strings and secrets in paths, and turns a panic into a 500.
func (a *app) logged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		start := time.Now()
		defer func() {
			if p := recover(); p != nil {
				if abort, ok := p.(error); ok && errors.Is(abort, http.ErrAbortHandler) {
					panic(p)
				}
				a.log.Error("a bug in Debrief", "route", c.Path(), "panic", p)
				err = echo.NewHTTPError(http.StatusInternalServerError)
			}
			if err != nil {
				c.Error(err) // answers, so that the status below is the one sent
				err = nil
			}
			level := slog.LevelDebug
			if c.Response().Status >= http.StatusInternalServerError {
				level = slog.LevelError
			}
			a.log.Log(c.Request().Context(), level, "request", "method", c.Request().Method, "route", c.Path(),
				"status", c.Response().Status, "took", time.Since(start).Round(time.Microsecond))
		}()
		return next(c)
	}
}

// serve answers until ctx ends, then finishes what has begun: requests, and rows that the worker holds.
func (a *app) serve(ctx context.Context) error {
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	worked := make(chan struct{})
	go func() {
		defer close(worked)
		a.worker.Run(work, a.now)
	}()
	failed := make(chan error, 1)
	go func() { failed <- a.server.Serve(a.listener) }()
	var err error
	select {
	case <-ctx.Done():
		a.log.Info("stopping")
	case err = <-failed:
	}
	a.stopping.Store(true)
	stopWork()
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if serr := a.server.Shutdown(limit); serr != nil {
		err = errors.Join(err, fmt.Errorf("finish requests: %w", serr), a.server.Close())
	}
	select {
	case <-worked:
	case <-limit.Done():
		a.log.Warn("background work did not finish in time; its leases will end")
	}
	return errors.Join(err, a.store.Close())
}
