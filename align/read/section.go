package read

import "slices"

// Section is a heading of a document and what stands below it, sections of
// lower levels included.
type Section struct {
	Title       string
	Whole       bool // it is the whole document, as what stands below its title
	first, last int  // blocks, last not among them
}

// Sections returns the sections of a document in order, that of its title among
// them. Where the levels of headings are not known, each ends at the next.
func (d *Document) Sections() []Section {
	var sections []Section
	for i, b := range d.Blocks {
		if b.Kind != Heading {
			continue
		}
		length := slices.IndexFunc(d.Blocks[i+1:], func(other Block) bool {
			return other.Kind == Heading && (other.Level <= b.Level || b.Level == 0)
		})
		if length < 0 {
			length = len(d.Blocks) - i - 1
		}
		end := i + 1 + length
		sections = append(sections, Section{d.Text[b.Start:b.End], i == 0 && end == len(d.Blocks), i, end})
	}
	return sections
}

// Only returns a document of a section alone.
func (d *Document) Only(s Section) *Document {
	own := *d
	own.Title = s.Title
	own.Blocks = slices.Clone(d.Blocks[s.first:s.last])
	start := own.Blocks[0].Start
	own.Text = d.Text[start:own.Blocks[len(own.Blocks)-1].End]
	for i := range own.Blocks {
		own.Blocks[i].Start -= start
		own.Blocks[i].End -= start
	}
	return &own
}
