package polarity

import "math/bits"

// concept is something that clauses may differ in, between two poles.
type concept struct {
	name        string
	plus, minus string  // its poles, in a word or two
	weight      float64 // how sure it is that two clauses with the same words mean the same thing
	attribute   bool    // of somebody or something, which a negation of the clause does not turn
}

// concepts lists them. Unless it is an attribute, a minus is the pole that a
// negation of the plus implies.
// The tables call the poles of trend +trend and -trend.
var concepts = []concept{
	{"trend", "rise", "fall", 0.7, false},
	{"size", "larger", "smaller", 0.5, false},
	{"verdict", "guilty", "acquitted", 0.8, false},
	{"survival", "alive", "dead", 0.7, false},
	{"harm", "injured", "unhurt", 0.7, false},
	{"damage", "destroyed", "intact", 0.6, false},
	{"vote", "approve", "reject", 0.8, false},
	{"open", "open", "close", 0.6, false},
	{"win", "win", "lose", 0.4, false}, // of two sides, each does one
	{"begin", "begin", "end", 0.5, false},
	{"legal", "allow", "ban", 0.7, false},
	{"presence", "attend", "be absent", 0.6, false},
	{"member", "join", "leave", 0.6, false},
	{"confirm", "confirm", "deny", 0.7, false},
	{"support", "support", "oppose", 0.6, false},
	{"time", "early", "late", 0.6, false},
	{"deal", "agree", "refuse", 0.7, false},
	{"safety", "safe", "dangerous", 0.6, false},
	{"trade", "buy", "sell", 0.3, false}, // likewise
	{"custody", "arrest", "release", 0.7, false},
	{"success", "succeed", "fail", 0.6, false},
	{"found", "found", "missing", 0.6, false},
	{"office", "appoint", "dismiss or resign", 0.6, false},
	{"event", "take place", "cancel", 0.7, false},
	{"truth", "true", "false", 0.6, false},
	{"intent", "on purpose", "by accident", 0.7, false},
	{"exclude", "rule out", "consider possible", 0.7, false},
	{"course", "go on", "stop", 0.6, false},
	{"measure", "keep in force", "lift", 0.6, false}, // a ban, a warning, a state of emergency
	{"strength", "stronger", "weaker", 0.6, false},
	{"forecast", "better than expected", "worse than expected", 0.6, false},
	{"test", "tested positive", "tested negative", 0.7, false},
	{"schedule", "on time", "late", 0.6, false},
	{"standing", "preserved or built", "torn down", 0.6, false},
	{"cost", "free of charge", "for money", 0.6, false},
	{"promise", "keep", "break", 0.6, false}, // a truce, a rule, a contract
	{"health", "get better", "get worse", 0.6, false},
	{"contest", "go through", "be knocked out", 0.6, false},
	{"earnings", "profit", "loss", 0.7, false},
	{"known", "made known", "unknown or secret", 0.6, false},
	{"crowd", "full", "empty", 0.5, true},
	{"unity", "unanimous", "divided or narrow", 0.6, false},
	{"mood", "confident", "worried", 0.5, false},
	{"jobs", "hire", "lay off", 0.7, false},
	{"audience", "in public", "behind closed doors", 0.6, true},
	{"lead", "ahead", "behind", 0.5, false},
	{"sex", "woman", "man", 0.4, true},
	{"abroad", "abroad", "at home", 0.5, true},
	{"lasting", "for good", "for a time", 0.6, false},
	{"duty", "have to", "be free to", 0.6, false},
	{"extent", "wholly", "in part", 0.5, false},
	{"warmth", "warm or dry", "cold or wet", 0.5, true},
	{"owner", "public", "private", 0.6, true},
	{"company", "alone", "with others", 0.5, true},
	{"again", "for the first time", "once more", 0.5, true},
	{"severity", "slightly hurt", "seriously hurt", 0.6, false},
	{"sentence", "to be served", "suspended", 0.5, true}, // of prison
	{"ruling", "upheld", "overturned", 0.7, false},       // of a court, by a higher one
	{"law", "signed", "vetoed", 0.7, false},
	{"flight", "take off", "land", 0.5, false},
	{"order", "before", "after", 0.5, true}, // of two events
	{"sobriety", "sober", "drunk", 0.6, true},
	{"function", "work", "fail to work", 0.6, false}, // of an alarm, an engine, brakes
	{"appeal", "appeal", "accept the judgment", 0.6, false},
}

// refined has for a concept the one whose words its own often are, too, or often go
// with: where it is opposite, that these agree says nothing.
var refined = map[string]string{"severity": "harm", "sentence": "verdict", "ruling": "vote", "law": "vote", "survival": "found"}

// outside is the concept of what stands around an event, and says nothing of the event
// itself; see [Reversed].
const outside = "order"

// quantity is the concept of how much of something a statement is about, which most
// statements say: that two agree in it tells nothing, and where they are opposite in it,
// nothing does that they agree in all else.
const quantity = "extent"

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
	{"side", []string{"left", "right"}, 0.6}, // of a body, a road, a river, a car; not in politics
}

// poles is a set of the poles of all concepts.
type poles struct {
	plus, minus uint64 // a bit for each concept
	other       uint8  // a bit for each pole of the manifolds
}

var (
	poleOf      = map[string]poles{} // by "+trend", "direction.north"
	attributes  poles                // of all concepts that are
	weights     [64]float64          // of the concept of each bit of plus and minus
	others      []poles              // of each manifold all poles
	coarser     [64]poles            // what the concept of each bit refines
	surrounding poles                // of the concept that stands outside
	amount      poles                // of the concept of quantity
	some        poles                // its minus
	heavy       [8]float64           // the weight of the manifold of each bit of other
	called      [8]string            // the pole of each bit of other
)

func init() {
	for i, c := range concepts {
		poleOf["+"+c.name], poleOf["-"+c.name] = poles{plus: 1 << i}, poles{minus: 1 << i}
		weights[i] = c.weight
		if c.attribute {
			attributes = attributes.or(poles{plus: 1 << i, minus: 1 << i})
		}
	}
	for i, c := range concepts {
		if other, ok := refined[c.name]; ok {
			coarser[i] = poleOf["+"+other].or(poleOf["-"+other])
		}
	}
	surrounding = poleOf["+"+outside].or(poleOf["-"+outside])
	some = poleOf["-"+quantity]
	amount = some.or(some.turned())
	coarser[bits.TrailingZeros64(amount.plus)] = poles{plus: ^uint64(0), minus: ^uint64(0), other: ^uint8(0)}
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
