package postmortem

// Context is what the check knows beside the document.
type Context struct {
	// People are the names of those who took part, by which blame is told from a
	// mention; @handles in the text are known by themselves.
	People []string
	// Glossary are terms that need no explanation.
	Glossary []string
	// Severity is the incident's, 1 to 5; 0 for unknown.
	Severity int
	// Elsewhere are the parts that are kept beside the document, so that it does not lack them.
	Elsewhere []Kind
}

// checks are the checks that are written in Go, by the name that rules give.
var checks = map[string]func(*checker, *Rule){}

// Check gives what the rules find in the document, in the order of the text. It
// looks at nothing else, so the same document has always the same findings.
func (s *Ruleset) Check(d *Document, context Context) []Finding {
	c := newChecker(d, context)
	c.rules, c.ignores = s, d.ignores()
	for _, r := range s.Rules() {
		switch {
		case r.Level == LevelOff, !c.reads(r):
		case r.Check != "":
			checks[r.Check](c, r)
		default:
			c.wording(r)
		}
	}
	c.ignored()
	return c.sorted()
}

// wording looks for a rule's patterns in every sentence of the sections that it is about.
func (c *checker) wording(r *Rule) {
	for s := range c.of(r, c.texts) {
		if start, end, ok := r.in(s); ok {
			c.add(r, s.kind, s.text.Source(start, end), s.text.Plain, `"`+s.text.Plain[start:end]+`"`)
		}
	}
}
