package value

import (
	"math"
	"strings"
)

// perDollar is how much of a currency a US dollar was worth in the years from 2019 to
// 2025, by their middle and to two digits. A currency that lost more than half of its
// worth in these years, or nearly so, has none.
var perDollar = map[string]float64{
	"USD": 1, "EUR": 0.91, "GBP": 0.78, "CHF": 0.92, "CAD": 1.3, "AUD": 1.5, "NZD": 1.6, "SGD": 1.35,
	"JPY": 130, "CNY": 6.9, "HKD": 7.8, "TWD": 31, "KRW": 1250, "INR": 80, "IDR": 15000, "THB": 34, "VND": 24000,
	"MYR": 4.3, "PHP": 54, "BDT": 100, "SEK": 9.8, "NOK": 9.8, "DKK": 6.8, "ISK": 133, "PLN": 4, "CZK": 22.5,
	"HUF": 340, "RON": 4.4, "BGN": 1.8, "RSD": 107, "UAH": 33, "RUB": 80, "KZT": 450, "GEL": 2.9, "ILS": 3.5,
	"AED": 3.7, "SAR": 3.75, "QAR": 3.64, "OMR": 0.385, "KWD": 0.305, "BHD": 0.376, "JOD": 0.709, "MAD": 9.7,
	"TND": 3, "DZD": 134, "ZAR": 17, "KES": 120, "XOF": 590, "XAF": 590, "BRL": 5.2, "MXN": 19, "CLP": 850,
	"COP": 4000, "PEN": 3.7, "UYU": 42,
}

// isCurrency tells whether a unit is a code of ISO 4217, or several joined by "/".
func isCurrency(id string) bool {
	for code := range strings.SplitSeq(id, "/") {
		if len(code) != 3 || strings.ToUpper(code) != code {
			return false
		}
	}
	return true
}

// What an exchange tells. Rates move, and newsrooms round: only amounts that are more
// than a factor of unlike apart disagree. They do, too, if their figures are the same, as
// where one took the wrong currency, the more the further that is from the truth; but for
// crowns.
const (
	unlike        = 2.2
	otherAmount   = 0.35
	otherCurrency = 0.5
	likeCurrency  = 0.25
	parity        = 1.05
)

// crowns are the currencies that their languages call by one word, and of which the
// papers of each country mean their neighbour's when they write of that.
var crowns = map[string]bool{"DKK": true, "NOK": true, "SEK": true}

// exchange compares two amounts in different currencies. That they are worth about as
// much is no agreement: the exchanged amount in brackets ("€180m ($209m)") would agree
// with any other in the first currency.
func exchange(a, b Value) (Relation, float64) {
	if a.Lo <= 0 || b.Lo <= 0 {
		return Unrelated, 0
	}
	ratio := math.Inf(1) // of what they may be worth, the nearest
	for codeA := range strings.SplitSeq(a.Unit, "/") {
		for codeB := range strings.SplitSeq(b.Unit, "/") {
			rateA, rateB := perDollar[codeA], perDollar[codeB]
			if rateA == 0 || rateB == 0 {
				return Unrelated, 0
			}
			rate := rateB / rateA
			ratio = min(ratio, max(1, a.Lo*rate/b.Hi, b.Lo/(a.Hi*rate)))
		}
	}
	same := a.Lo == b.Lo && a.Hi == b.Hi
	switch {
	case same && crowns[a.Unit] && crowns[b.Unit]:
		return Unrelated, 0
	case same && ratio > unlike:
		return Disagree, otherCurrency
	case same && ratio > parity:
		return Disagree, likeCurrency
	case ratio <= unlike:
		return Unrelated, 0
	}
	return Disagree, otherAmount * closeness(1, ratio)
}
