package read

import (
	"strings"
	"testing"
)

func TestPlain(t *testing.T) {
	for _, row := range []struct {
		reason, text, want string
		title              string
	}{
		{
			reason: "a line is a paragraph",
			text:   "The ferry to the island is back in service.\n\nIt had run aground in fog.\nNobody was hurt.\n",
			want:   "paragraph@1: The ferry to the island is back in service.\nparagraph@3: It had run aground in fog.\nparagraph@4: Nobody was hurt.\n",
		},
		{
			reason: "CR LF and CR end lines and stay in the text",
			text:   "One ferry.\r\n\r\n  Two ferries. \rThree.",
			want:   "paragraph@1: One ferry.\nparagraph@3: Two ferries.\nparagraph@4: Three.\n",
		},
		{
			reason: "lines broken in the middle of sentences go together",
			text: "The ferry to the island is back in service after three weeks in the\n" +
				"yard, where workers replaced forty metres of its hull and both of the\n" +
				"propellers, the company said.\n\n" +
				"It had run aground in thick fog on the second of May, with more than\n" +
				"two hundred passengers on board. Nobody was hurt.\n",
			want: "paragraph@1: The ferry to the island is back in service after three weeks in the\n" +
				"yard, where workers replaced forty metres of its hull and both of the\n" +
				"propellers, the company said.\n" +
				"paragraph@5: It had run aground in thick fog on the second of May, with more than\n" +
				"two hundred passengers on board. Nobody was hurt.\n",
		},
		{
			reason: "wide characters count two columns",
			text: "島へ渡るフェリーは三週間の修理を終えて再び運航を始めたと会社が月曜日に\n" +
				"発表した。造船所では船体の四十メートルと両方のプロペラが交換され、費用\n" +
				"は二億円に上ったという。\n\n" +
				"五月二日に濃霧のなかで座礁したとき、船には二百人を超える乗客が乗ってい\n" +
				"たが、けが人はいなかった。\n",
			want: "paragraph@1: 島へ渡るフェリーは三週間の修理を終えて再び運航を始めたと会社が月曜日に\n" +
				"発表した。造船所では船体の四十メートルと両方のプロペラが交換され、費用\n" +
				"は二億円に上ったという。\n" +
				"paragraph@5: 五月二日に濃霧のなかで座礁したとき、船には二百人を超える乗客が乗ってい\n" +
				"たが、けが人はいなかった。\n",
		},
		{
			reason: "short lines above long paragraphs are not broken lines",
			text: "Island ferry runs again after repairs\nMonday 3 March, 4.12 p.m., updated at 6.40 p.m.\nPhotograph by the harbour office\n\n" +
				strings.Repeat("The ferry to the island is back in service after three weeks in the yard. ", 4) + "\n",
			want: "heading@1: Island ferry runs again after repairs\nparagraph@2: Monday 3 March, 4.12 p.m., updated at 6.40 p.m.\nparagraph@3: Photograph by the harbour office\n" +
				"paragraph@5: " + strings.TrimSpace(strings.Repeat("The ferry to the island is back in service after three weeks in the yard. ", 4)) + "\n",
			title: "Island ferry runs again after repairs",
		},
		{
			reason: "sentences on lines of their own are not broken lines",
			text: "The ferry is back in service, said the company.\nIt had run aground on the second of May in fog.\nNobody was hurt when that happened last spring.\n" +
				"The repairs took three weeks and cost millions.\n",
			want: "paragraph@1: The ferry is back in service, said the company.\nparagraph@2: It had run aground on the second of May in fog.\n" +
				"paragraph@3: Nobody was hurt when that happened last spring.\nparagraph@4: The repairs took three weeks and cost millions.\n",
		},
		{
			reason: "bullets and numbers in sequence begin list items",
			text:   "What we know:\n- The ferry is back.\n• It was in fog.\n1. Hull\n2. Propellers\n3) Paint\n",
			want:   "paragraph@1: What we know:\nlist item@2: - The ferry is back.\nlist item@3: • It was in fog.\nlist item@4: 1. Hull\nlist item@5: 2. Propellers\nlist item@6: 3) Paint\n",
		},
		{
			reason: "a date and speech are no list items",
			text:   "Der Fährunfall\n3. Mai: Die Fähre lag fest.\n– Wir hatten Glück, sagt der Kapitän.\n",
			want:   "paragraph@1: Der Fährunfall\nparagraph@2: 3. Mai: Die Fähre lag fest.\nparagraph@3: – Wir hatten Glück, sagt der Kapitän.\n",
		},
		{
			reason: "an underlined line is a heading, its rule is left over",
			text:   "Ferry back\n==========\n\nIt runs again.\n\nRepairs\n-------\nThey took weeks.\n\n* * *\n",
			want:   "heading@1: Ferry back\nleftover@2: ==========\nparagraph@4: It runs again.\nheading@6: Repairs\nleftover@7: -------\nparagraph@8: They took weeks.\nleftover@10: * * *\n",
			title:  "Ferry back",
		},
		{
			reason: "the headline is a heading, the row of sections above it is not",
			text:   "Home > Coast > Islands\n\nIsland ferry back in service after three weeks in the yard\n\nBy Nell Farrow\n\nThe ferry runs again.\n",
			want: "paragraph@1: Home > Coast > Islands\nheading@3: Island ferry back in service after three weeks in the yard\n" +
				"paragraph@5: By Nell Farrow\nparagraph@7: The ferry runs again.\n",
			title: "Island ferry back in service after three weeks in the yard",
		},
		{
			reason: "a short headline in Chinese characters",
			text:   "海岛渡轮停运三周后恢复通航，无人受伤\n\n渡轮公司周一表示，船只修理完毕。\n",
			want:   "heading@1: 海岛渡轮停运三周后恢复通航，无人受伤\nparagraph@3: 渡轮公司周一表示，船只修理完毕。\n",
			title:  "海岛渡轮停运三周后恢复通航，无人受伤",
		},
		{
			reason: "a short headline, and a caption that is longer",
			text:   "Island ferry back in service\n\nThe ferry at the old pier on Monday morning. Photo: Nell Farrow\n\nThe crew of the ferry in Tarrow on Monday (Coastal Press)\n\nThe ferry runs again.\n",
			want: "heading@1: Island ferry back in service\nparagraph@3: The ferry at the old pier on Monday morning. Photo: Nell Farrow\n" +
				"paragraph@5: The crew of the ferry in Tarrow on Monday (Coastal Press)\nparagraph@7: The ferry runs again.\n",
			title: "Island ferry back in service",
		},
		{
			reason: "a kicker, and a headline with an abbreviation and a colon",
			text:   "Interview of the week\n\nDr. Farrow: Why the ferry will never return to the island\n\nThe ferry runs again.\n",
			want:   "paragraph@1: Interview of the week\nheading@3: Dr. Farrow: Why the ferry will never return to the island\nparagraph@5: The ferry runs again.\n",
			title:  "Dr. Farrow: Why the ferry will never return to the island",
		},
		{
			reason: "a short headline, and a dateline that is longer",
			text:   "海岛渡轮停运 三周后恢复通航\n\n记者 张明 发布时间：2025-11-18 20:10\n\n渡轮公司周一表示，船只修理完毕。\n",
			want:   "heading@1: 海岛渡轮停运 三周后恢复通航\nparagraph@3: 记者 张明 发布时间：2025-11-18 20:10\nparagraph@5: 渡轮公司周一表示，船只修理完毕。\n",
			title:  "海岛渡轮停运 三周后恢复通航",
		},
		{
			reason: "a headline with thousands and decimals, and a line that is longer",
			text:   "Ferry line wins 1.050 million euros and 2.5 new ships\n\nThe crew of the ferry in Tarrow on Monday morning, after the news had come\n\nThe ferry runs again.\n",
			want: "heading@1: Ferry line wins 1.050 million euros and 2.5 new ships\nparagraph@3: The crew of the ferry in Tarrow on Monday morning, after the news had come\n" +
				"paragraph@5: The ferry runs again.\n",
			title: "Ferry line wins 1.050 million euros and 2.5 new ships",
		},
		{
			reason: "a date in digits above a headline",
			text:   "Tarrow, Monday morning edition, 12.03.2026\n\nThe ferry will never return to the island\n\nThe ferry runs again.\n",
			want:   "paragraph@1: Tarrow, Monday morning edition, 12.03.2026\nheading@3: The ferry will never return to the island\nparagraph@5: The ferry runs again.\n",
			title:  "The ferry will never return to the island",
		},
	} {
		t.Run(row.reason, func(t *testing.T) {
			doc := mustRead(t, row.text, "ferry.txt")
			if doc.Text != row.text {
				t.Errorf("text changed to %q", doc.Text)
			}
			if got := outline(doc); doc.Title != row.title || got != row.want {
				t.Errorf("title %q, blocks\n%swant %q\n%s", doc.Title, got, row.title, row.want)
			}
		})
	}
}
