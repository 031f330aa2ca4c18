package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"debrief/internal/testenv"
	"debrief/models/storetest"
)

// checks runs debrief check, and returns what it prints, what it says is wrong, and its exit code.
func checks(t *testing.T, in string, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	err := run(context.Background(), &program{out: &o, errs: &e, in: strings.NewReader(in), now: clock}, append([]string{"check"}, args...))
	var exit *exitError
	switch {
	case err == nil:
	case errors.As(err, &exit):
		code = exit.code
	default:
		t.Fatalf("debrief check %v: %v", args, err)
	}
	return o.String(), e.String(), code
}

const hindsight = "# Checkout was down\n\n## What happened\n\nÜber all, this should have been caught in review.\n"

func TestACheckSaysWhereWhyAndWhatInstead(t *testing.T) {
	t.Parallel()
	file := filepath.Join(folder(t, map[string]string{"checkout.md": hindsight}), "checkout.md")
	out, errs, code := checks(t, "", file)
	if code != 1 || errs != "" {
		t.Errorf("it ends with %d: %s", code, errs)
	}
	for _, want := range []string{file, "5:16 warning counterfactual", "\n    Über all, this should have been caught in review.\n                   ^^^^", "1 file checked: "} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not print %q:\n%s", want, out)
		}
	}
	if strings.Contains(out, "\x1b[") {
		t.Error("there are colours where there is no terminal")
	}
	if _, _, code := checks(t, "", "--exit-zero", file); code != 0 {
		t.Errorf("with --exit-zero it ends with %d", code)
	}
	if _, _, code := checks(t, "", "--level=error", file); code != 0 {
		t.Errorf("with --level=error it ends with %d", code)
	}
	if out, _, _ := checks(t, strings.Repeat(hindsight, 3), "-"); strings.Count(out, "warning counterfactual") != 3 || strings.Count(out, "It tells of a world") != 1 {
		t.Errorf("the same is said at each of three findings:\n%s", out)
	}
	if out, _, code := checks(t, "", "--level=note", filepath.Dir(file)); code != 1 || !strings.Contains(out, file) || !strings.Contains(out, "1 file checked: ") {
		t.Errorf("its folder ends with %d:\n%s", code, out)
	}
	link := filepath.Join(t.TempDir(), "link")
	storetest.Must(t, os.Symlink(filepath.Dir(file), link))
	if out, _, code := checks(t, "", link); code != 1 || !strings.Contains(out, filepath.Join(link, "checkout.md")) {
		t.Errorf("a link to its folder ends with %d:\n%s", code, out)
	}
	if _, errs, code := checks(t, "", t.TempDir()); code != 2 || !strings.Contains(errs, "no file in this folder ends in .md") {
		t.Errorf("an empty folder ends with %d: %s", code, errs)
	}
	if _, errs, code := checks(t, "", "--exit-zero", file, "missing.md"); code != 2 || !strings.Contains(errs, "missing.md: no such file") {
		t.Errorf("with a file that is not there it ends with %d: %s", code, errs)
	}
}

func TestACheckForProgramsIsAnObjectAFinding(t *testing.T) {
	t.Parallel()
	out, _, code := checks(t, hindsight, "--format=jsonl", "--exit-zero", "-")
	if code != 0 {
		t.Errorf("it ends with %d", code)
	}
	seen := false
	for line := range strings.Lines(out) {
		var f findingLine
		storetest.Must(t, json.Unmarshal([]byte(line), &f))
		if f.File != "-" || f.Why == "" || f.Suggestion == "" || f.Fingerprint == "" || f.Line < 1 || f.Column < 1 || f.End < f.Start || f.Text != hindsight[f.Start:f.End] {
			t.Errorf("%+v", f)
		}
		seen = seen || f.Rule == "counterfactual" && f.Line == 5 && f.Column == 16 && f.Section == "description"
	}
	if !seen {
		t.Errorf("the counterfactual is not there: %s", out)
	}
}

