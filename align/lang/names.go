package lang

import "strings"

// table is the languages that Detect tells apart: ISO 639-1 code (three letters
// where there is none) and English name. Dialects that are commonly written
// like a larger neighbour are left to it.
const table = `
af Afrikaans
am Amharic
ar Arabic
as Assamese
az Azerbaijani
be Belarusian
bg Bulgarian
bn Bengali
br Breton
bs Bosnian
ca Catalan
cs Czech
cy Welsh
da Danish
de German
el Greek
en English
eo Esperanto
es Spanish
et Estonian
eu Basque
fa Persian
fi Finnish
fo Faroese
fr French
fy Frisian
ga Irish
gd Scottish Gaelic
gl Galician
gu Gujarati
ha Hausa
he Hebrew
hi Hindi
hr Croatian
ht Haitian Creole
hu Hungarian
hy Armenian
id Indonesian
ig Igbo
is Icelandic
it Italian
ja Japanese
jv Javanese
ka Georgian
kk Kazakh
km Khmer
kn Kannada
ko Korean
ku Kurdish
ky Kyrgyz
lb Luxembourgish
lo Lao
lt Lithuanian
lv Latvian
mg Malagasy
mk Macedonian
ml Malayalam
mn Mongolian
mr Marathi
ms Malay
mt Maltese
my Burmese
ne Nepali
nl Dutch
nn Norwegian Nynorsk
no Norwegian
oc Occitan
om Oromo
or Odia
pa Punjabi
pl Polish
ps Pashto
pt Portuguese
ro Romanian
ru Russian
rw Kinyarwanda
sa Sanskrit
si Sinhala
sk Slovak
sl Slovenian
sn Shona
so Somali
sq Albanian
sr Serbian
st Sotho
sv Swedish
sw Swahili
ta Tamil
te Telugu
tg Tajik
th Thai
tk Turkmen
tl Tagalog
tr Turkish
tt Tatar
ug Uyghur
uk Ukrainian
ur Urdu
uz Uzbek
vi Vietnamese
xh Xhosa
yo Yoruba
zh Chinese
zu Zulu
`

// Codes is the languages that [Detect] knows, in the order of their codes.
var Codes, names = parse(table)

func parse(table string) (codes []string, names map[string]string) {
	names = map[string]string{}
	for line := range strings.Lines(strings.TrimSpace(table)) {
		code, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		codes = append(codes, code)
		names[code] = name
	}
	return codes, names
}

// Name returns the English name of a language, or its code where it has none
// here.
func Name(code string) string {
	if n, ok := names[code]; ok {
		return n
	}
	return code
}
