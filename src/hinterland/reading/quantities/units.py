"""Units of measure: symbols and words of both languages, and what each is called here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hinterland.reading.quantities.unit_words import CHINESE, SYMBOLS, WORDS


@dataclass(frozen=True, slots=True)
class Measured:
    """A unit found in the text: where it ends, its name, what it multiplies by, and the rate it carries."""

    end: int
    unit: str
    factor: int = 1
    per: str = ""
    spec: bool = False


def _parsed(name: str) -> tuple[str, int, str]:
    """Return unit, factor and period of a name of the tables: tonne*1000/year."""
    unit, _, per = name.partition("/")
    unit, _, factor = unit.partition("*")
    return unit, int(factor or 1), per


_SYMBOLS = {symbol: _parsed(name) for symbol, name in SYMBOLS.items()}
_FOLDED = {k.lower(): v for k, v in _SYMBOLS.items() if len(k) > 2 and k.lower() not in {"mwt", "gwt"}}
_AMBIGUOUS_CASE = {"mt", "mwh", "mw"}
SPECS = frozenset(["nm", "mm", "cm", "kV", "V", "inch", "Ah", "GHz", "MHz", "hp", "kVA"])
"""Units that say what sort of thing it is (12-inch wafers, 28 nm chips, 500 kV line) more often than how much."""

_PLURALS = {
    word + ("" if word.endswith(("s", "foot", "feet")) or " per" in word else "s"): unit
    for word, unit in WORDS.items()
} | {"per cent": "percent", "sq m": "m2", "sq. m": "m2", "sq km": "km2"}
_PHRASES = WORDS | _PLURALS | {"feet": "foot"}
_DENSITY = re.compile(r"/(kg|L|km|kWh|MWh|GWh|m2|m3|m²|m³|t|吨|公里|100km)(?![A-Za-z])")
_MADE_OF = re.compile(
    r" (?:[a-z]+ )?(?:wafers?|silicon|chips?|fabs?|process|node|pipes?|guns?|howitzers?"
    r"|technology|screens?|wheels?|panels?)\b"
)
_FIRST = frozenset(p.split(" ")[0].split("-")[0] for p in _PHRASES)
_BARRELS = re.compile(r"b/d(?![A-Za-z])")
_WORD = re.compile(r"[A-Za-z]+[²³23]?")
_PHRASE = re.compile(r"[A-Za-z]+\.?(?:[ -][A-Za-z]+\.?){0,2}")
_GAP = re.compile(r" ?-?(?=[A-Za-z㎡㎢])|(?=[㎡㎢])")

_CHINESE = {word: "" if name == "-" else name for word, name in CHINESE.items()}
_ZH_UNIT = re.compile(" ?(" + "|".join(sorted(_CHINESE, key=len, reverse=True)) + ")(?![元节])")
_ZH_SPECS = frozenset(["纳米", "毫米", "微米", "英寸", "寸", "千伏", "厘米"])
_PETAFLOPS = re.compile(r" ?P(?:Flops)?(?![A-Za-z0-9])", re.IGNORECASE)
_SIGNS = re.compile(r" ?([%％‰]|°C|℃|°)")


def unit_at(text: str, at: int) -> Measured | None:
    """Return the unit of measure that stands at `at`, right after a number."""
    sign = _SIGNS.match(text, at)
    if sign:
        name = {"%": "percent", "％": "percent", "‰": "permille"}.get(sign[1], "degree")
        return _point(text, Measured(sign.end(), name))
    if _PETAFLOPS.match(text, at) and "算力" in text[max(0, at - 20) : at]:
        return Measured(_PETAFLOPS.match(text, at).end(), "PFLOPS")  # type: ignore[union-attr]
    chinese = _ZH_UNIT.match(text, at)
    if chinese:
        name = _CHINESE[chinese[1]]
        return Measured(chinese.end(), name, spec=chinese[1] in _ZH_SPECS) if name else None
    gap = _GAP.match(text, at)
    if not gap:
        return None
    return _english(text, gap.end(), attached=gap.end() == at, hyphen="-" in gap.group())


def _point(text: str, found: Measured) -> Measured:
    after = re.compile(r"[ -](?:percentage )?points?\b").match(text, found.end)
    return Measured(after.end(), "percentage_point") if after and found.unit == "percent" else found


def _english(text: str, at: int, *, attached: bool, hyphen: bool) -> Measured | None:
    barrels = _BARRELS.match(text, at)
    if barrels:
        return Measured(barrels.end(), "barrel", 1, "day")
    word = _WORD.match(text, at)
    if not word:
        if text[at : at + 1] in "㎡㎢":
            return Measured(at + 1, _SYMBOLS[text[at]][0])
        return None
    phrase = _phrase(text, at)
    if phrase:
        return phrase
    symbol = word.group()
    end = word.end()
    if end < len(text) and (text[end].isascii() and text[end].isalnum()):
        return None
    known = _SYMBOLS.get(symbol) or (
        _FOLDED.get(symbol.lower()) if symbol.lower() not in _AMBIGUOUS_CASE else None
    )
    if symbol.lower() in {"mwh", "mw"} and not known:
        known = _SYMBOLS[{"mwh": "MWh", "mw": "MW"}[symbol.lower()]]
    if not known or (len(symbol) == 1 and not attached and symbol not in "tWVLg"):
        return None
    unit, factor, per = known
    density = _DENSITY.match(text, end) if not per else None
    if density:
        return Measured(density.end(), f"{unit}/{density[1]}", factor, spec=True)
    spec = unit in SPECS and (hyphen or unit in {"nm", "kV"} or bool(_MADE_OF.match(text, end)))
    return Measured(end, unit, factor, per, spec=spec)


def _phrase(text: str, at: int) -> Measured | None:
    first = _WORD.match(text, at)
    if not first or first.group().lower() not in _FIRST:
        return None
    match = _PHRASE.match(text, at)
    if not match:
        return None
    words = match.group()
    while words:
        low = words.lower().replace("-", " ")
        name = _PHRASES.get(low) or _PHRASES.get(low.rstrip("."))
        end = at + len(words)
        if name and not text[end : end + 1].isalpha():
            if words.endswith("."):
                end -= 1
            return _point(
                text,
                Measured(
                    end,
                    name,
                    spec=name in SPECS and (text[at - 1 : at] == "-" or bool(_MADE_OF.match(text, end))),
                ),
            )
        cut = max(words.rfind(" "), words.rfind("-"))
        words = words[:cut] if cut > 0 else ""
    return None


_RATES = {
    "a": "year",
    "d": "day",
    "year": "year",
    "yr": "year",
    "annum": "year",
    "a.": "year",
    "month": "month",
    "day": "day",
    "week": "week",
    "hour": "hour",
    "h": "hour",
    "quarter": "quarter",
    "年": "year",
    "月": "month",
    "日": "day",
    "天": "day",
    "小时": "hour",
    "季度": "quarter",
    "周": "week",
}
_RATE = re.compile(
    r"(?: ?/ ?(?P<slash>year|yr|annum|month|day|week|hour|h|d|a|年|月|日|天|小时)(?![A-Za-z])"
    r"| ?(?P<adverb>annually|yearly|monthly|daily|weekly|p\.a\.)(?![A-Za-z])"
    r"|,? (?:a|an|per|each|every) (?P<word>year|annum|month|day|week|hour|quarter)\b(?![-–])(?! "
    r"(?:earlier|ago|before|later|old|after)))",
    re.IGNORECASE,
)
_ADVERBS = {
    "annually": "year",
    "yearly": "year",
    "monthly": "month",
    "daily": "day",
    "weekly": "week",
    "p.a.": "year",
}


def rate_at(text: str, at: int) -> tuple[int, str]:
    """Return where a rate that begins at `at` ends ("a year", /年), and its period; (at, "") where there is none."""
    match = _RATE.match(text, at)
    if not match:
        return at, ""
    if match["adverb"]:
        return match.end(), _ADVERBS[match["adverb"].lower()]
    return match.end(), _RATES[(match["slash"] or match["word"]).lower()]


_BEFORE_EN = re.compile(
    r"\b(?P<p>annual|yearly|monthly|daily|annualised|annualized)\b[^.;:!?0-9]{0,60}$"
    r"|\b(?:each|every|per) (?P<w>year|month|day)\b,?[^.;:!?0-9]{0,40}$",
    re.IGNORECASE,
)
_BEFORE_ZH = re.compile(
    r"(?<![0-9])(?:年产(?!业)|年产能|年产量|年产值|每年|年均|年处理|年加工|年产销|年出货|年供"
    r"|年吞吐|年输|年新增)[^，。；、0-9]{0,16}$|每(?P<m>[月天日])[^，。；、0-9]{0,12}$"
    r"|(?P<m2>月)(?:产|产能|产量|处理|均|产出)[^，。；、0-9]{0,12}$"
)
_PERIODS = {"annual": "year", "yearly": "year", "monthly": "month", "daily": "day"}


def rate_before(text: str, start: int, at: int) -> str:
    """Return the period of a rate that the words before `at` make ("annual output of", 年产), "" where none."""
    before = text[max(start, at - 72) : at]
    chinese = _BEFORE_ZH.search(before)
    if chinese:
        return {"月": "month", "天": "day", "日": "day"}.get(chinese["m"] or chinese["m2"] or "", "year")
    english = _BEFORE_EN.search(before)
    if not english:
        return ""
    return (english["w"] or "").lower() or _PERIODS.get((english["p"] or "").lower(), "year")