func TestPlacesAreThoseOfTheFileWithItsLineEndsAndItsMark(t *testing.T) {
	t.Parallel()
	in := "\xef\xbb\xbf" + strings.ReplaceAll(hindsight, "\n", "\r\n")
	out, _, _ := checks(t, in, "--format=jsonl", "-")
	for line := range strings.Lines(out) {
		var f findingLine
		storetest.Must(t, json.Unmarshal([]byte(line), &f))
		if in[f.Start:f.End] != f.Text {
			t.Errorf("%s: %q, in the file %q", f.Rule, f.Text, in[f.Start:f.End])
		}
	}
	// Another encoding: they are those of the same text in UTF-8, with its line ends.
	crlf := strings.ReplaceAll(strings.Replace(hindsight, "\n", "\n\nDer Käse – 🧀 – ist weg.\n", 1), "\n", "\r\n")
	little := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(crlf)) {
		little = binary.LittleEndian.AppendUint16(little, unit)
	}
	plain, _, _ := checks(t, crlf, "--format=jsonl", "-")
	wide, _, _ := checks(t, string(little), "--format=jsonl", "-")
	if plain == "" || plain != wide {
		t.Errorf("in UTF-16:\n%s\nin UTF-8:\n%s", wide, plain)
	}
	for line := range strings.Lines(plain) {
		var f findingLine
		storetest.Must(t, json.Unmarshal([]byte(line), &f))
		if got := crlf[f.Start:f.End]; strings.ReplaceAll(got, "\r\n", "\n") != f.Text || f.Line != 1+strings.Count(crlf[:f.Start], "\n") {
			t.Errorf("%s: %q in line %d, in the file %q", f.Rule, f.Text, f.Line, got)
		}
	}
	latin := strings.ReplaceAll("# Ch\xe9\n\n## What happened\n\nThis should have been caught.\n", "\n", "\r\n")
	out, _, _ = checks(t, latin, "--format=jsonl", "-")
	for line := range strings.Lines(out) {
		var f findingLine
		storetest.Must(t, json.Unmarshal([]byte(line), &f))
		if in := strings.ReplaceAll(latin, "\xe9", "é"); in[f.Start:f.End] != f.Text {
			t.Errorf("%s: %q, in UTF-8 %q", f.Rule, f.Text, in[f.Start:f.End])
		}
	}
	out, _, _ = checks(t, "# Ch\xe9\n\n## What happened\n\nThis should have been caught.\n", "--format=sarif", "-")
	if strings.Contains(out, "byteOffset") || !strings.Contains(out, "startColumn") {
		t.Errorf("a file in another encoding has its places in bytes: %s", out)
	}
}

func TestAMistypedCommandIsNoFinding(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"--levl=error", "-"}, {"--exit-zero", "--format=xml", "-"}} {
		if _, _, code := checks(t, hindsight, args...); code != 2 {
			t.Errorf("debrief check %q ends with %d", args, code)
		}
	}
}

func TestACaretStandsBelowWideLettersAndInLongLines(t *testing.T) {
	t.Parallel()
	out, _, _ := checks(t, "# T\n\n## What happened\n\n日本語 é this should have been caught.\n\n"+strings.Repeat("This should have been caught. ", 20000)+"\n", "-")
	if !strings.Contains(out, "\n    日本語 é this should have been caught.\n                  ^^^^") {
		t.Errorf("the caret stands elsewhere:\n%.900s", out)
	}
	for line := range strings.Lines(out) {
		if len(line) > 700 {
			t.Fatalf("a line of %d bytes: %.200s", len(line), line)
		}
	}
}

func TestACheckForGitHubAndForSARIF(t *testing.T) {
	t.Parallel()
	out, _, _ := checks(t, hindsight, "--format=github", "-")
	if !strings.Contains(out, "::warning file=-,line=5,col=16,title=counterfactual::“should have been”: It tells of") || strings.Contains(out, "\n\n") {
		t.Errorf("for GitHub it prints %s", out)
	}
	out, _, _ = checks(t, hindsight, "--format=sarif", "-")
	var log sarifLog
	storetest.Must(t, json.Unmarshal([]byte(out), &log))
	if log.Version != "2.1.0" || len(log.Runs) != 1 || len(log.Runs[0].Results) == 0 {
		t.Fatalf("SARIF: %s", out)
	}
	rules := log.Runs[0].Tool.Driver.Rules
	for _, r := range log.Runs[0].Results {
		if rules[r.RuleIndex].ID != r.RuleID || r.Message.Text == "" || r.Locations[0].PhysicalLocation.Region.StartColumn < 1 {
			t.Errorf("%+v", r)
		}
	}
}

// ignoring has two places that a comment leaves alone, and one that none does.
const ignoring = "# Checkout was down\n\n## What happened\n\n<!-- debrief-ignore counterfactual, judgemental: the vendor's words -->\nThis should have been caught in review.\n\nIt should have stayed up.\n"

