package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"debrief/postmortem"
)

// sarifWriter writes one log of SARIF 2.1.0 (OASIS) when all files are checked.
type sarifWriter struct {
	out     *bufio.Writer
	rules   *postmortem.Ruleset
	results []sarifResult
}

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string             `json:"id"`
		ShortDescription     sarifText          `json:"shortDescription"`
		FullDescription      sarifText          `json:"fullDescription"`
		Help                 sarifText          `json:"help"`
		DefaultConfiguration sarifConfiguration `json:"defaultConfiguration"`
	}
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID              string             `json:"ruleId"`
		RuleIndex           int                `json:"ruleIndex"`
		Level               string             `json:"level"`
		Message             sarifText          `json:"message"`
		Locations           []sarifLocation    `json:"locations"`
		Suppressions        []sarifSuppression `json:"suppressions"` // empty, not missing, where it is not suppressed: SARIF wants one or the other of all results
		PartialFingerprints map[string]string  `json:"partialFingerprints"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPlace `json:"physicalLocation"`
	}
	sarifPlace struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int       `json:"startLine"`
		StartColumn int       `json:"startColumn"`
		EndLine     int       `json:"endLine"`
		EndColumn   int       `json:"endColumn"`
		ByteOffset  *int      `json:"byteOffset,omitempty"` // none where the text is not that of the file, byte for byte
		ByteLength  *int      `json:"byteLength,omitempty"`
		Snippet     sarifText `json:"snippet"`
	}
)

// sarifLevels are the levels as SARIF calls them.
var sarifLevels = map[postmortem.Level]string{postmortem.LevelError: "error", postmortem.LevelWarning: "warning", postmortem.LevelInfo: "note",
	postmortem.LevelOff: "none"}

func (w *sarifWriter) file(f checkedFile) error {
	index := map[string]int{}
	for n, r := range w.rules.Rules() {
		index[r.ID] = n
	}
	in, same := fileSpans(f.text)
	column := columnCounter{source: f.doc.Source}
	for _, x := range slices.Concat(f.findings, f.ignored) {
		region := sarifRegion{StartLine: f.doc.Line(x.Span.Start), StartColumn: column.of(x.Span.Start), EndLine: f.doc.Line(x.Span.End), Snippet: sarifText{x.Text}}
		ending := column // the next finding may begin before this one's end
		region.EndColumn = ending.of(x.Span.End)
		if same {
			span := in(x.Span)
			region.ByteOffset, region.ByteLength = &span.Start, new(span.End-span.Start)
		}
		suppressions := []sarifSuppression{}
		if x.Ignored != "" {
			suppressions = []sarifSuppression{{"inSource", x.Ignored}}
		}
		w.results = append(w.results, sarifResult{Suppressions: suppressions, RuleID: x.Rule, RuleIndex: index[x.Rule], Level: sarifLevels[x.Level],
			Message: sarifText{message(x)}, PartialFingerprints: map[string]string{"debrief/v1": x.Fingerprint},
			Locations: []sarifLocation{{sarifPlace{sarifArtifact{sarifURI(f.name)}, region}}}})
	}
	return nil
}

// sarifURI is a file's name as a relative or absolute URI.
func sarifURI(name string) string {
	uri := url.URL{Path: filepath.ToSlash(name)}
	if filepath.IsAbs(name) {
		uri.Scheme = "file"
	}
	return uri.String()
}

// columnCounter counts columns as SARIF does by default, in UTF-16 code units, for places that mostly come in order: it goes on from
// the last one, so that many findings in one line are not many walks along it.
type columnCounter struct {
	source     []byte
	at, column int // the last place, and its column from 0
}

func (c *columnCounter) of(offset int) int {
	if offset < c.at {
		c.at, c.column = bytes.LastIndexByte(c.source[:offset], '\n')+1, 0
	}
	if newline := bytes.LastIndexByte(c.source[c.at:offset], '\n'); newline >= 0 {
		c.at, c.column = c.at+newline+1, 0
	}
	for c.at < offset {
		r, size := utf8.DecodeRune(c.source[c.at:offset])
		c.column += max(utf16.RuneLen(r), 1)
		c.at += size
	}
	return 1 + c.column
}

func (w *sarifWriter) end() error {
	driver := sarifDriver{Name: "debrief", Version: version, Rules: []sarifRule{}}
	for _, r := range w.rules.Rules() {
		driver.Rules = append(driver.Rules, sarifRule{r.ID, sarifText{r.Title}, sarifText{r.Why}, sarifText{strings.TrimSpace(r.Why + " " + r.Advice())},
			sarifConfiguration{sarifLevels[r.Level]}})
	}
	if w.results == nil {
		w.results = []sarifResult{}
	}
	out := json.NewEncoder(w.out)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	if err := out.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0",
		[]sarifRun{{sarifTool{driver}, "utf16CodeUnits", w.results}}}); err != nil {
		return err
	}
	return w.out.Flush()
}
