"""Vocabulary of names in Chinese: suffixes, roles, trades, verbs; the words are in data/names.txt."""

from __future__ import annotations

from importlib.resources import files


def _read() -> dict[str, frozenset[str]]:
    """Return the groups of words of the table."""
    groups: dict[str, frozenset[str]] = {}
    words: list[str] = []
    key = ""
    table = files("hinterland.reading.chinese") / "data" / "names.txt"
    for line in [*table.read_text("utf-8").splitlines(), "END"]:
        if line.startswith("#"):
            continue
        if not line.startswith(" "):
            groups[key] = frozenset(words)
            key, words = line.split(" ")[0], []
        words += line.split()[not line.startswith(" ") :]
    return groups


_GROUPS = _read()

LEGAL = _GROUPS["LEGAL"]
"""Suffixes that end the name of a firm."""

INSTITUTE = _GROUPS["INSTITUTE"]
"""Suffixes that end the name of an institution, where something that is not a common noun stands before."""

TRADE = _GROUPS["TRADE"]
"""Words for a trade that close the short name of a firm, and that alone name none."""

FIRM_TAIL = _GROUPS["FIRM_TAIL"]
"""Trade words that end a short name even after a place: 宁德时代, 上海电气."""

ROLE = _GROUPS["ROLE"]
"""Words that say what a name is; the name follows: 电池企业X, 首府X."""

COMMON = _GROUPS["COMMON"]
"""Words that alone make no name of what they stand before."""

LAND = _GROUPS["LAND"]
"""Suffixes of places."""

ZONE = _GROUPS["ZONE"]
"""Suffixes of parks and zones."""

OFFICE = _GROUPS["OFFICE"]
"""Suffixes of governments and their offices."""

STATE = _GROUPS["STATE"]
"""Offices of the state that are whole names."""

SIDES = _GROUPS["SIDES"]
"""Words for all who were said before."""

SELF = _GROUPS["SELF"]
"""Words for one that was said before."""

ALONE = _GROUPS["ALONE"]
"""Nouns that stand for one said before where nothing qualifies them."""

AGENT = _GROUPS["AGENT"]
"""What follows a name that acts or owns."""

BEFORE = _GROUPS["BEFORE"]
"""What stands before a name."""

PLACING = _GROUPS["PLACING"]
"""What stands before a place."""

MEDIA = _GROUPS["MEDIA"]
"""Words that end the name of a medium."""

TITLES = _GROUPS["TITLES"]
"""Titles of persons."""

SURNAMES = _GROUPS["SURNAMES"]
"""Characters that are surnames."""

TECHNICAL = _GROUPS["TECHNICAL"]
"""Characters of substances and parts: what is not in the dictionary but made of these is no name."""

FUNCTION = _GROUPS["FUNCTION"]
"""Single characters that part words: they begin, join or follow names and are seldom inside."""

OUTSIDE = _GROUPS["OUTSIDE"]
"""Nouns that stand before a name and are no part of it."""

INSIDE = _GROUPS["INSIDE"]
"""Words of any class that stand inside names."""

PLAIN = _GROUPS["PLAIN"]
"""Names of places that are first of all common words."""

FAMOUS = _GROUPS["FAMOUS"]
"""Regions that are said by short names, and a few quarters everybody knows."""

INNER = _GROUPS["INNER"]
"""Characters that are words of their own and are yet common inside names: 炬|能|光电, 思|达|科技."""

NO_OFFICE = _GROUPS["NO_OFFICE"]
"""Words that end as offices do and are none."""

TWOFOLD = _GROUPS["TWOFOLD"]
"""Brands that are common words or places: firms only where they act."""

MEASURES = _GROUPS["MEASURES"]
"""Single characters that count, after a number."""

MODIFIERS = _GROUPS["MODIFIERS"]
"""Single characters that qualify a common noun."""

BRANDS = _GROUPS["BRANDS"]
"""Names of well-known firms that hold common words or characters, or stand without a suffix."""

STRONG = _GROUPS["STRONG"]
"""What follows nothing but a name that acts, at the head of a clause."""

FIRST = _GROUPS["FIRST"]
"""Characters that are words of their own and yet begin names at the head of a sentence."""

CORPORATE = _GROUPS["CORPORATE"]
"""Trade words that after a place are nothing but a firm's name: 金川镍业."""

WORKS = _GROUPS["WORKS"]
"""What a firm has in a place: 长虹泰国工厂."""

CAPITAL = _GROUPS["CAPITAL"]
"""Common words that with a trade word are still common: 注册资本, 精细化工."""

LABELS = _GROUPS["LABELS"]
"""Latin words that begin labels and names of products."""

GENERAL = _GROUPS["GENERAL"]
"""Trade words in 业 that close no name."""

PARTNERS = _GROUPS["PARTNERS"]
"""What stands between those who act together, or before who is acted on."""

FEW = _GROUPS["FEW"]
"""Counts of those who were said before."""

FIRMS = _GROUPS["FIRMS"]
"""Nouns for a firm."""

JOINT = _GROUPS["JOINT"]
"""Firms that a text makes and names by what they are."""

LOCAL = _GROUPS["LOCAL"]
"""Nouns for a park said before."""

PLACED = _GROUPS["PLACED"]
"""What stands before a noun for a park said before."""

CIVIC = _GROUPS["CIVIC"]
"""Words in the names of committees of governments."""

JOINING = _GROUPS["JOINING"]
"""Verbs that stand inside names and also between two."""

SAYING = _GROUPS["SAYING"]
"""Verbs of saying."""

PAPERS = _GROUPS["PAPERS"]
"""Endings of names of media."""

SIDES_OF = _GROUPS["SIDES_OF"]
"""Words between a place and one in it: 匈牙利东北部城市X."""

AFTER = _GROUPS["AFTER"]
"""What follows a place where something is done."""

EXTRA = {c: _GROUPS["EXTRA_" + c] for c in "nvcpdu"}
"""Words of industry and news that the word list lacks, or that must win over others, by class."""
