package polarity

import "math/bits"

// concept is something that clauses may differ in, between two poles.
type concept struct {
	name        string
	plus, minus string  // its poles, in a word or two
	weight      float64 // how sure it is that two clauses with the same words mean the same thing
}

// concepts lists them. A minus is the pole that a negation of the plus implies.
// The tables call the poles of trend +trend and -trend.
var concepts = []concept{
	{"trend", "rise", "fall", 0.7},
	{"size", "larger", "smaller", 0.5},
	{"verdict", "guilty", "acquitted", 0.8},
	{"survival", "alive", "dead", 0.7},
	{"harm", "injured", "unhurt", 0.7},
	{"damage", "destroyed", "intact", 0.6},
	{"vote", "approve", "reject", 0.8},
	{"open", "open", "close", 0.6},
	{"win", "win", "lose", 0.4}, // of two sides, each does one
	{"begin", "begin", "end", 0.5},
	{"legal", "allow", "ban", 0.7},
	{"presence", "attend", "be absent", 0.6},
	{"member", "join", "leave", 0.6},
	{"confirm", "confirm", "deny", 0.7},
	{"support", "support", "oppose", 0.6},
	{"time", "early", "late", 0.6},
	{"deal", "agree", "refuse", 0.7},
	{"safety", "safe", "dangerous", 0.6},
	{"trade", "buy", "sell", 0.3}, // likewise
	{"custody", "arrest", "release", 0.7},
	{"success", "succeed", "fail", 0.6},
	{"found", "found", "missing", 0.6},
	{"office", "appoint", "dismiss or resign", 0.6},
	{"event", "take place", "cancel", 0.7},
	{"truth", "true", "false", 0.6},
	{"intent", "on purpose", "by accident", 0.7},
	{"exclude", "rule out", "consider possible", 0.7},
	{"course", "go on", "stop", 0.6},
	{"measure", "keep in force", "lift", 0.6}, // a ban, a warning, a state of emergency
	{"strength", "stronger", "weaker", 0.6},
	{"forecast", "better than expected", "worse than expected", 0.6},
	{"test", "tested positive", "tested negative", 0.7},
	{"schedule", "on time", "late", 0.6},
	{"standing", "preserved or built", "torn down", 0.6},
	{"cost", "free of charge", "for money", 0.6},
	{"promise", "keep", "break", 0.6}, // a truce, a rule, a contract
	{"health", "get better", "get worse", 0.6},
	{"contest", "go through", "be knocked out", 0.6},
	{"earnings", "profit", "loss", 0.7},
	{"known", "made known", "unknown or secret", 0.6},
	{"crowd", "full", "empty", 0.5},
	{"unity", "unanimous", "divided or narrow", 0.6},
	{"mood", "confident", "worried", 0.5},
	{"jobs", "hire", "lay off", 0.7},
	{"audience", "in public", "behind closed doors", 0.6},
	{"lead", "ahead", "behind", 0.5},
	{"sex", "woman", "man", 0.4},
	{"abroad", "abroad", "at home", 0.5},
	{"lasting", "for good", "for a time", 0.6},
	{"duty", "have to", "be free to", 0.6},
	{"extent", "wholly", "in part", 0.5},
	{"warmth", "warm or dry", "cold or wet", 0.5},
	{"owner", "public", "private", 0.6},
	{"company", "alone", "with others", 0.5},
	{"again", "for the first time", "once more", 0.5},
}

// manifold is a concept with other poles, none of which implies another.
type manifold struct {
	name   string
	poles  []string
	weight float64
}

// The tables call its poles direction.north and so on.
var manifolds = []manifold{
	{"direction", []string{"north", "south", "east", "west"}, 0.6},
	{"reply", []string{"declined", "unreached"}, 0.8},
}

// poles is a set of the poles of all concepts.
type poles struct {
	plus, minus uint64 // a bit for each concept
	other       uint8  // a bit for each pole of the manifolds
}

var (
	poleOf  = map[string]poles{} // by "+trend", "direction.north"
	weights [64]float64          // of the concept of each bit of plus and minus
	others  []poles              // of each manifold all poles
	heavy   [8]float64           // the weight of the manifold of each bit of other
	called  [8]string            // the pole of each bit of other
)

func init() {
	for i, c := range concepts {
		poleOf["+"+c.name], poleOf["-"+c.name] = poles{plus: 1 << i}, poles{minus: 1 << i}
		weights[i] = c.weight
	}
	at := 0
	for _, m := range manifolds {
		var all poles
		for _, name := range m.poles {
			p := poles{other: 1 << at}
			poleOf[m.name+"."+name], all = p, all.or(p)
			heavy[at], called[at] = m.weight, name
			at++
		}
		others = append(others, all)
	}
}

func (p poles) or(o poles) poles { return poles{p.plus | o.plus, p.minus | o.minus, p.other | o.other} }
func (p poles) and(o poles) poles {
	return poles{p.plus & o.plus, p.minus & o.minus, p.other & o.other}
}
func (p poles) without(o poles) poles {
	return poles{p.plus &^ o.plus, p.minus &^ o.minus, p.other &^ o.other}
}
func (p poles) count() int {
	return bits.OnesCount64(p.plus) + bits.OnesCount64(p.minus) + bits.OnesCount8(p.other)
}

// turned gives what a negation makes of poles in pairs; others are lost.
func (p poles) turned() poles { return poles{plus: p.minus, minus: p.plus} }
