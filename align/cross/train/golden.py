#!/usr/bin/env python3
"""Writes what the network says of some sentences, for the program's tests: golden.py cross.npz golden.json

Weights are rounded as exported, everything else is float32. Each sentence is also paired with the next two
right sides, so that unrelated facts are among the numbers too.
"""

import json
import re
import sys

import torch

from model import Cross, Reader, Weights, inside

# Two sides of a report in two languages, or in one; brackets hold the facts.
PAIRS = """
en de | [Two people died] [when a bus left the road near Innsbruck] on Sunday. | [Bei einem Busunfall nahe Innsbruck] sind am Sonntag [drei Menschen gestorben].
en fr | [The bridge will reopen in March], [the mayor said]. | [Selon la maire], [le pont ne rouvrira qu'en avril].
en es | [The company cut 400 jobs] [at its plant in Burgos]. | [La empresa despidió a 400 trabajadores] [de su fábrica de Burgos].
en it | [Firefighters worked through the night] [to contain the blaze]. | [I vigili del fuoco hanno lavorato tutta la notte] [e hanno salvato due cani].
en nl | [The ferry was carrying 212 passengers] [and a crew of 14]. | [Aan boord van de veerboot waren 212 passagiers].
en pl | [The court rejected the appeal], [so the fine of 2 million stands]. | [Sąd oddalił odwołanie] [i utrzymał karę 2 milionów złotych].
en pt | [Heavy rain closed the airport] [for six hours]. | [O aeroporto ficou fechado nove horas] [por causa da chuva forte].
en ru | [The minister resigned on Friday] [after a scandal over flats]. | [Министр подал в отставку в пятницу], [не объяснив причин].
en zh | [The museum bought the painting] [for 3.5 million dollars]. | [博物馆以350万美元] [买下了这幅画]。
en ja | [The train was delayed by 40 minutes] [because of snow]. | [大雪のため] [列車は40分遅れた]。
en ko | [The factory employs 1,200 people] [and makes batteries]. | [이 공장은 배터리를 생산하며] [직원은 천이백 명이다].
en ar | [The negotiators met in Doha] [for the third time]. | [اجتمع المفاوضون في الدوحة] [للمرة الثالثة].
en th | [The hotel had no fire alarm], [police said]. | [ตำรวจระบุว่า] [โรงแรมไม่มีสัญญาณเตือนไฟไหม้].
en tr | [The mine had been inspected in May] [and found safe]. | [Maden mayıs ayında denetlenmişti], [iki kusur bulunmuştu].
en cs | [The brewery exports half of its beer] [to Germany]. | [Pivovar vyváží polovinu piva] [na Slovensko].
en sv | [The driver, 34, was not hurt] [but lost his licence]. | [Föraren, en 34-årig man, klarade sig oskadd].
en uk | [The port was without power] [for two days]. | [Порт два дні] [залишався без електрики].
en hu | [The metro line stays closed until autumn], [the operator said]. | [A metróvonal őszig zárva marad], [közölte az üzemeltető].
en el | [Sailors went on strike for 24 hours] [over unpaid wages]. | [Οι ναυτικοί απεργούν για 48 ώρες] [λόγω απλήρωτων μισθών].
en hi | [The bridge cost 90 crore rupees] [and was never opened]. | [पुल पर 90 करोड़ रुपये खर्च हुए], [पर वह कभी खुला नहीं].
en vi | [The fire broke out at dawn] [on the second floor]. | [Đám cháy bùng phát lúc rạng sáng] [ở tầng ba].
en en | [Nurses voted to strike from Tuesday], [their union said]. | [A strike by nurses will begin on Thursday], [according to the union].
en en | [The count showed a lead of 312 votes] [for the challenger]. | [After the recount the challenger leads by 213 votes].
de fr | [Die Bahn stellt den Nachtzug ein], [weil Wagen fehlen]. | [Le train de nuit est supprimé] [faute de voitures].
de ru | [Der Großmeister wurde für fünf Jahre gesperrt] [und kündigte Klage an]. | [Гроссмейстера дисквалифицировали на три года].
fr es | [Un refuge s'est effondré] [à 2 400 mètres d'altitude]. | [Un refugio de montaña se derrumbó], [sin causar heridos].
es it | [La orquesta canceló el concierto] [por un conflicto salarial]. | [L'orchestra ha annullato il concerto] [dopo le dimissioni del direttore].
zh ja | [展览将持续到十一月], [门票已售罄]。 | [展覧会は11月まで開かれる]。[入場券は完売した]。
ja ko | [半導体工場の建設が始まった]が、[補助金はまだ決まっていない]。 | [반도체 공장이 착공됐고] [보조금은 이미 확정됐다].
ru uk | [Ледокол застрял во льдах], [на борту 60 человек]. | [Криголам застряг у льодах], [екіпаж просить допомоги].
pl de | [Kopalnię ewakuowano] [z powodu wycieku gazu]. | [Das Bergwerk wurde geräumt], [weil Gas austrat].
tr ar | [Altın fiyatı rekor kırdı] [ve 4.000 doları aştı]. | [سجل سعر الذهب رقما قياسيا] [وتجاوز 4000 دولار].
nl de | [De staalfabriek stoot minder uit] [dan in 2019]. | [Das Stahlwerk stößt mehr aus] [als 2019].
pt es | [O leilão arrecadou 12 milhões de reais]. | [La subasta recaudó 12 millones de reales], [el doble de lo previsto].
it fr | [Il vulcano è tornato ad eruttare] [senza fare danni]. | [Le volcan est de nouveau entré en éruption] [mercredi soir].
sv en | [Batteritillverkaren ansökte om konkurs] [i Stockholm]. | [The maker of batteries filed for bankruptcy], [owing 5 billion euros].
th zh | [ผู้โดยสารทั้งหมดปลอดภัย] [หลังเครื่องบินลงจอดฉุกเฉิน]. | [飞机紧急降落]，[机上所有乘客平安]。
hi en | [मंत्री ने आरोपों से इनकार किया] [और जाँच की माँग की]. | [The minister denied the accusations].
de de | [Die Klinik schließt ihre Geburtsstation] [zum Jahresende]. | [Zum Jahresende macht die Geburtshilfe der Klinik zu], [30 Hebammen verlieren ihre Stelle].
fr fr | [Quarante élèves ont été intoxiqués] [à la cantine]. | [L'intoxication à la cantine a touché une quarantaine d'élèves], [dont deux hospitalisés].
"""


