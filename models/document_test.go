package models

import (
	"strings"
	"testing"
)

func TestDocumentsAreStoredWithUnixLineEnds(t *testing.T) {
	t.Parallel()
	got, err := NormalDocument("\ufeff# Title\r\n\r\nText\n")
	accepted(t, err)
	if got != "# Title\n\nText\n" {
		t.Errorf("stored as %q", got)
	}
	if again, err := NormalDocument(got); again != got || err != nil {
		t.Errorf("the second time it is %q, %v", again, err)
	}
}

func TestADocumentIsText(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"empty": "", "blank": " \r\n\t", "only a mark": "\ufeff", "not UTF-8": notUTF8, "NUL": withNUL,
		"too long": strings.Repeat("x", MaxDocument+1)} {
		if _, err := NormalDocument(body); KindOf(err) != Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := NormalDocument(strings.Repeat("x", MaxDocument))
	accepted(t, err)
}
