package segment

import (
	"slices"
	"testing"
)

func TestQuoted(t *testing.T) {
	for _, c := range []struct {
		reason    string
		sentences []string
		want      string // a letter for each sentence, q where it is quoted
	}{
		{"none", []string{"It rained.", "It's over, don't ask."}, "--"},
		{"whole within a sentence", []string{"“It is over,” she said.", "It rained."}, "--"},
		{"English", []string{"“We waited.", "Nobody came.", "Then it rained,” she said.", "It rained."}, "qqq-"},
		{"every paragraph is opened anew", []string{"“We waited.", "“Nobody came.”", "It rained."}, "qq-"},
		{"its beginning is missing", []string{"Are you ready?” he asked.", "It rained."}, "q-"},
		{"straight marks", []string{`"We waited.`, `Nobody came," he said.`, `It rained.`}, "qq-"},
		{"straight marks, its beginning is missing", []string{`Nobody came."`, "It rained."}, "q-"},
		{"German", []string{"Er sagte: „Wir warteten.", "Niemand kam.“", "Es regnete."}, "qq-"},
		{"German, in one sentence", []string{"„Wir warteten“, sagte er.", "Es regnete."}, "--"},
		{"German, the other marks", []string{"»Wir warteten.", "Niemand kam«, sagte er.", "Es regnete."}, "qq-"},
		{"French", []string{"« Nous attendions.", "Personne n’est venu », dit-il.", "Il pleuvait."}, "qq-"},
		{"Russian", []string{"«Мы ждали.", "Никто не пришёл», — сказал он.", "Шёл дождь."}, "qq-"},
		{"Swedish", []string{"”Vi väntade.", "Ingen kom”, sade han.", "Det regnade."}, "qq-"},
		{"Polish", []string{"„Czekaliśmy.", "Nikt nie przyszedł” – powiedział.", "Padało."}, "qq-"},
		{"Japanese", []string{"彼は「待っていた。", "誰も来なかった」と話した。", "雨だった。"}, "qq-"},
		{"Chinese", []string{"他说：“我们等了。", "没有人来。”", "下雨了。"}, "qq-"},
		{"never closed", []string{"“We waited.", "1", "2", "3", "4", "5", "6", "It rained."}, "qqqqqqq-"},
		{"nothing", nil, ""},
	} {
		var got []byte
		for _, q := range Quoted(c.sentences) {
			got = append(got, "-q"[map[bool]int{true: 1}[q]])
		}
		if want := []byte(c.want); !slices.Equal(got, want) {
			t.Errorf("%s: %s, want %s", c.reason, got, want)
		}
	}
}
