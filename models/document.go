package models

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Document is one saved version of a review's postmortem, in Markdown. The text of a version is never changed or removed.
type Document struct {
	ID        int64     `json:"id"`
	ReviewID  int64     `json:"review_id"`
	Number    int       `json:"number" doc:"Counts the versions of this review's document from 1"`
	Body      string    `json:"body" doc:"Markdown, at most 2 MiB"`
	AuthorID  *int64    `json:"author_id,omitempty"`
	CreatedAt time.Time `json:"created_at"`

	CheckedAt *time.Time `json:"checked_at,omitempty" doc:"When it was checked last; what was saved before there was a check was not"`
}

// NormalDocument returns the text as it is stored: Unix line ends, no byte order mark. It returns an Invalid
// error for what is empty, longer than MaxDocument bytes, or not text.
func NormalDocument(body string) (string, error) {
	var c Check
	body = strings.TrimLeft(body, "\ufeff")
	body = strings.ReplaceAll(body, "\r\n", "\n")
	switch {
	case len(body) > MaxDocument:
		c.Fail("body", "must be at most 2 MiB")
	case !utf8.ValidString(body):
		c.Fail("body", "must be valid UTF-8")
	case strings.ContainsRune(body, 0):
		c.Fail("body", "must not contain NUL characters")
	case strings.TrimSpace(body) == "":
		c.Fail("body", "is empty")
	}
	return body, c.Err()
}

// ComparedWith returns the number of the version that a version is compared with: the one before it for "", else since, which is
// at most the version itself. 0 is none, from before there was a document. It returns an Invalid error about since.
func ComparedWith(number int, since string) (int, error) {
	if since == "" {
		return number - 1, nil
	}
	n, err := strconv.Atoi(since)
	if err != nil || n < 0 || n > number {
		return 0, InvalidField("since", "must be the number of a version, at most %d, or 0 for none", number)
	}
	return n, nil
}
