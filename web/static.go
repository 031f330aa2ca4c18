package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"mime"
	"net/http"
	"path"

	"github.com/labstack/echo/v4"
)

//go:embed static
var staticFiles embed.FS

// hashes of the static files, by their path under /static/.
var hashes = map[string]string{}

func init() {
	var walk func(dir string)
	walk = func(dir string) {
		entries, err := staticFiles.ReadDir(dir)
		if err != nil {
			panic(err) // embedded, so it is there
		}
		for _, e := range entries {
			name := path.Join(dir, e.Name())
			if e.IsDir() {
				walk(name)
				continue
			}
			text, err := staticFiles.ReadFile(name)
			if err != nil {
				panic(err)
			}
			sum := sha256.Sum256(text)
			hashes[name[len("static/"):]] = hex.EncodeToString(sum[:6])
		}
	}
	walk("static")
}

// asset returns the address of a static file; it changes with the content, so browsers may keep the file.
func asset(name string) string {
	hash, ok := hashes[name]
	if !ok {
		panic("there is no static file " + name)
	}
	return "/static/" + name + "?v=" + hash
}

func serveStatic(c echo.Context) error {
	name := c.Param("*")
	hash, ok := hashes[name]
	if !ok {
		return echo.ErrNotFound
	}
	head := c.Response().Header()
	head.Set("ETag", `"`+hash+`"`)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Cache-Control", "no-cache")
	if c.QueryParam("v") == hash {
		head.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if c.Request().Header.Get("If-None-Match") == `"`+hash+`"` {
		return c.NoContent(http.StatusNotModified)
	}
	text, err := staticFiles.ReadFile("static/" + name)
	if err != nil {
		return echo.ErrNotFound
	}
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		kind = "text/plain; charset=utf-8"
	}
	return c.Blob(http.StatusOK, kind, text)
}
