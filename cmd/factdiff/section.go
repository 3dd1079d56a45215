package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"factdiff/align/embed"
	"factdiff/align/embed/use"
	"factdiff/align/read"
)

// alike is the least cosine of the vectors of two sections that are about the
// same, heading and first words together.
const alike = 0.3

// cut leaves of each version the section that --section names: once for each
// version, or where fewer times, for the first ones. In the others it is the one
// of the same name as the first's, else the one nearest in meaning.
func (c *command) cut(ctx context.Context, versions []*read.Document) error {
	if len(c.sections) > len(versions) {
		return hinted(fmt.Errorf("--section names %d sections for %d versions", len(c.sections), len(versions)), "name one for each version, in the same order")
	}
	var first string // what the first section is about
	for i, d := range versions {
		name := c.sections[0]
		if i < len(c.sections) {
			name = c.sections[i]
		}
		sections := d.Sections()
		at := slices.IndexFunc(sections, func(s read.Section) bool { return strings.EqualFold(s.Title, strings.TrimSpace(name)) })
		if at < 0 && i >= len(c.sections) {
			var err error
			if at, err = nearestSection(ctx, first, d, sections); err != nil {
				return err
			}
		}
		if at < 0 {
			return noSection(d, name, sections)
		}
		versions[i] = d.Only(sections[at])
		if i == 0 {
			first = about(d, sections[at])
		}
	}
	return nil
}

func noSection(d *read.Document, name string, sections []read.Section) error {
	hint := "it has no headings; leave --section out"
	if len(sections) > 0 {
		hint = "name one for each version, in the same order; it has"
		for _, s := range sections {
			hint += "\n  " + s.Title
		}
	}
	return hinted(fmt.Errorf("--section: there is no section %q in %q", name, d.Source), hint)
}

// about is the heading and the first words of a section.
func about(d *read.Document, s read.Section) string {
	const most = 300
	text := d.Only(s).Text
	return strings.ToValidUTF8(text[:min(len(text), most)], "")
}

// nearestSection returns the index of the section that is most about the same as a
// text, or -1 where none is. The whole document, which its title heads, is none.
func nearestSection(ctx context.Context, text string, d *read.Document, sections []read.Section) (int, error) {
	encoder, err := use.New()
	if err != nil {
		return -1, err
	}
	texts := []embed.Text{{Text: text}}
	for _, s := range sections {
		texts = append(texts, embed.Text{Text: about(d, s)})
	}
	vectors, err := encoder.Encode(ctx, texts)
	if err != nil {
		return -1, err
	}
	best, at := float32(alike), -1
	for i, v := range vectors[1:] {
		var cosine float32
		for k, x := range v.Text {
			cosine += x * vectors[0].Text[k]
		}
		if cosine > best && !sections[i].Whole {
			best, at = cosine, i
		}
	}
	return at, nil
}
