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

func TestAVersionIsComparedWithTheOneBeforeItOrAnyEarlierOne(t *testing.T) {
	t.Parallel()
	for since, want := range map[string]int{"": 4, "0": 0, "1": 1, "5": 5} {
		if got, err := ComparedWith(5, since); got != want || err != nil {
			t.Errorf("since %q: %d, %v", since, got, err)
		}
	}
	if got, err := ComparedWith(1, ""); got != 0 || err != nil {
		t.Errorf("the first version is compared with %d, %v", got, err)
	}
	for _, since := range []string{"6", "-1", "x", "1.0", " ", "99999999999999999999"} {
		if _, err := ComparedWith(5, since); KindOf(err) != Invalid || !strings.Contains(err.Error(), "since") {
			t.Errorf("since %q: %v", since, err)
		}
	}
}
