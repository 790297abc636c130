"""Currencies before and after an amount, and which country's pesos, dirhams or crowns are meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hinterland.reading.quantities.currency_words import AFTER, BEFORE, CHINESE, NATIONS
from hinterland.reading.quantities.lexicon import bag


@dataclass(frozen=True, slots=True)
class Money:
    """A currency found in the text: its span, its code, and why the code is a guess ("" where it is stated)."""

    start: int
    end: int
    code: str
    assumed: str = ""


CODES = bag(
    "AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK DZD EGP ETB EUR GBP GHS HKD HUF IDR ILS INR IQD IRR ISK "
    "JOD JPY KES KHR KRW KWD KZT LAK LKR MAD MMK MNT MXN MYR NGN NOK NPR NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR "
    "SEK SGD THB TND TRY TWD TZS UAH USD UZS VND XAF XOF ZAR ZMW UGX AZN GEL AMD BOB PYG UYU DOP GTQ CRC RWF MUR NAD "
    "BWP AOA MZN LYD JMD FJD MOP BND"
)
_ALIASES = {"RMB": "CNY", "CNH": "CNY", "NTD": "TWD", "STG": "GBP", "INR": "INR"}
_PREFIX = re.compile(
    r"(?:(?<![A-Za-z])(?P<code>[A-Z]{3})\$?"
    r"|(?<![A-Za-z])(?P<sign>(?:US|U\.S\.|AU|CA|SG|HK|NT|NZ|MX|AR|CLP|COL|A|C|S|R)?\$)|(?P<mark>[€£₩₹₽₺₫₱₪฿₸₴₦¥])"
    r"|(?<![A-Za-z])(?P<word>Rs\.?|RM|Rp\.?|Tk|SFr|Fr\.|Kč|zł|Ft|Rmb|TL|S/\.?|K[Ss]hs?|US[Hh]|TSh|GH[₵¢])"
    r"|(?<![A-Za-z])(?P<tight>[RPN])(?=$)"
    r"|(?P<han>人民币|美元|欧元|新台币|台币|港币|港元))(?P<gap> ?)$"
)

_SINGULAR_ONLY = {"yuan", "rmb", "renminbi", "yen", "won", "baht", "rand", "leva", "lei", "reais"}
_MANY: dict[str, tuple[tuple[str, str], ...]] = {
    "peso": (
        (
            "MXN",
            "mexic|墨西哥|monterrey|nuevo le[oó]n|guadalajara|quer[eé]taro|puebla|coahuila|sonora|jalisco",
        ),
        ("CLP", "chile|智利|antofagasta|santiago"),
        ("ARS", "argentin|阿根廷|buenos aires|c[oó]rdoba"),
        ("COP", "colombia|哥伦比亚|bogot[aá]|medell[ií]n"),
        ("PHP", "philippin|filipino|菲律宾|manila|luzon|cebu|batangas|mindanao"),
        ("UYU", "uruguay|乌拉圭"),
        ("DOP", "dominican|多米尼加"),
    ),
    "dirham": (
        ("MAD", "morocc|摩洛哥|casablanca|tangier|rabat|kenitra|agadir|marrakech|jorf lasfar|nador"),
        ("AED", "emirat|uae|u\\.a\\.e|dubai|abu dhabi|sharjah|阿联酋|迪拜|阿布扎比"),
    ),
    "riyal": (
        ("SAR", "saudi|riyadh|jeddah|沙特|neom|dammam|jubail|yanbu"),
        ("QAR", "qatar|doha|卡塔尔"),
        ("OMR", "oman|muscat|duqm|sohar|阿曼"),
        ("IRR", "iran|tehran|伊朗"),
        ("YER", "yemen|也门"),
    ),
    "rupee": (
        ("PKR", "pakistan|karachi|lahore|islamabad|punjab province|巴基斯坦"),
        ("LKR", "sri lanka|colombo|斯里兰卡"),
        ("NPR", "nepal|kathmandu|尼泊尔"),
        ("INR", "india|gujarat|tamil nadu|maharashtra|karnataka|delhi|mumbai|印度(?!尼)"),
        ("IDR", "印尼|印度尼西亚|indonesia"),
    ),
    "pound": (
        ("EGP", "egypt|cairo|suez|埃及|开罗"),
        ("LBP", "leban|黎巴嫩"),
        ("GBP", "brit|england|scot|wales|u\\.?k\\b|london|英国"),
    ),
    "franc": (
        ("XOF", "cfa|senegal|dakar|ivor|abidjan|mali\\b|burkina|benin|togo|niger\\b"),
        ("XAF", "cameroon|gabon|chad\\b"),
        ("CHF", "swiss|switzerland|zurich|basel|geneva|瑞士"),
    ),
    "crown": (
        ("CZK", "czech|prague|brno|ostrava|moravia|捷克"),
        ("SEK", "swed|stockholm|gothenburg|瑞典"),
        ("NOK", "norw|oslo|挪威"),
        ("DKK", "denmark|danish|copenhagen|丹麦"),
        ("ISK", "iceland|冰岛"),
    ),
    "krone": (
        ("NOK", "norw|oslo|bergen|stavanger|挪威"),
        ("DKK", "denmark|danish|copenhagen|aarhus|丹麦"),
    ),
    "dinar": (
        ("RSD", "serbia|belgrade|novi sad|塞尔维亚"),
        ("KWD", "kuwait|科威特"),
        ("JOD", "jordan|amman|约旦"),
        ("TND", "tunis|突尼斯"),
        ("DZD", "algeri|algiers|阿尔及利亚"),
        ("BHD", "bahrain|巴林"),
        ("IQD", "iraq|baghdad|伊拉克"),
        ("MKD", "macedonia|skopje|马其顿"),
    ),
    "shilling": (
        ("KES", "kenya|nairobi|mombasa|肯尼亚"),
        ("TZS", "tanzania|dar es salaam|坦桑尼亚"),
        ("UGX", "uganda|kampala|乌干达"),
    ),
    "¥": (
        ("CNY", "\\byuan\\b|\\brmb\\b|renminbi|人民币|万元|亿元"),
        (
            "JPY",
            "\\byen\\b|japan|日元|日本|东京|tokyo|osaka|nagoya|kyushu|hokkaido|prefecture|aichi|fukuoka|kumamoto|hiroshima",
        ),
        ("JPY", "yokohama|kyoto|kobe\\b|sendai|toyo|shizuoka|chiba|saitama|okayama|niigata|kitakyushu"),
        ("CNY", "[\u3400-\u9fff]|china|chinese|beijing|shanghai"),
    ),
    "元": (("CNY", "元"),),
}
_USUAL = {"dirham": "AED", "riyal": "SAR", "rupee": "INR", "pound": "GBP", "franc": "CHF", "crown": "CZK"}
_COUNTRIES = {
    name: tuple((code, re.compile(words, re.IGNORECASE)) for code, words in rows)
    for name, rows in _MANY.items()
}

_OTHER_DOLLARS = re.compile(
    r"US ?\$|\bU\.S\.|\bUS\b|United States|\bUSD\b|\bAmerican?s?\b|[ACS]\$|NZ\$|HK\$|NT\$"
    r"|\b(?:U\.S\.|US|Canadian|Australian|Singapore|Zealand|Taiwan|Kong) dollars?\b|[\u3400-\u9fff]"
)
_DOLLARS = (
    (
        "CAD",
        re.compile(
            r"\bCanad(?:a|ian)|Ontario|Qu[eé]bec|Alberta|Saskatchewan|Manitoba|British Columbia|Nova Scotia"
            r"|New Brunswick|Newfoundland|\b(?:Man|Ont|Que|Alta|Sask|B\.C|N\.S|N\.B)\.(?=[, ])|Winnipeg|Toronto"
            r"|Calgary|Edmonton|Saskatoon|Regina\b|Vancouver|Montr[eé]al|Ottawa"
        ),
    ),
    (
        "AUD",
        re.compile(
            r"\bAustralia|Queensland|New South Wales|Tasmania|\bVictoria(?:n)?\b|Melbourne|Brisbane|Perth\b|Adelaide"
            r"|Pilbara|Gladstone|Townsville|Whyalla|Kwinana|\bNSW\b|\bWA\b"
        ),
    ),
    ("NZD", re.compile(r"New Zealand|Auckland|Waikato|Canterbury Plains|Southland|Taranaki|Christchurch")),
)
_SCALED = re.compile(r"[0-9][0-9.,]{0,12}(?: ?-?(?:million|billion|trillion|bn|mn|m|b)\b|(?<=,[0-9]{3})\b)")
_LETTERS = {
    "p": re.compile(r"philippin|filipino|manila|luzon|visayas|mindanao|cebu", re.IGNORECASE),
    "n": re.compile(r"nigeria|naira|lagos|abuja|port harcourt", re.IGNORECASE),
}
_SUFFIX_HAN = re.compile(" ?(" + "|".join(sorted(CHINESE, key=len, reverse=True)) + ")(?!素|件|旦|宝|宇)")
_SUFFIX_EN = re.compile(
    r"[ -]?(?:(?P<code>[A-Z]{3})(?![A-Za-z])|(?P<sign>[€£₫₩₹$])(?! ?[0-9])"
    r"|(?:(?P<nation>U\.S\.|US|[A-Z][A-Za-z]+(?: [A-Z][a-z]+)?) )?(?P<word>[A-Za-złčęó]+)(?![A-Za-z]))"
)


class Context:
    """What countries a text speaks of, looked up only where a currency needs it."""

    def __init__(self, text: str) -> None:
        self._text = text[:60_000]
        self._known: dict[str, tuple[str, str]] = {}

    def of(self, name: str) -> tuple[str, str]:
        """Return the code that `name` (peso, dirham, ¥ ...) stands for in this text, and why it is a guess."""
        if name not in self._known:
            self._known[name] = self._find(name)
        return self._known[name]

    def speaks(self, letter: str) -> bool:
        """Whether the text is of the country whose money is written with this letter (P4.5 billion, N40 billion)."""
        return bool(_LETTERS[letter].search(self._text))

    def dollars(self) -> tuple[str, str]:
        """Return whose dollars a bare $ means: of the country that the text is of where it names no other dollars."""
        if "$" not in self._known:
            code = ""
            if not _OTHER_DOLLARS.search(self._text):
                counts = [(len(words.findall(self._text)), code) for code, words in _DOLLARS]
                most = max(counts)
                code = most[1] if most[0] > 1 else ""
            self._known["$"] = (code or "USD", f"$: {code} by the country of the text" if code else "")
        return self._known["$"]

    def _find(self, name: str) -> tuple[str, str]:
        if name == "¥":
            first = next((code for code, words in _COUNTRIES[name] if words.search(self._text)), "")
            return first or "JPY", "" if first else "¥: neither yuan nor yen is named; yen assumed"
        counts = [(len(words.findall(self._text)), code) for code, words in _COUNTRIES[name]]
        best, code = max(counts, key=lambda pair: pair[0])
        if best:
            rivals = [c for n, c in counts if n and c != code]
            return (
                code,
                f"{name}: {code} by the country named most; also {', '.join(rivals)}" if rivals else "",
            )
        usual = _USUAL.get(name, "")
        return usual, f"{name}: no country is named" + (f"; {usual} assumed" if usual else "")


def before(text: str, start: int, at: int, context: Context) -> Money | None:
    """Return the currency that stands right before the amount at `at`, not before `start`."""
    match = _PREFIX.search(text, max(start, at - 8), at)
    if not match:
        return None
    if match["code"]:
        code = _ALIASES.get(match["code"], match["code"])
        return Money(match.start(), at, code) if code in CODES else None
    if match["han"]:
        return Money(match.start(), at, "CNY" if match["han"].startswith("人民") else BEFORE[match["han"]])
    if match["mark"] == "¥":
        code, why = context.of("¥")
        return Money(match.start(), at, code, why)
    word = (match["sign"] or match["mark"] or match["word"] or match["tight"]).lower()
    if word == "$":
        code, why = context.dollars()
        return Money(match.start(), at, code, why)
    if word == "r" and match["gap"]:
        return None
    if word in _LETTERS:
        scaled = _SCALED.match(text, at)
        return Money(match.start(), at, BEFORE[word]) if scaled and context.speaks(word) else None
    if word.startswith("rs"):
        code, why = context.of("rupee")
        return Money(
            match.start(), at, code if code in {"PKR", "LKR", "NPR"} else "INR", why if code != "INR" else ""
        )
    return Money(match.start(), at, BEFORE[word])


def after(text: str, at: int, context: Context) -> Money | None:
    """Return the currency that stands right after the amount that ends at `at`."""
    han = _SUFFIX_HAN.match(text, at)
    if han:
        return _settled(at, han.end(), CHINESE[han[1]], context)
    match = _SUFFIX_EN.match(text, at)
    if not match:
        return None
    if match["code"] and (match["code"] in CODES or match["code"] in _ALIASES):
        return Money(at, match.end(), _ALIASES.get(match["code"], match["code"]))
    if match["sign"]:
        return Money(at, match.end(), AFTER[match["sign"]])
    return _worded(text, at, match, context)


def _worded(text: str, at: int, match: re.Match[str], context: Context) -> Money | None:
    word = match["word"]
    if not word:
        return None
    low = word.lower()
    name = AFTER.get(low) or (
        AFTER.get(low[:-1]) if low.endswith("s") and low[:-1] not in _SINGULAR_ONLY else None
    )
    nation = (match["nation"] or "").lower()
    if nation and nation not in NATIONS:
        known = AFTER.get(nation)
        return _settled(at, match.end("nation"), known, context) if known else None
    if not name or (low in {"sum", "som", "sol", "real", "kip"} and not _currency_sense(text, match)):
        return None
    if nation:
        return Money(at, match.end(), NATIONS[nation])
    return _settled(at, match.end(), name, context)


def _currency_sense(text: str, match: re.Match[str]) -> bool:
    """Whether a word that is also a common one stands for money: nothing but the end of the phrase follows."""
    rest = text[match.end() : match.end() + 12]
    return bool(re.match(r"(?:[,.;)]| (?:in|on|for|to|of|by|a|and|from|will|is|was)\b|$)", rest))


def _settled(start: int, end: int, name: str, context: Context) -> Money:
    if name in _COUNTRIES:
        code, why = context.of(name)
        return Money(start, end, code, why)
    return Money(start, end, name)
