package postmortem

import (
	"regexp"
	"slices"
	"strings"
)

// serviceLabels are labels whose value names the services touched.
var serviceLabels = []string{"service", "services", "affected service", "affected services", "services affected",
	"service affected", "impacted service", "impacted services", "services impacted", "affected systems", "systems affected",
	"affected system", "impacted systems", "systems", "system", "component", "components", "affected components",
	"components affected", "impacted components", "services involved", "service s", "affected product", "affected products"}

var serviceSplit = regexp.MustCompile(`\s*(?:,|;|\n|\s/\s|\sand\s)\s*`)

// findServices reads the services where they are stated: front matter or a
// label, with the names behind it or as a list below.
func findServices(d *Document) []string {
	if v := d.FrontMatter.All("services", "service", "affected services", "systems", "components", "affected systems"); len(v) > 0 {
		return serviceNames(strings.Join(v, ","))
	}
	for _, f := range d.facts {
		if slices.Contains(serviceLabels, f.label) {
			if names := serviceNames(f.value.Plain); len(names) > 0 {
				return names
			}
		}
	}
	for b := range d.All() {
		if b.Kind == BlockItem && len(b.Children) > 1 && b.lead() != nil && slices.Contains(serviceLabels, foldLabel(b.lead().Text.Plain)) {
			return listNames(b.Children[1])
		}
	}
	for _, s := range d.Sections {
		if slices.Contains(serviceLabels, foldLabel(s.Heading)) && len(s.Blocks) > 0 {
			if s.Blocks[0].Kind == BlockParagraph {
				if names := serviceNames(s.Blocks[0].Text.Plain); len(names) > 0 {
					return names
				}
			}
			return listNames(s.Blocks[0])
		}
	}
	return nil
}

func listNames(list *Block) []string {
	var names []string
	if list.Kind != BlockList {
		return nil
	}
	for _, item := range list.Children {
		if lead := item.lead(); lead != nil && len(lead.Text.Plain) <= 60 {
			names = append(names, squeeze(lead.Text.Plain))
		}
	}
	return names
}

// serviceNames splits a value; a value that is a sentence names none.
func serviceNames(v string) []string {
	var names []string
	for _, name := range serviceSplit.Split(v, -1) {
		name = strings.Trim(squeeze(name), ".`*")
		switch strings.ToLower(name) {
		case "", "none", "n/a", "na", "tbd", "todo", "-", "?":
			continue
		}
		if len(name) > 60 || strings.Count(name, " ") > 5 {
			return nil
		}
		names = append(names, name)
	}
	return names
}
