package postmortem

import "testing"

// The document is told that it does not ask; what is proposed does.
func TestWhatWePromiseIsProposedAsWhatIsToBeDone(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"We will add a limit to the oven queue":                  "Add a limit to the oven queue",
		"We'll also alert on the age of the dough":               "Alert on the age of the dough",
		"We are going to split the queue in two":                 "Split the queue in two",
		"We plan to move the flour service to new hosts":         "Move the flour service to new hosts",
		"We also need to document the restart of the oven":       "Document the restart of the oven",
		"The team will document the restart of the oven":         "Document the restart of the oven",
		"We will have to replace the probe of the second oven":   "Replace the probe of the second oven",
		"We'll have to replace the probe of the second oven":     "Replace the probe of the second oven",
		"We want to replace the probe of the second oven":        "Replace the probe of the second oven",
		"We shall replace the probe of the second oven":          "Replace the probe of the second oven",
		"We are aiming to split the queue in two":                "Split the queue in two",
		"We will investigate":                                    "We will investigate",
		"We will not add a limit to the oven queue":              "We will not add a limit to the oven queue",
		"We will be adding a limit to the oven queue":            "We will be adding a limit to the oven queue",
		"We will keep an eye on the oven queue":                  "We will keep an eye on the oven queue",
		"We should add a limit to the oven queue":                "We should add a limit to the oven queue",
		"We added a limit to the oven queue":                     "We added a limit to the oven queue",
		"We will likely move the flour service to another shelf": "We will likely move the flour service to another shelf",
	} {
		doc := parse(t, "# T\n## Action items\n\n- "+said+"\n")
		checkPositions(t, doc)
		if len(doc.Items) != 1 || doc.Items[0].Title != want {
			t.Errorf("%q: %q", said, titles(doc.Items))
			continue
		}
		if want == said {
			continue
		}
		if item := doc.Items[0]; item.Description != said || mainReason(item.Title) != "" {
			t.Errorf("%q: %q, %q", said, item.Description, mainReason(item.Title))
		}
		found := false
		for _, f := range DefaultRules().Check(doc, Context{}) {
			found = found || f.Rule == scopeNotImperative && f.Line == 4
		}
		if !found && said[:2] == "We" {
			t.Errorf("%q is not told of", said)
		}
	}
	if doc := parse(t, "# T\n## Action items\n\n- We will investigate the cause of the cold ovens\n"); mainReason(doc.Items[0].Title) != scopeInvestigate {
		t.Errorf("%q: %q", doc.Items[0].Title, mainReason(doc.Items[0].Title))
	}
}
