package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"
)

// client speaks to the API as somebody's script would: every request that changes something carries an Idempotency-Key, and is
// sent again until it is answered.
type client struct {
	t     *testing.T
	url   func() string // where the program is right now
	token string
	keys  int
	acked int // answers got to requests that change something
}

// object is a JSON object.
type object map[string]any

func (o object) id() int64              { return int64(o["id"].(float64)) }
func (o object) text(key string) string { s, _ := o[key].(string); return s }
func (o object) list(key string) []object {
	var out []object
	for _, v := range o[key].([]any) {
		out = append(out, v.(map[string]any))
	}
	return out
}

// do sends a request until it gets an answer, and returns status and body.
func (c *client) do(method, path string, body any) (int, object) {
	c.t.Helper()
	var payload []byte
	if body != nil {
		var err error
		if payload, err = json.Marshal(body); err != nil {
			c.t.Fatal(err)
		}
	}
	c.keys++
	key := fmt.Sprintf("%s-%d", c.t.Name(), c.keys)
	deadline := time.Now().Add(6 * patience) // the program may be killed at each try, until the killer has done it often enough
	for {
		status, answer, err := c.once(method, path, key, payload)
		if err == nil {
			return status, answer
		}
		if time.Now().After(deadline) {
			c.t.Fatalf("%s %s: %v", method, path, err)
		}
	}
}

func (c *client) once(method, path, key string, payload []byte) (int, object, error) {
	r, err := http.NewRequest(method, c.url()+"/api/v1"+path, bytes.NewReader(payload))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	if payload != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if method == http.MethodPost {
		r.Header.Set("Idempotency-Key", key)
	} else if method != http.MethodGet {
		r.Header.Set("If-Match", "*")
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, nil, err
	}
	if resp.StatusCode == http.StatusServiceUnavailable {
		return 0, nil, fmt.Errorf("%s", resp.Status)
	}
	var o object
	if len(text) > 0 {
		if err := json.Unmarshal(text, &o); err != nil {
			return 0, nil, fmt.Errorf("%s answered %q", path, text)
		}
	}
	return resp.StatusCode, o, nil
}

// must is do for what has to succeed.
func (c *client) must(method, path string, body any) object {
	c.t.Helper()
	status, o := c.do(method, path, body)
	if status >= 300 {
		c.t.Fatalf("%s %s: %d %v", method, path, status, o)
	}
	if method != http.MethodGet {
		c.acked++
	}
	return o
}

func (c *client) get(path string) object {
	c.t.Helper()
	return c.must(http.MethodGet, path, nil)
}

func (c *client) post(path string, body any) object {
	c.t.Helper()
	return c.must(http.MethodPost, path, body)
}

func (c *client) patch(path string, body any) object {
	c.t.Helper()
	return c.must(http.MethodPatch, path, body)
}

func (c *client) put(path string, body any) object {
	c.t.Helper()
	return c.must(http.MethodPut, path, body)
}