func TestWhatACommentLeavesAloneIsNotFound(t *testing.T) {
	t.Parallel()
	out, _, _ := checks(t, ignoring, "-")
	if strings.Contains(out, "caught in review") || !strings.Contains(out, "8:4 warning counterfactual") || !strings.HasSuffix(out, "; 2 places left alone by comments\n") {
		t.Errorf("it prints %s", out)
	}
	for _, format := range []string{"jsonl", "github"} {
		if out, _, _ := checks(t, ignoring, "--format="+format, "-"); strings.Contains(out, "judgemental") || strings.Count(out, "counterfactual") != 1 {
			t.Errorf("as %s it prints %s", format, out)
		}
	}
	_, _, code := checks(t, strings.Replace(ignoring, "\n\nIt should have stayed up.", "", 1), "--rules="+folder(t, map[string]string{
		"too-short.yaml": "id: too-short\nlevel: off\n", "missing-section.yaml": "id: missing-section\nlevel: off\n"}), "-")
	if code != 0 {
		t.Errorf("where a comment leaves all alone it exits with %d", code)
	}
	out, _, _ = checks(t, ignoring, "--format=sarif", "-")
	var log sarifLog
	storetest.Must(t, json.Unmarshal([]byte(out), &log))
	suppressed := 0
	for _, r := range log.Runs[0].Results {
		switch {
		case r.Suppressions == nil:
			t.Errorf("%s does not say whether it is suppressed", r.RuleID)
		case len(r.Suppressions) == 1 && r.Suppressions[0] == sarifSuppression{"inSource", "the vendor's words"}:
			suppressed++
		case len(r.Suppressions) > 0:
			t.Errorf("%+v", r)
		}
	}
	if suppressed != 2 {
		t.Errorf("%d results are suppressed: %s", suppressed, out)
	}
}

func TestATeamsRulesAddChangeAndSilence(t *testing.T) {
	t.Parallel()
	rules := folder(t, map[string]string{
		"counterfactual.yaml": "id: counterfactual\nlevel: off\n",
		"own.yaml":            "id: our-own\ntitle: The word review\nlevel: error\nmatch: ['\\breview\\b']\nwhy: We say check.\nsuggest: Write check.\n",
		"broken.yaml":         "id: broken\ntitle: x\nmatch: ['(']\n",
	})
	out, errs, code := checks(t, hindsight, "--rules="+rules, "-")
	if code != 2 || !strings.Contains(errs, "broken.yaml:3: match 1") {
		t.Errorf("a broken file: %d %s", code, errs)
	}
	if strings.Contains(out, "counterfactual") || !strings.Contains(out, "error our-own") {
		t.Errorf("the others work: %s", out)
	}
	storetest.Must(t, os.Remove(filepath.Join(rules, "broken.yaml")))
	if _, errs, code := checks(t, hindsight, "--rules="+rules, "-"); code != 1 || errs != "" {
		t.Errorf("without it: %d %s", code, errs)
	}
	storetest.Must(t, os.WriteFile(filepath.Join(rules, "asked.yaml"), []byte("id: asked\nmatch: [x]\nwhy: y\nquestion: nosuch\n"), 0o600))
	if _, errs, code := checks(t, hindsight, "--rules="+rules, "--exit-zero", "-"); code != 0 || !strings.Contains(errs, `asked.yaml:4: question: the checklist has no question "nosuch"`) {
		t.Errorf("a question of no checklist that is known here: %d %s", code, errs)
	}
	if _, _, code := checks(t, hindsight, "--rules="+filepath.Join(rules, "missing"), "-"); code != 2 {
		t.Errorf("a folder that is not there: %d", code)
	}
}

func TestEveryPublishedPostmortemIsChecked(t *testing.T) {
	t.Parallel()
	dir := testenv.Shared(t, "wording/dev/postmortems")
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	storetest.Must(t, err)
	out, errs, code := checks(t, "", append([]string{"--format=jsonl", "--exit-zero"}, files...)...)
	if code != 0 || errs != "" {
		t.Fatalf("%d: %s", code, errs)
	}
	levels := map[string]int{}
	for line := range strings.Lines(out) {
		var f findingLine
		storetest.Must(t, json.Unmarshal([]byte(line), &f))
		levels[string(f.Level)]++
	}
	t.Logf("%d documents: %v", len(files), levels)
}
