"""What an English number counts: the head noun of the phrase after it, and what it is called here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hinterland.reading.quantities.lexicon import bag
from hinterland.reading.quantities.noun_words import IRREGULAR, SYNONYMS
from hinterland.reading.quantities.numerals import COMPOUND


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted noun: where its phrase starts and ends, and the singular noun ("" where there is none)."""

    start: int
    end: int
    unit: str
    noun: str


# words that end in s and are no plural of something counted
_NOT_PLURAL = bag(
    "this his its us yes was has is does as plus less always besides various previous serious "
    "continuous precious "
    "business process access across express gross cross mass class glass gas bus campus bonus "
    "status basis crisis "
    "analysis apparatus census chassis focus virus surplus versus thus perhaps sometimes "
    "afterwards towards upwards "
    "regardless wireless business-class logistics electronics economics physics mathematics "
    "robotics photonics aerospace "
    "overseas indigenous famous nuclear-class onshore-class infectious nutritious autonomous ferrous "
    "hazardous simultaneous years' less news times sales-based congress progress success address stress loss "
    "press boss pass fitness wellness business-to-business stainless seamless brushless endless homeless "
    "general's whose lens biomass compass canvas atlas texas arkansas kansas paris brussels "
    "illinois massachusetts"
)
_PLAIN_S = bag("plastics textiles ceramics cosmetics")
# a phrase that counts something ends before any of these
_STOPS = bag(
    "a an the this that these those of in on at by for from to into onto with without within "
    "under over above below "
    "between among across along around about after before since until till during through "
    "throughout via per than as "
    "and or but nor so yet if while when where which who whom whose what because although "
    "though unless whether "
    "is are was were be been being am has have had having do does did will would shall should "
    "can could may might must "
    "it its they them their he she his her we us our you your i my not no only also just each "
    "every both all any some "
    "there here then now later earlier ago more less most least up down out off away back "
    "again already still even "
    "annually yearly monthly daily weekly compared against including excluding worth "
    "according due respectively "
    "versus plus minus except like near next last today yesterday tomorrow monday tuesday "
    "wednesday thursday friday "
    "saturday sunday january february march april may june july august september october november december "
    "went came rose fell grew said says say told made makes make take takes took employ "
    "employs employed produce produces "
    "produced built build builds cover covers covered come comes fall falls go goes work works worked live lives "
    "lived remain remains become "
    "becomes became began begin begins start starts started set sit sits stood stand stands "
    "operate operates ran run runs "
    "get gets got join joins joined sign signed signs expect expects expected gather gathers "
    "took attend attended attends"
)
_WORD = re.compile(r"[ -]*(?P<word>[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ&'’\-]*(?:/[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ\-]*)?)")
_NAMED = (
    r"(?:Fortune|Global|Forbes|S&P|Top) [0-9]{3,4}|[2-6]G|[3-5]A|4S|Class[ -][0-9A-D]|Tier[ -]?[1-4]|[23]D"
)
_GAP = re.compile(rf" (?:{COMPOUND}|{_NAMED}) (?=[a-z])|" + r"\s*[\"“‘][^\"”’\n]{1,40}[\"”’]\s+|\s+|-")
_FURTHER = bag("more additional further extra new other fewer less")
MOST_WORDS = 7
"""Words that a phrase before its head noun may have."""


def singular(word: str) -> str:
    """Return the singular of a plural noun, lower case; "" where the word is no plural.

    >>> singular("companies"), singular("bus"), singular("aircraft")
    ('company', '', 'aircraft')
    """
    low = word.lower()
    if low in IRREGULAR:
        return IRREGULAR[low].replace("-", "")
    if "-" in low:
        head, _, tail = low.rpartition("-")
        one = singular(tail)
        return f"{head}-{one}" if one else ""
    if low in _NOT_PLURAL or len(low) < 3 or not low.endswith("s") or low.endswith(("ss", "ous", "'s", "’s")):
        return "" if len(low) >= 3 or low not in {"evs"} else "ev"
    return _strip(low)


def _strip(low: str) -> str:
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return low[:-2]
    if low.endswith("oes") and len(low) > 4:
        return low[:-2]
    if low.endswith(("us", "is")) and len(low) > 3:
        return ""
    return low[:-1]


