package web

import (
	"net/http"
	"slices"
	"strings"

	"debrief/models"
	"debrief/postmortem"
)

// guideView is what the product knows of good postmortems: the rules of its check, the questions of its checklist, and where
// to read on.
type guideView struct {
	Groups    []ruleGroup
	None      bool              // no rule has the words that are looked for
	Questions []models.Question // the guide's, whatever the team's checklist asks
}

type ruleGroup struct {
	Title, Text string
	Rules       []guideRule
}

// Shown is how many of its rules have the words that are looked for.
func (g ruleGroup) Shown() (n int) {
	for _, r := range g.Rules {
		if !r.Hidden {
			n++
		}
	}
	return n
}

// guideRule is a rule on the page; one without the words that are looked for is hidden, so that a script can show it again.
type guideRule struct {
	*postmortem.Rule
	Hidden   bool
	Evidence string // the question of the checklist beside which its findings are shown
}

// Words are what a rule is looked for by, on the server and in the page's script alike: all that is its own, in small letters.
func (r guideRule) Words() string {
	return strings.ToLower(strings.Join([]string{r.Title, word(r.Level), r.ID, r.Source, r.Why, r.Advice(), r.External.Suggest, r.Evidence, r.Before, r.After}, "\n"))
}

// has reports whether the rule has all the words.
func (r guideRule) has(words []string) bool {
	in := r.Words()
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(in, w) })
}

// groups says where a rule stands on the page, by what its id begins with; the last takes what is left.
var groups = []struct{ prefix, title, text string }{
	{"action-", "Action items", "Whether a follow-up is actionable, specific and bounded. An item whose title does not pass is not committed, unless a facilitator says why."},
	{"external-", "The message to customers", "Read like a customer: clear about what happened and what is being done, with nothing that is for internal eyes only."},
	{"", "Wording and structure", "How the story is told, and what belongs in it."},
}

func (w *site) guidePage(r *request) error {
	rules, err := w.store.Rules(r.Request().Context())
	if err != nil {
		return err
	}
	checklist, err := w.store.Template(r.Request().Context(), 0)
	if err != nil {
		return err
	}
	asked := map[string]string{}
	for _, q := range checklist.Questions {
		asked[q.Key] = q.Text
	}
	words := strings.Fields(strings.ToLower(r.QueryParam("q")))
	v := guideView{None: true}
	v.Questions = models.DefaultQuestions()[:models.GuideQuestions]
	for _, g := range groups {
		v.Groups = append(v.Groups, ruleGroup{Title: g.title, Text: g.text})
	}
	for _, known := range rules.Rules() {
		rule := guideRule{Rule: known, Evidence: asked[known.Question]}
		rule.Hidden = !rule.has(words)
		v.None = v.None && rule.Hidden
		for n, g := range groups {
			if strings.HasPrefix(rule.ID, g.prefix) {
				v.Groups[n].Rules = append(v.Groups[n].Rules, rule)
				break
			}
		}
	}
	last := len(v.Groups) - 1 // what matters most comes first
	v.Groups = append(v.Groups[last:], v.Groups[:last]...)
	return r.render(http.StatusOK, "guide", &page{Title: "Guide", Data: v})
}

func (w *site) setRuleLevel(r *request) error {
	in := r.input()
	rule := r.Param("rule")
	_, err := w.store.SetRuleLevel(r.Request().Context(), r.by, r.now, rule, 0, postmortem.Level(in.text("level")))
	if err != nil {
		return err
	}
	return r.done("/guide#rule-"+rule, "The rule %s is set. Documents are checked with it the next time they are saved.", rule)
}