def side(text):
    """The text without its brackets, and what they held, by character."""
    out, facts = "", []
    for part in re.split(r"(\[[^]]*\])", text.strip()):
        if part.startswith("["):
            facts.append((len(out), len(out) + len(part) - 2))
            part = part[1:-1]
        out += part
    return out, facts


@torch.inference_mode()
def main():
    weights, path = sys.argv[1:3]
    w = Weights()
    reader, net = Reader(w), Cross(w).load(weights).eval()
    lines = [line.split(" | ") for line in PAIRS.strip().splitlines()]
    out = []
    for i, (langs, left, _) in enumerate(lines):
        for k in range(4):
            # The states are read anew, not through the cache of the training, which rounds them.
            texts = [side(left), side(lines[(i + k) % len(lines)][2])]
            (a, fa), (b, fb) = texts
            states, spans = [reader.exact(t) for t in (a, b)], [w.pieces(t)[1] for t in (a, b)]
            x, _ = net(states[:1], states[1:])
            x, shift = x[0], len(states[0])
            mean = lambda s, f, n: x[[n + j for j in inside(s, *f)]].mean(0)
            raw = lambda t, p: len(t[:p].encode())
            rows = net.novelty(x[None])[0].tolist()
            facts = [{"a": [raw(a, p) for p in f], "b": [raw(b, p) for p in g],
                      "logits": net.judge(mean(spans[0], f, 1)[None], mean(spans[1], g, shift + 1)[None])[0].tolist()}
                     for f in fa for g in fb]
            out.append({"langs": langs.split()[:1] + lines[(i + k) % len(lines)][0].split()[1:],
                        "a": {"text": a, "ids": w.pieces(a)[0], "tokens": rows[:shift]},
                        "b": {"text": b, "ids": w.pieces(b)[0], "tokens": rows[shift:]}, "facts": facts})
    with open(path, "w", encoding="utf8") as f:
        f.write("[" + ",\n".join(json.dumps(e, ensure_ascii=False) for e in out) + "]\n")
    print(len(out), "sentence pairs,", sum(len(e["facts"]) for e in out), "pairs of facts")


if __name__ == "__main__":
    main()
