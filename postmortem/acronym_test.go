package postmortem

import (
	"slices"
	"testing"
)

func TestAnAcronymIsFoundWhereNothingExplainsIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"The QRZ was full, and the QRZs behind it.":              {"QRZ"},
		"The QRZ's disk met the PQX.":                            {"QRZ", "PQX"},
		"The quarantine zone (QRZ) was full. The QRZ waited.":    nil,
		"The QRZ waited, as the quarantine zone (QRZ) was full.": nil,
		"The QRZ (quarantine zone) was full.":                    nil,
		"Queue Routing Zone, or QRZ for short, was full.":        nil,
		"The Queue Routing Zone QRZ was full.":                   nil,
		"QRZ is an agent for credentials. The QRZ was full.":     nil,
		"QRZ is a mess.": {"QRZ"},
		"QRZ stands for queue routing zone. The QRZ was full.":        nil,
		"The [QRZ](https://wiki.example.com/qrz) was full.":           nil,
		"The GLO is in the glossary.":                                 nil,
		"DNS, TLS and the JVM, GET and POST, SELECT, 10:00 UTC, MAY.": nil,
		"Run `QRZ` and $QRZ, see QRZ-12, QRZ_HOST and /QRZ.x/.":       nil,
		"DO NOT EVER RESTART THIS QRZ AGAIN.":                         nil,
		"An OUTAGE is in progress.":                                   nil,
		"GBPUSD and EURCHF stood still, and so did CHF.":              nil,
		"The Queue Routing Zone was full, and the QRZ waited.":        nil,
		"The quick red zone was full, and the QRZ waited.":            {"QRZ"},
		"Quentin Zander joined. QZ restarted it, with WTQ.":           {"WTQ"},
		"Q. Zander and Wei-Ting Quist joined. QZ asked WTQ.":          nil,
		"The quick zone was full. The QZ waited.":                     {"QZ"},
		"It was Qrz, and A, and QRZABCD.":                             nil,
		"x2QRZ and QRZ9 and aQRZ":                                     nil,
	} {
		if got := markedIn(ruleFinds(t, "undefined-acronym", "# T\n\n## What happened\n\n"+text+"\n")); !slices.Equal(got, want) && len(got)+len(want) > 0 {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAGlossaryInTheDocumentExplains(t *testing.T) {
	t.Parallel()
	for _, glossary := range []string{
		"- QRZ: queue routing zone", "| Term | Meaning |\n|-|-|\n| QRZ | queue routing zone |", "- **QRZ** - the queue routing zone", "QRZ = Queue Routing Zone",
	} {
		if list := ruleFinds(t, "undefined-acronym", "# T\n\n## What happened\n\nThe QRZ was full.\n\n## Glossary\n\n"+glossary+"\n"); len(list) != 0 {
			t.Errorf("%q does not explain: %q", glossary, markedIn(list))
		}
	}
}

func TestInitialsOfAnOwnerAreNoAcronym(t *testing.T) {
	t.Parallel()
	source := "# T\n\n## What happened\n\nQZ and QRZ joined.\n\n## Action items\n\n| Item | Owner |\n|-|-|\n| Add a limit | QZ |\n"
	if got := markedIn(ruleFinds(t, "undefined-acronym", source)); !slices.Equal(got, []string{"QRZ"}) {
		t.Errorf("got %q", got)
	}
}
