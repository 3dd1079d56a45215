package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"factdiff/align"
	"factdiff/align/read"
)

// SARIF writes the conflicts and what only one version says as results of a
// static analysis in SARIF 2.1.0, for tools that show such beside the text. The
// documents are those that were compared, in their order; they tell the regions,
// and may be nil.
func SARIF(w io.Writer, r *align.Report, p Provenance, documents []*read.Document) error {
	if err := check(r); err != nil {
		return fmt.Errorf("writing SARIF: %w", err)
	}
	var sources []sarifArtifact
	for _, v := range r.Versions {
		sources = append(sources, sarifArtifact{sarifFile{URI: sourceURI(v.Source)}, &sarifText{v.ID + ": " + clean(v.Source)}})
	}
	return sarif(w, p, sarifRun{
		Artifacts:  sources,
		Properties: map[string]string{"schema": r.Schema, "model": r.Model},
	}, []sarifRule{
		{"conflict", sarifText{"Versions contradict each other"}, sarifText{"Another version says something else about the same thing."}, sarifConfig{"warning"}},
		{"only", sarifText{"Only one version says it"}, sarifText{"No other version says this."}, sarifConfig{"warning"}},
	}, findings(r, documents))
}

// sarif writes findings as a run that has all the rest.
func sarif(w io.Writer, p Provenance, run sarifRun, rules []sarifRule, found []finding) error {
	run.ColumnKind, run.Results = "unicodeCodePoints", []sarifResult{}
	run.Tool.Driver = sarifDriver{Name: "factdiff", Version: strings.TrimPrefix(p.Program, "factdiff "), Rules: rules}
	location := func(x spot) sarifLocation {
		out := sarifLocation{Physical: sarifPhysical{File: sarifFile{sourceURI(x.source), &x.artifact}}}
		if x.placed {
			out.Physical.Region = &sarifRegion{StartLine: x.place.line, StartColumn: x.place.column, EndLine: x.place.endLine, EndColumn: x.place.endColumn}
		}
		if x.text != "" && x.placed {
			out.Physical.Region.Snippet = &sarifText{x.text}
		}
		return out
	}
	for _, x := range found {
		result := sarifResult{
			Rule: x.rule, Level: "warning", Message: sarifText{sarifMessage(x.message)},
			RuleIndex:    slices.IndexFunc(rules, func(r sarifRule) bool { return r.ID == x.rule }),
			Locations:    []sarifLocation{location(x.spot)},
			Fingerprints: map[string]string{"factdiff/v1": x.print},
			Properties:   x.facts,
		}
		if x.doubtful {
			result.Level = "note"
		}
		for i, y := range x.related {
			l := location(y)
			l.ID = i + 1
			l.Message = &sarifText{sarifMessage(y.message)}
			result.Related = append(result.Related, l)
		}
		run.Results = append(run.Results, result)
	}
	b, err := json.MarshalIndent(sarifLog{
		Schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run},
	}, "", "  ")
	if err == nil {
		_, err = w.Write(append(harmless(b), '\n'))
	}
	if err != nil {
		return fmt.Errorf("writing a SARIF log: %w", err)
	}
	return nil
}

// The objects of SARIF that are used here.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		ColumnKind string            `json:"columnKind"`
		Artifacts  []sarifArtifact   `json:"artifacts,omitempty"`
		Results    []sarifResult     `json:"results"`
		Properties map[string]string `json:"properties"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID     string      `json:"id"`
		Short  sarifText   `json:"shortDescription"`
		Full   sarifText   `json:"fullDescription"`
		Config sarifConfig `json:"defaultConfiguration"`
	}
	sarifConfig struct {
		Level string `json:"level"`
	}
	sarifArtifact struct {
		Location    sarifFile  `json:"location"`
		Description *sarifText `json:"description,omitempty"`
	}
	sarifFile struct {
		URI   string `json:"uri,omitempty"`
		Index *int   `json:"index,omitempty"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		Rule         string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Properties   any               `json:"properties"`
	}
	sarifProperties struct {
		Fact       string  `json:"fact"`
		Version    string  `json:"version"`
		Confidence float64 `json:"confidence"`
	}
	sarifLocation struct {
		ID       int           `json:"id,omitempty"`
		Physical sarifPhysical `json:"physicalLocation"`
		Message  *sarifText    `json:"message,omitempty"`
	}
	sarifPhysical struct {
		File   sarifFile    `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn,omitempty"`
		EndLine     int        `json:"endLine,omitempty"`
		EndColumn   int        `json:"endColumn,omitempty"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
)

// sourceURI is a version's source as a URI; "" for standard input.
func sourceURI(source string) string {
	switch {
	case source == "-":
		return ""
	case openable(source):
		return source
	case filepath.IsAbs(source):
		return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(source), "/")}).String()
	}
	return (&url.URL{Path: filepath.ToSlash(source)}).String()
}

// sarifMessage escapes what has a meaning in a message: links and placeholders.
var sarifMessage = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, "{", "{{", "}", "}}").Replace

// fingerprint tells a finding from others, also when it stands elsewhere.
func fingerprint(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}
