package main

import (
	"bufio"
	"encoding/json"
	"path/filepath"
	"strings"
	"unicode/utf16"

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
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
		Level               string            `json:"level"`
		Message             sarifText         `json:"message"`
		Locations           []sarifLocation   `json:"locations"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
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
		ByteOffset  int       `json:"byteOffset"`
		ByteLength  int       `json:"byteLength"`
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
	for _, x := range f.findings {
		startLine, startColumn := utf16Place(f.doc, x.Span.Start)
		endLine, endColumn := utf16Place(f.doc, x.Span.End)
		w.results = append(w.results, sarifResult{RuleID: x.Rule, RuleIndex: index[x.Rule], Level: sarifLevels[x.Level],
			Message: sarifText{strings.TrimSpace(x.Why + " " + x.Suggestion)}, PartialFingerprints: map[string]string{"debrief/v1": x.Fingerprint},
			Locations: []sarifLocation{{sarifPlace{sarifArtifact{sarifURI(f.name)}, sarifRegion{startLine, startColumn, endLine, endColumn,
				x.Span.Start, x.Span.End - x.Span.Start, sarifText{x.Text}}}}}})
	}
	return nil
}

// sarifURI is a file's name as a relative or absolute URI.
func sarifURI(name string) string {
	escaped := strings.NewReplacer("%", "%25", " ", "%20", "#", "%23", "?", "%3F").Replace(filepath.ToSlash(name))
	if filepath.IsAbs(name) {
		return "file://" + escaped
	}
	return escaped
}

// utf16Place counts columns as SARIF does by default, in UTF-16 code units.
func utf16Place(doc *postmortem.Document, offset int) (line, column int) {
	start := offset
	for start > 0 && doc.Source[start-1] != '\n' {
		start--
	}
	return doc.Line(offset), 1 + len(utf16.Encode([]rune(string(doc.Source[start:offset]))))
}

func (w *sarifWriter) end() error {
	driver := sarifDriver{Name: "debrief", Version: version, Rules: []sarifRule{}}
	for _, r := range w.rules.Rules() {
		driver.Rules = append(driver.Rules, sarifRule{r.ID, sarifText{r.Title}, sarifText{r.Why}, sarifText{strings.TrimSpace(r.Why + " " + r.Suggest)},
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
