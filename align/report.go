package align

// Schema names the form of a [Report] in JSON.
const Schema = "factdiff/v1"

// Report tells, for two or more versions of an article, which facts they share
// and which only one of them states. It marshals to the JSON form that Schema
// names; all offsets are UTF-8 byte offsets into a version's text, ends
// exclusive.
type Report struct {
	Schema     string             `json:"schema"`
	Model      string             `json:"model"`                // the names of all that were asked
	Translator string             `json:"translator,omitempty"` // its name and model
	Read       string             `json:"read,omitempty"`       // the language that it translates into, ISO 639-1
	Judge      string             `json:"judge,omitempty"`      // the model that was asked about uncertain facts, see package judge
	Warnings   []string           `json:"warnings,omitempty"`   // what was done without, and why
	Versions   []Version          `json:"versions"`
	Sentences  []Sentence         `json:"sentences"`
	Facts      []Fact             `json:"facts"`
	Summary    map[string]Summary `json:"summary"` // by version
}

// Version is one of the compared texts.
type Version struct {
	ID     string `json:"id"` // "a", "b", …
	Source string `json:"source"`
	Lang   string `json:"lang"` // ISO 639-1
	Title  string `json:"title"`
	Text   string `json:"text"`
}

// Sentence is a sentence of a version.
type Sentence struct {
	Version string   `json:"version"`
	Index   int      `json:"index"` // in its version, from 0
	Start   int      `json:"start"`
	End     int      `json:"end"`
	Facts   []string `json:"facts"`
	Words   []Word   `json:"words"`

	// Translation is there with Options.Translator, for what belongs to the story
	// and is not in the reader's language. TranslationIssue tells why it is not to
	// be trusted, or why there is none.
	Translation      string `json:"translation,omitempty"`
	TranslationIssue string `json:"translation_issue,omitempty"`
}

// Word grades a word of a sentence: a novelty of 0 says that the other
// versions say this, of 1 that nothing there corresponds.
type Word struct {
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Novelty float64 `json:"novelty"`
}

// Status is the verdict on a fact.
type Status string

// The verdicts.
const (
	Shared      Status = "shared"      // another version says it too
	Only        Status = "only"        // no other version says it
	Conflict    Status = "conflict"    // another version says something else about the same thing
	Boilerplate Status = "boilerplate" // not part of the story
)

// Fact is a part of a sentence that can be true or false by itself. The facts
// of a version partition its text, white space aside.
type Fact struct {
	ID         string  `json:"id"` // "a1", "a2", … in reading order
	Version    string  `json:"version"`
	Sentence   int     `json:"sentence"` // index of its sentence
	Start      int     `json:"start"`
	End        int     `json:"end"`
	Text       string  `json:"text"`
	Status     Status  `json:"status"`
	Confidence float64 `json:"confidence"`       // probability that the status is right, 0 to 1
	Matches    []Match `json:"matches"`          // best first; each stands on both sides
	Judged     bool    `json:"judged,omitempty"` // a judge decided or confirmed the status

	Translation string     `json:"translation,omitempty"` // its sentence's, where it is the whole sentence
	Explanation []Weighing `json:"explanation,omitempty"` // by other version; with Options.Explain
	Outside     *Outside   `json:"outside,omitempty"`     // of boilerplate; with Options.Explain
}

// Relation is how two matched facts relate.
type Relation string

// The relations.
const (
	Same     Relation = "same"
	Contrary Relation = "conflict"
)

// Match is a fact of another version that says the same or the contrary.
type Match struct {
	ID       string   `json:"id"`
	Relation Relation `json:"relation"`
	Score    float64  `json:"score"` // probability that the two speak of the same, 0 to 1
}

// Weighing tells why a fact got its verdict against one other version: how
// probable each status is, and which facts it was compared with.
type Weighing struct {
	Version    string      `json:"version"`
	Shared     float64     `json:"shared"`
	Only       float64     `json:"only"`
	Conflict   float64     `json:"conflict"`
	Candidates []Candidate `json:"candidates"` // the most probable first, at most [MaxCandidates]
}

// Outside tells why a sentence was not taken for a part of the story.
type Outside struct {
	// Alone is how probably it is none by its own form, place and wording, from
	// 0 to 1. The fact's confidence has what stands around it, too.
	Alone float64 `json:"alone"`
	// Topic is the cosine of its vector and the mean of its version's, Cosine
	// that of its vector and the nearest one of another version.
	Topic  float64 `json:"topic"`
	Cosine float64 `json:"cosine"`
	Beside bool    `json:"beside,omitempty"` // it stands on a page beside what was extracted as the article
}

// MaxCandidates is how many facts an explanation lists.
const MaxCandidates = 3

// Candidate is a fact of another version with what speaks for and against its
// having the same matter.
type Candidate struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"` // probability that it has, 0 to 1

	// Cosine is of the two facts' vectors. Margin is by how far they stand out:
	// twice the cosine less what each has on average with those nearest to it in
	// the other version. The other two are of their sentences.
	Cosine         float64 `json:"cosine"`
	Margin         float64 `json:"margin"`
	SentenceCosine float64 `json:"sentence_cosine"`
	SentenceMargin float64 `json:"sentence_margin"`

	// Reading is what the model says that read the two sentences together; nil
	// where none did.
	Reading *Reading `json:"reading,omitempty"`

	// Wordings of values that agree or contradict each other, of the explained
	// fact first.
	Agree    [][2]string `json:"agree,omitempty"`
	Disagree [][2]string `json:"disagree,omitempty"`

	// Opposite is where words of the two have opposite meanings, in English, the
	// explained fact's first: "rise", "fall".
	Opposite [][2]string `json:"opposite,omitempty"`

	// Names is a person or country that the explained fact names, and the one that
	// the other names instead; neither version mentions that of the other.
	Names [][2]string `json:"names,omitempty"`
}

// Reading tells how two facts relate, by a model that read their sentences
// together: probabilities that add up to 1.
type Reading struct {
	Same     float64 `json:"same"`
	Conflict float64 `json:"conflict"`
	Part     float64 `json:"part"`  // the same, but for what only one of them says
	Topic    float64 `json:"topic"` // they share their topic at most
}

// Summary counts a version's facts by status.
type Summary struct {
	Shared      int `json:"shared"`
	Only        int `json:"only"`
	Conflict    int `json:"conflict"`
	Boilerplate int `json:"boilerplate"`
}
