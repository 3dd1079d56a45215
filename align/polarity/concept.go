package polarity

// concept is something that clauses may differ in.
type concept struct {
	name   string
	poles  []string // + and - unless there are others
	weight float64  // how sure it is that two clauses with the same words mean the same thing
}

const (
	plus  = "+"
	minus = "-"
)

var twoPoles = []string{plus, minus}

// concepts lists those with two poles first. A minus is the pole that a
// negation of the plus implies.
var concepts = []concept{
	{"trend", twoPoles, 0.7},    // rise, fall
	{"size", twoPoles, 0.5},     // larger, smaller
	{"verdict", twoPoles, 0.8},  // guilty, acquitted
	{"survival", twoPoles, 0.7}, // alive, dead
	{"harm", twoPoles, 0.7},     // injured, unhurt
	{"damage", twoPoles, 0.6},   // destroyed, intact
	{"vote", twoPoles, 0.8},     // approve, reject
	{"open", twoPoles, 0.6},     // open, close
	{"win", twoPoles, 0.4},      // win, lose: of two sides, each does one
	{"begin", twoPoles, 0.5},    // begin, end
	{"legal", twoPoles, 0.7},    // allow, ban
	{"presence", twoPoles, 0.6}, // attend, be absent
	{"member", twoPoles, 0.6},   // join, leave
	{"confirm", twoPoles, 0.7},  // confirm, deny
	{"support", twoPoles, 0.6},  // support, oppose
	{"time", twoPoles, 0.6},     // early, late
	{"deal", twoPoles, 0.7},     // agree, refuse
	{"safety", twoPoles, 0.6},   // safe, dangerous
	{"trade", twoPoles, 0.3},    // buy, sell: likewise
	{"custody", twoPoles, 0.7},  // arrest, release
	{"success", twoPoles, 0.6},  // succeed, fail
	{"found", twoPoles, 0.6},    // found, missing
	{"office", twoPoles, 0.6},   // appoint, dismiss or resign
	{"event", twoPoles, 0.7},    // take place, cancel
	{"truth", twoPoles, 0.6},    // true, false
	{"intent", twoPoles, 0.7},   // on purpose, by accident
	{"direction", []string{"north", "south", "east", "west"}, 0.6},
	{"reply", []string{"declined", "unreached"}, 0.8},
}

var (
	poleBits   = map[string]uint64{} // by "+trend", "direction.north"
	weights    [64]float64           // of the concept of each pole
	paired     uint64                // the poles of concepts with two
	positive   uint64                // their positive poles
	several    []uint64              // the poles of each concept with other ones
	allSeveral uint64
)

func init() {
	at := 0
	for _, c := range concepts {
		var all uint64
		for _, p := range c.poles {
			poleBits[c.label(p)] = 1 << at
			weights[at] = c.weight
			all |= 1 << at
			at++
		}
		if c.poles[0] == plus {
			paired |= all
			positive |= all & -all
		} else {
			several = append(several, all)
			allSeveral |= all
		}
	}
	if at > 64 {
		panic("polarity: more poles than bits")
	}
}

// label is how the tables call a pole.
func (c concept) label(pole string) string {
	if pole == plus || pole == minus {
		return pole + c.name
	}
	return c.name + "." + pole
}

// swap gives the opposites of poles in pairs; others are lost.
func swap(poles uint64) uint64 {
	return poles&positive<<1 | poles>>1&positive
}
