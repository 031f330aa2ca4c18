package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"debrief/models"
	"debrief/models/store"
)

// tokenCommand makes keys on the machine that runs Debrief, for whoever may read its database.
type tokenCommand struct {
	Create tokenCreate `cmd:"" help:"Make a key to the API for a person, and print it once."`
	SignIn tokenSignIn `cmd:"" help:"Make a one-time sign-in link for a person, and print it."`
}

type tokenCreate struct {
	databaseConfig
	Email string        `arg:"" help:"The person's address."`
	Name  string        `required:"" help:"What the key is for."`
	Role  string        `help:"The most that it may do: viewer, member, facilitator or administrator; the default is the person's role."`
	For   time.Duration `help:"How long it is good, such as 720h; the default is until it is revoked."`
}

type tokenSignIn struct {
	databaseConfig
	Email   string `arg:"" help:"The person's address."`
	BaseURL string `name:"base-url" env:"DEBRIEF_BASE_URL" default:"http://127.0.0.1:8080" help:"Where people open Debrief."`
}

// person opens the store and finds who is meant.
func (c databaseConfig) person(ctx context.Context, p *program, email string, do func(*store.Store, models.Person) error) error {
	db, err := c.existing(ctx)
	if err != nil {
		return err
	}
	s, err := storeOn(ctx, db, settings{}, p.now())
	if err != nil {
		return err
	}
	who, err := s.PersonByEmail(ctx, email)
	if err == nil {
		err = do(s, who)
	}
	return errors.Join(err, s.Close())
}

// Run makes the key.
func (c *tokenCreate) Run(ctx context.Context, p *program) error {
	return c.person(ctx, p, c.Email, func(s *store.Store, who models.Person) error {
		t := models.Token{PersonID: who.ID, Name: c.Name, Role: models.Role(c.Role)}
		if c.For != 0 {
			at := p.now().Add(c.For)
			t.ExpiresAt = &at
		}
		made, secret, err := s.AddToken(ctx, models.System, p.now(), t)
		if err != nil {
			return err
		}
		if t.Role != "" && made.Role != t.Role { // the key alone goes to standard output
			fmt.Fprintf(p.errs, "%s is %s, so the key may do no more than that, and not what %s may\n", who.Email, made.Role, t.Role)
		}
		_, err = fmt.Fprintln(p.out, secret)
		return err
	})
}

// Run makes the link.
func (c *tokenSignIn) Run(ctx context.Context, p *program) error {
	return c.person(ctx, p, c.Email, func(s *store.Store, who models.Person) error {
		secret, err := s.MakeSignIn(ctx, models.System, p.now(), who.ID)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.out, "%s/sign-in/%s\n", strings.TrimRight(c.BaseURL, "/"), secret)
		return err
	})
}
