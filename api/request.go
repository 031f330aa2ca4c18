package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"debrief/models/store"
)

const (
	keyHeader = "Idempotency-Key"
	maxKey    = 200
	maxBody   = 1 << 20
)

// bodyLimit is the key under which an operation notes another limit than maxBody.
const bodyLimit = "body limit"

// anyText is the key under which an operation notes that its body may be in any encoding: it finds out itself.
const anyText = "any text"

// asDocument is the key under which an operation notes that its body may be the document as it is, in Markdown.
const asDocument = "as document"

// readRequest reads the whole body, so that its size, its text and its hash are known before anything else is done.
func (s *server) readRequest(ctx huma.Context, next func(huma.Context)) {
	request := humaecho.Unwrap(ctx).Request()
	if p := checkQuery(request.URL.RawQuery); p != nil {
		s.refuse(ctx, p)
		return
	}
	limit, ok := ctx.Operation().Metadata[bodyLimit].(int)
	if !ok {
		limit = maxBody
	}
	body, err := io.ReadAll(io.LimitReader(request.Body, int64(limit)+1))
	if err != nil {
		s.refuse(ctx, problem(http.StatusBadRequest, "the body ended early"))
		return
	}
	if len(body) > limit {
		s.refuse(ctx, problem(http.StatusRequestEntityTooLarge, fmt.Sprintf("the body must be at most %d bytes", limit)))
		return
	}
	if ctx, ok = s.named(ctx, body); !ok {
		return
	}
	if p := s.checkBody(ctx, body); p != nil {
		s.refuse(ctx, p)
		return
	}
	if isMarkdown(ctx) && len(body) > 0 {
		if body, err = asJSON(request, body); err != nil {
			s.refuse(ctx, err)
			return
		}
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	next(ctx)
}

// named hands the request's Idempotency-Key to the store.
func (s *server) named(ctx huma.Context, body []byte) (huma.Context, bool) {
	key := ctx.Header(keyHeader)
	if key == "" || ctx.Method() != http.MethodPost {
		return ctx, true
	}
	if len(key) > maxKey || strings.IndexFunc(key, func(r rune) bool { return r < ' ' || r > '~' }) >= 0 {
		s.refuse(ctx, invalid("header."+keyHeader, fmt.Sprintf("must be at most %d printable ASCII characters", maxKey)))
		return ctx, false
	}
	hash := sha256.New()
	url := ctx.URL()
	fmt.Fprintf(hash, "%s\n%s\n", ctx.Method(), url.RequestURI())
	hash.Write(body)
	request := store.Request{Key: key, Hash: hex.EncodeToString(hash.Sum(nil))}
	return huma.WithContext(ctx, store.WithRequest(ctx.Context(), request)), true
}

// checkQuery refuses what the databases cannot compare with: they would fail, each in its own words.
func checkQuery(raw string) *Problem {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return invalid("query", "cannot be read")
	}
	for name, values := range query {
		for _, v := range append(values, name) {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return invalid("query."+strings.ToValidUTF8(name, "?"), "must be valid UTF-8 without NUL")
			}
		}
		if len(values) > 1 && name != "state" {
			return invalid("query."+name, "is given twice")
		}
	}
	return nil
}

func (s *server) checkBody(ctx huma.Context, body []byte) *Problem {
	switch {
	case ctx.Operation().RequestBody == nil && len(bytes.TrimSpace(body)) > 0 && string(bytes.TrimSpace(body)) != "{}":
		return invalid("body", "must be empty: this takes no input")
	case len(body) == 0:
		return nil
	case ctx.Operation().Metadata[anyText] == true:
		return nil
	case !utf8.Valid(body): // Go's decoder would replace it without a word
		return invalid("body", "must be valid UTF-8")
	}
	if kind := ctx.Header("Content-Type"); ctx.Operation().RequestBody == nil || kind != "" && !strings.Contains(kind, "json") {
		return nil // huma refuses another kind than JSON, and markdown is anything
	}
	return checkJSON(body, s.huma.OpenAPI().Components.Schemas, ctx.Operation().RequestBody.Content["application/json"].Schema)
}
