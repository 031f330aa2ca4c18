package postmortem

import (
	"strings"
	"testing"
)

func TestAnAddressHasItsPlaceHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	const address = "https://bakery.example/ovens?n=1"
	for _, line := range []string{"See https://bakery.example/ovens?n=1 for more.", "https://bakery.example/ovens?n=1", "See <https://bakery.example/ovens?n=1>.", "See **https://bakery.example/ovens?n=1** and\nhttps://bakery.example/ovens?n=1.", "(https://bakery.example/ovens?n=1)"} {
		doc := parse(t, "# T\n\n"+line+"\n")
		text := doc.Blocks[1].Text
		at := strings.LastIndex(text.Plain, address)
		span := text.Source(at, at+len(address))
		if got := string(doc.Source[span.Start:span.End]); got != address || span.Start != strings.LastIndex(string(doc.Source), address) {
			t.Errorf("%q: %q at %v", line, got, span)
		}
	}
}
