package models

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestDefaultQuestionsAreTheGuides(t *testing.T) {
	t.Parallel()
	var keys []string
	for n, q := range DefaultQuestions() {
		keys = append(keys, q.Key)
		if q.Position != n+1 || q.Text == "" || q.Help == "" {
			t.Errorf("%+v", q)
		}
	}
	want := []string{"detail", "causes", "separation", "action-items", "readable", "external-message", // the six of the guide
		"timeline", "terms", "service-health", "blameless", "honest", "outage"}
	if !slices.Equal(keys, want) {
		t.Errorf("asks %v, want %v", keys, want)
	}
	for _, q := range DefaultQuestions()[:6] {
		if !q.Blocking {
			t.Errorf("%s does not block", q.Key)
		}
	}
	tpl := Template{Questions: DefaultQuestions()}
	accepted(t, tpl.Validate())
	if !reflect.DeepEqual(tpl.Questions, DefaultQuestions()) {
		t.Error("the default questions are not stored as they are")
	}
}

func TestTemplateValidate(t *testing.T) {
	t.Parallel()
	tpl := Template{}
	refused(t, tpl.Validate(), Invalid, "questions")
	tpl.Questions = slices.Repeat([]Question{{Key: "k", Text: "T?"}}, 51)
	refused(t, tpl.Validate(), Invalid, "questions", "questions.key")
	tpl.Questions = []Question{{Key: "", Text: " ", Help: withNUL}}
	refused(t, tpl.Validate(), Invalid, "questions.key", "questions.text", "questions.help")
	tpl.Questions = []Question{{Key: " a ", Text: "A?", Position: 7}, {Key: "a", Text: "Again?"}}
	refused(t, tpl.Validate(), Invalid, "questions.key")
	for key, want := range map[string]bool{"service-health": true, "q2": true, "Bad Key!": false, "two--hyphens": false, "ümlaut": false} {
		tpl := Template{Questions: []Question{{Key: key, Text: "Is it true?"}}}
		if err := tpl.Validate(); (err == nil) != want {
			t.Errorf("the key %q: %v", key, err)
		}
	}
	tpl.Questions = []Question{{Key: "b", Text: " B? ", Position: 9}, {Key: "a", Text: "A?", Position: 3}}
	accepted(t, tpl.Validate())
	if tpl.Questions[0].Position != 1 || tpl.Questions[1].Position != 2 || tpl.Questions[0].Text != "B?" {
		t.Errorf("stored as %+v", tpl.Questions)
	}
}

func TestAnOutcomeSettlesUnlessItNeedsWork(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		verdict Verdict
		waived  string
		want    bool
	}{{Pass, "", true}, {NotApplicable, "", true}, {NeedsWork, "", false}, {NeedsWork, "agreed", true}} {
		if got := (Outcome{Verdict: c.verdict, WaivedReason: c.waived}).Settles(); got != c.want {
			t.Errorf("%s, waived %q: settles is %v", c.verdict, c.waived, got)
		}
	}
}

func TestOutcomeValidate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		outcome Outcome
		by      Actor
		kind    Kind
		fields  []string
	}{
		{"a member's answer", Outcome{Verdict: NeedsWork, Note: "more detail"}, asMember, "", nil},
		{"a facilitator waives", Outcome{Verdict: NeedsWork, Final: true, Note: "more detail", WaivedReason: "agreed"}, asFacilitator, "", nil},
		{"work that nobody describes", Outcome{Verdict: NeedsWork, Note: " \n"}, asMember, Invalid, []string{"note"}},
		{"work that nobody describes, waived", Outcome{Verdict: NeedsWork, Final: true, WaivedReason: "agreed"}, asFacilitator, Invalid, []string{"note"}},
		{"a member does not", Outcome{Verdict: NeedsWork, Final: true, Note: "more detail", WaivedReason: "agreed"}, asMember, Forbidden, nil},
		{"no verdict", Outcome{}, asMember, Invalid, []string{"verdict"}},
		{"a waiver of what passes", Outcome{Verdict: Pass, Final: true, WaivedReason: "agreed"}, asFacilitator, Invalid, []string{"waived_reason"}},
		{"a waiver before the meeting", Outcome{Verdict: NeedsWork, Note: "more detail", WaivedReason: "agreed"}, asFacilitator, Invalid, []string{"waived_reason"}},
		{"everything wrong", Outcome{Verdict: "fail", Note: long(MaxNote + 1), WaivedReason: notUTF8}, asMember, Invalid,
			[]string{"verdict", "note", "waived_reason"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := c.outcome.Validate(c.by, Question{Text: "Is it honest?"})
			if c.kind == "" {
				accepted(t, err)
				return
			}
			refused(t, err, c.kind, c.fields...)
		})
	}
}

