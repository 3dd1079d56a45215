"""Writes ../testdata/icu.tsv, values as ICU words them in each language, for a test.

Run it in its folder, with Debian's python3-icu:

    /usr/bin/python3 wordings.py

A line has a language, a wording, a kind, and the number in the kind's base unit or the
date.
"""

import datetime

import icu

LANGUAGES = "ar bg ca cs da de el en es fa fi fr he hi hr hu id it ja ko nl no pl pt ro ru sk sr sv th tr uk vi zh".split()

NUMBERS = [*range(2, 22), 25, 31, 35, 40, 48, 50, 59, 60, 61, 70, 72, 75, 80, 84, 90, 91, 99, 100, 101, 105, 112, 120, 200,
           201, 250, 300, 305, 400, 500, 600, 700, 800, 900, 999, 1000, 1005, 1100, 2000, 2500, 10000, 12000, 20000, 105000,
           250000, 1000000, 2000000, 2500000, 10000000, 250000000, 1000000000, 2000000000]

# Where a number alone is no value.
COUNTED = {"ja": "人", "ko": " 명", "zh": "人", "th": " คน", "vi": " người"}

DAYS = [(1, 3), (2, 14), (3, 8), (4, 21), (5, 5), (6, 30), (7, 12), (8, 23), (9, 1), (10, 19), (11, 4), (12, 27)]

UNITS = {
    "percent": ("percent", 1), "second": ("duration", 1), "minute": ("duration", 60), "hour": ("duration", 3600),
    "day": ("duration", 86400), "week": ("duration", 604800), "month": ("duration", 2629800), "year": ("duration", 31557600),
    "centimeter": ("length", .01), "meter": ("length", 1), "kilometer": ("length", 1000), "mile": ("length", 1609.344),
    "square-meter": ("area", 1), "hectare": ("area", 1e4), "square-kilometer": ("area", 1e6),
    "liter": ("volume", 1), "cubic-meter": ("volume", 1000), "gram": ("mass", .001), "kilogram": ("mass", 1), "tonne": ("mass", 1000),
    "kilometer-per-hour": ("speed", 1 / 3.6), "celsius": ("temperature", 1), "megawatt": ("power", 1e6),
}

CURRENCIES = "EUR USD GBP JPY CHF CNY RUB INR TRY UAH SEK PLN".split()

LARGE = [15000, 250000, 1200000, 2000000, 25000000, 3e9]


def wordings(lang):
    locale = icu.Locale("fa@calendar=gregorian" if lang == "fa" else lang)
    spell = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, locale)
    for n in NUMBERS:
        yield spell.format(n).replace("\u00ad", "") + COUNTED.get(lang, ""), "number", n
    patterns = icu.DateTimePatternGenerator.createInstance(locale)
    for skeleton in ("yMMMMd", "yMMMMEEEEd", "MMMMd", "yMMMd"):
        f = icu.SimpleDateFormat(patterns.getBestPattern(skeleton), locale)
        f.setTimeZone(icu.TimeZone.createTimeZone("UTC"))
        for month, day in DAYS:
            when = datetime.datetime(2025, month, day, 12, tzinfo=datetime.timezone.utc)
            yield f.format(when.timestamp()), "date" if skeleton[0] == "y" else "day", f"2025-{month}-{day}"
    numbers = icu.NumberFormatter.withLocale(locale)
    full = icu.UNumberUnitWidth.FULL_NAME
    for unit, (kind, factor) in UNITS.items():
        f = numbers.unit(icu.MeasureUnit.forIdentifier(unit)).unitWidth(full)
        for n in (3, 21, 150, 2.5):
            yield str(f.formatDouble(n)), kind, n * factor
    for currency in CURRENCIES:
        f = numbers.unit(icu.CurrencyUnit(currency)).precision(icu.Precision.maxFraction(1)).unitWidth(full)
        for n in (5, 2500):
            yield str(f.formatDouble(n)), "money", n
    for n in LARGE:
        f = numbers.notation(icu.Notation.compactLong())
        yield str(f.unit(icu.CurrencyUnit("EUR")).unitWidth(full).formatDouble(n)), "money", n


# Forms that nobody writes, or that mean something else as a rule.
def odd(lang, text):
    return ("زواتی" in text or "renmimbi" in text or "غرامات" in text or "zlote" in text or lang == "el" and "χίλιάδες" in text or lang == "ar" and text == "إحدى عشر" or lang == "ca" and ("cent-u" in text or text == "mil u")
            or lang == "ko" and text.startswith("만") or lang in ("ja", "ko") and text.rstrip("日일 ") in ("3", "21"))


with open("../testdata/icu.tsv", "w") as out:
    for lang in LANGUAGES:
        for text, kind, value in wordings(lang):
            text = " ".join(text.split())
            if not odd(lang, text):
                print(lang, text, kind, value if isinstance(value, str) else f"{value:.10g}", sep="\t", file=out)
