package main

import (
	"context"
	"errors"
	"fmt"
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
	addressConfig
	Email string `arg:"" help:"The person's address."`
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

// Run makes the link, to where serve says that it is with the same settings.
func (c *tokenSignIn) Run(ctx context.Context, p *program) error {
	base, err := c.base()
	if err != nil {
		return err
	}
	if base.Port() == "0" {
		return errors.New("DEBRIEF_LISTEN: with port 0 serve takes any that is free; say with --base-url which one it told")
	}
	return c.person(ctx, p, c.Email, func(s *store.Store, who models.Person) error {
		secret, err := s.MakeSignIn(ctx, models.System, p.now(), who.ID)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(p.out, "%s://%s/sign-in/%s\n", base.Scheme, base.Host, secret); err != nil { // the link alone goes to standard output
			return err
		}
		fmt.Fprintf(p.errs, "The link works once, within %d minutes.\n", int(models.SignInLifetime.Minutes()))
		if c.BaseURL == "" {
			fmt.Fprintf(p.errs, "Neither --base-url nor DEBRIEF_BASE_URL says where people open Debrief, so the link leads to where serve listens, by DEBRIEF_LISTEN or its default.\n"+
				"If you open it elsewhere, put that address in the place of %s://%s.\n", base.Scheme, base.Host)
		}
		return nil
	})
}