func TestWhoForgetsTheNoteIsToldOfWhichQuestion(t *testing.T) {
	t.Parallel()
	err := (&Outcome{Verdict: NeedsWork}).Validate(asMember, Question{Text: "Is it honest?"})
	if want := "note is empty: say what is missing, as the verdict on “Is it honest?” is needs_work"; err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("it says %q, want %q", err, want)
	}
}

func TestOpenQuestionsAreTheBlockingOnesWithoutASettlingOutcome(t *testing.T) {
	t.Parallel()
	f := ReviewFacts{
		Questions: []Question{{ID: 1, Blocking: true}, {ID: 2}, {ID: 3, Blocking: true}, {ID: 4, Blocking: true}},
		Outcomes:  []Outcome{{QuestionID: 1, Verdict: Pass}, {QuestionID: 3, Verdict: NeedsWork}, {QuestionID: 9, Verdict: Pass}},
	}
	var ids []int64
	for _, q := range f.OpenQuestions() {
		ids = append(ids, q.ID)
	}
	if !slices.Equal(ids, []int64{3, 4}) {
		t.Errorf("open are %v, want 3 and 4", ids)
	}
}

func TestReviewersAgreeWhereAllWhoAnsweredSayTheSame(t *testing.T) {
	t.Parallel()
	answer := func(question int64, v Verdict) Outcome { return Outcome{QuestionID: question, Verdict: v} }
	got := Agreed([]Outcome{
		answer(1, Pass), answer(1, Pass), answer(2, NotApplicable),
		answer(3, Pass), answer(3, NotApplicable), // they differ
		answer(4, NeedsWork), answer(5, NeedsWork), answer(5, Pass), // the meeting has to say what is missing
		answer(6, Pass), {QuestionID: 6, Verdict: Pass, Final: true}, // it is settled
	})
	if want := map[int64]Verdict{1: Pass, 2: NotApplicable}; !maps.Equal(got, want) {
		t.Errorf("they agree on %v, want %v", got, want)
	}
}

func TestReviewersDifferWhereTheySayOtherThingsAndNothingIsSettled(t *testing.T) {
	t.Parallel()
	answer := func(question int64, v Verdict) Outcome { return Outcome{QuestionID: question, Verdict: v} }
	got := Differing([]Outcome{
		answer(1, Pass), answer(1, Pass), answer(2, NeedsWork),
		answer(3, Pass), answer(3, NotApplicable), answer(4, NeedsWork), answer(4, NeedsWork), answer(4, Pass),
		answer(5, Pass), answer(5, NeedsWork), {QuestionID: 5, Verdict: Pass, Final: true}, // it is settled
		{QuestionID: 6, Verdict: Pass, Final: true}, answer(6, NeedsWork), answer(6, Pass),
		{QuestionID: 7, Verdict: Pass, Final: true}, answer(7, NeedsWork),
	})
	if want := map[int64]bool{3: true, 4: true}; !maps.Equal(got, want) {
		t.Errorf("they differ on %v, want %v", got, want)
	}
}
