// Package api is Debrief's JSON API under /api/v1: a file a resource, typed handlers, and an OpenAPI document that is
// made of them. A handler decodes, calls one verb of the store on behalf of the token's person, and answers.
package api

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"debrief/integrations/hook"
	"debrief/models"
	"debrief/models/store"
)

// Prefix is where the resources are.
const Prefix = "/api/v1"

// Options are what the API needs beside the store.
type Options struct {
	Now     func() time.Time
	Version string // of the program, for the OpenAPI document
	Hooks   []*hook.Receiver
	// JiraConnected, MailConnected and SlackConnected tell what is set up.
	JiraConnected, MailConnected, SlackConnected bool
	// TryMail, TryJira and TrySlack try whether what is set up works; nil where it is not.
	TryMail  func(ctx context.Context, to models.Person) models.Trial
	TryJira  func(ctx context.Context, projects []string) models.Trial
	TrySlack func(ctx context.Context, to models.Person) models.Trial
}

type server struct {
	store             *store.Store
	now               func() time.Time
	jira, mail, slack bool // are connected
	tryMail           func(context.Context, models.Person) models.Trial
	tryJira           func(context.Context, []string) models.Trial
	trySlack          func(context.Context, models.Person) models.Trial
	huma              huma.API
}

// settings of huma that are global; they are the same for every API of the process.
var settings sync.Once

// Mount puts the API on the router. It answers errors below /api/ itself and leaves others to the error handler that the
// router had; so set that one before.
func Mount(e *echo.Echo, s *store.Store, o Options) {
	mount(e, s, o)
}

func mount(e *echo.Echo, s *store.Store, o Options) *server {
	settings.Do(func() {
		huma.NewErrorWithContext = newProblem
		huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
			return newProblem(nil, status, msg, errs...)
		}
		huma.ValidateStrictCasing = true
		huma.DefaultArrayNullable = false
	})
	config := huma.DefaultConfig("Debrief", o.Version)
	config.Info.Description = "Sees postmortems through. See docs/api.md."
	config.CreateHooks = nil // they would put $schema into the answers
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.RejectUnknownQueryParameters = true
	config.Servers = []*huma.Server{{URL: Prefix}}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer"}}
	config.Security = []map[string][]string{{"token": {}}}
	config.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[models.Date](), reflect.TypeFor[day]())

	a := &server{store: s, now: o.Now, jira: o.JiraConnected, mail: o.MailConnected, slack: o.SlackConnected,
		tryMail: o.TryMail, tryJira: o.TryJira, trySlack: o.TrySlack, huma: humaecho.NewWithGroup(e, e.Group(Prefix), config)}
	a.huma.UseMiddleware(func(ctx huma.Context, next func(huma.Context)) {
		headers(humaecho.Unwrap(ctx))
		next(ctx)
	}, a.authenticate, a.readRequest)
	for _, routes := range []func(){
		a.meRoutes, a.personRoutes, a.rosterRoutes, a.teamRoutes, a.serviceRoutes, a.policyRoutes, a.checklistRoutes,
		a.incidentRoutes, a.withdrawalRoutes, a.importRoutes, a.reviewRoutes, a.documentRoutes, a.documentTemplateRoutes, a.commentRoutes, a.findingRoutes, a.ruleRoutes, a.meetingRoutes,
		a.outcomeRoutes, a.messageRoutes, a.itemRoutes, a.scopeRoutes, a.nudgeRoutes, a.eventRoutes, a.tokenRoutes, a.reportRoutes, a.trialRoutes, a.identityRoutes,
	} {
		routes()
	}
	for _, schema := range config.Components.Schemas.Map() {
		for _, property := range schema.Properties {
			if property.AnyOf != nil {
				property.Format = "" // the tags of the models say date, and no date is none
			}
		}
	}
	e.GET("/api/openapi.yaml", func(c echo.Context) error {
		headers(c)
		text, err := a.huma.OpenAPI().YAML()
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, "application/yaml", text)
	})
	a.mountHooks(e, o.Hooks)
	answerErrors(e)
	return a
}

// headers sets what every answer carries: nothing of it is stored on the way, and none is taken for another type.
func headers(c echo.Context) {
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	requestID(c)
}

// Out is the answer to a GET of one thing and to every change of it.
type Out[T any] struct {
	ETag string `header:"ETag" doc:"The version, in quotes: what If-Match asks for"`
	Body T
}

// Made is the answer to a POST that made something.
type Made[T any] struct {
	ETag     string `header:"ETag" doc:"The version, in quotes: what If-Match asks for"`
	Location string `header:"Location" doc:"Where it is"`
	Body     T
}

func out[T any](body T, version int64, err error) (*Out[T], error) {
	if err != nil {
		return nil, err
	}
	return &Out[T]{etag(version), body}, nil
}

func made[T any](body T, version int64, location string, err error) (*Made[T], error) {
	if err != nil {
		return nil, err
	}
	return &Made[T]{etag(version), Prefix + location, body}, nil
}

// operation describes a route; its tag is the first noun of the path.
func operation(method, path, id, summary string) huma.Operation {
	noun, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	op := huma.Operation{Method: method, Path: path, OperationID: id, Summary: summary, Tags: []string{noun},
		MaxBodyBytes: -1, BodyReadTimeout: -1} // readRequest has read the body, and limited it
	if method == http.MethodPost {
		longest := maxKey
		op.Parameters = []*huma.Param{{Name: keyHeader, In: "header", Schema: &huma.Schema{Type: huma.TypeString, MaxLength: &longest},
			Description: "A name for this request: sent again with the same name, it changes nothing and answers the same"}}
	}
	return op
}

func get(path, id, summary string) huma.Operation {
	return operation(http.MethodGet, path, id, summary)
}

func put(path, id, summary string) huma.Operation {
	return operation(http.MethodPut, path, id, summary)
}

func patch(path, id, summary string) huma.Operation {
	return operation(http.MethodPatch, path, id, summary)
}

// verb is a POST that changes something that is there.
func verb(path, id, summary string) huma.Operation {
	return operation(http.MethodPost, path, id, summary)
}

// ask is a POST that changes nothing here: what it asks about is too long for an address, or it is asked of others.
func ask(path, id, summary string) huma.Operation {
	op := operation(http.MethodPost, path, id, summary)
	op.Parameters = nil
	return op
}

// create is a POST that makes something.
func create(path, id, summary string) huma.Operation {
	op := operation(http.MethodPost, path, id, summary)
	op.DefaultStatus = http.StatusCreated
	return op
}

func remove(path, id, summary string) huma.Operation {
	return operation(http.MethodDelete, path, id, summary)
}

type contextKey int

const (
	actorKey contextKey = iota
	personKey
)

// actor is on whose behalf the request acts.
func actor(ctx context.Context) models.Actor {
	by, _ := ctx.Value(actorKey).(models.Actor) // without one the zero Actor, which may nothing
	return by
}