def unit_of(noun: str) -> str:
    """Return what a singular noun is called here: car is vehicle, company is enterprise."""
    last = noun.rpartition("-")[2]
    return SYNONYMS.get(noun) or SYNONYMS.get(last) or last or noun


def counted(text: str, at: int, end: int, *, one: bool = False) -> Counted | None:
    """Return the noun that the phrase at `at` counts: the last plural of the first run of words.

    Parameters
    ----------
    end
        Where the sentence ends.
    one
        Whether the number is one, so that the noun is singular: the last word of the phrase.
    """
    gap = _GAP.match(text, at)
    if not gap:
        return None
    position = start = gap.end()
    best: Counted | None = None
    last: re.Match[str] | None = None
    for _ in range(MOST_WORDS):
        match = _WORD.match(text, position, end)
        if not match:
            break
        word = match["word"].rstrip("'’-")
        low = word.lower()
        if low == "and" and best is None and position > start and _joins(text, match.end(), end):
            position = match.end()
            continue
        if _ends_before(word, best):
            break
        if singular(word):
            stop = match.start("word") + len(word)
            name = singular(word)
            best = Counted(start, stop, _compound(text[start:stop]) or unit_of(name), text[start:stop])
        elif match["word"].endswith(("'", "’")):
            break
        position = match.end()
        last = match
        if text[position : position + 1] not in " -" or text[position : position + 2] == "  ":
            break
    if one and best is None and last is not None:
        noun = last["word"].rstrip("'’-").lower()
        return Counted(start, last.start("word") + len(noun), unit_of(noun), text[start : last.end()])
    return best


def _ends_before(word: str, best: Counted | None) -> bool:
    """Whether the phrase ends before `word`: a word of grammar, or no plural after a plural."""
    low = word.lower()
    if low in _STOPS and not (low in _FURTHER and best is None):
        return True
    return best is not None and not singular(word)


_TWO_WORDS = ("data centre", "wind farm", "solar farm")


def _compound(phrase: str) -> str:
    """Return the name of two words that count as one noun, "" where the phrase ends in none."""
    low = phrase.lower().replace("center", "centre").replace("datacentre", "data centre").removesuffix("s")
    return next((name for name in _TWO_WORDS if low.endswith(name)), "")


def _joins(text: str, at: int, end: int) -> bool:
    """Whether "and" joins two adjectives of one phrase: a plural follows within two words, and no other number."""
    match = re.compile(r" [A-Za-z\-]+(?: (?P<next>[A-Za-z\-]+))?").match(text, at, end)
    if not match:
        return False
    first, second = match.group().split()[0], match["next"] or ""
    return (
        first.lower() not in _STOPS
        and not singular(first)
        and singular(second) != ""
        and second.lower() not in _STOPS
    )


_LABEL = re.compile(r"(?P<noun>[A-Za-z][A-Za-z\-]*)(?: \([^()]{0,30}\))?[:：]\s*$")
_NUMBER_OF = re.compile(
    r"\b(?:number|numbers|total|count|fleet|portfolio|network) of (?P<phrase>(?:[A-Za-z\-]+ "
    r"){0,4}?[A-Za-z\-]+s|people|staff)\b"
    r"(?:(?!\bof\b)[^.;:!?0-9]){0,60}$",
    re.IGNORECASE,
)
_EMPLOYS = re.compile(
    r"\b(?:employ(?:s|ed|ing)?|hir(?:e|es|ed|ing)|recruit(?:s|ed|ing)?|workforce|headcount|payroll|staff)\b"
    r"(?: [a-z]+){0,3}$|\b(?:workforce|headcount|payroll|staff numbers)\b(?:,? [A-Za-zÀ-ž0-9]+){0,7},?$"
    r"|\b(?:workforce|headcount|payroll|staff numbers)(?:,| \()$",
    re.IGNORECASE,
)


def labelled(text: str, start: int, at: int) -> str:
    """Return the unit that words before a bare number name ("Permanent jobs:", "number of stations to"), or ""."""
    before = text[max(start, at - 110) : at].rstrip() + " "
    label = _LABEL.search(before)
    if label:
        one = singular(label["noun"])
        return unit_of(one) if one else ""
    number_of = _NUMBER_OF.search(before)
    if number_of:
        one = singular(number_of["phrase"].rpartition(" ")[2])
        return unit_of(one) if one else ""
    return "person" if _EMPLOYS.search(before.rstrip()) or before.endswith("of whom ") else ""
