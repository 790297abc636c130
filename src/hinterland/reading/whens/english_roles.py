"""How English words use a date: prepositions and parts of the year before it, neighbours it is joined to."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.whens import english_words as words
from hinterland.reading.whens.days import make
from hinterland.reading.whens.joins import join

if TYPE_CHECKING:
    from hinterland.reading.whens.found import Find
    from hinterland.reading.whens.scope import Scope

_REACH = 72


def _any(options: tuple[str, ...]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(options, key=len, reverse=True))


_ROLE = re.compile(
    r"(?<![a-z0-9-])(?:"
    + "|".join(f"(?P<{role}>{_any(options)})" for role, options in words.PREPOSITIONS.items())
    + rf")(?:\s|(?<=post)-)(?:(?:{_any(words.FILLERS)})\s){{0,3}}$"
)
_SAME = re.compile(r"(?:(?:the|in\sthe)\s)?same\s(?:period|month|quarter|time|half)(?:\sin|\sof)?\s$")
_PARTS = re.compile(
    r"(?:(?<![a-z])(?:(?:the\s)?(?:very\s)?(?:end|close|start|beginning|middle|turn|outset|course|whole|rest|remainder|"
    r"spring|summer|autumn|fall|winter|latter\shalf|latter\spart|early\spart|first\smonths|last\smonths|days)\sof\s"
    r"(?:the\s)?(?:(?:calendar|fiscal|financial|business)\s)?(?:year\s)?"
    r"|(?:early|late|mid|end|later|earlier|spring|summer|autumn|fall|winter|full[\s-]year|(?:the\s)?year-end|mid-to-late|early-to-mid"
    r"|sometime|early\sto\smid)(?:\sin|\son|\sof)?[\s-]?))$"
)
_FALLS = re.compile(r"(?:will|to|would|should|could|may|might|can|not)\s$")
"""Before "fall in March": a verb, no season."""
_YEAR_TO = re.compile(
    r"(?P<lead>(?:the\s)?(?:(?:fiscal|financial|business)\s)?)(?:(?P<n>two|three|four|five|six|nine|ten|twelve|[2-9]|12)\s)?"
    r"(?P<unit>years?|quarter|half|half[\s-]year|months)\s(?:that\s|which\s)?(?:ended|ending|ends|to|through|until|up\sto)\s"
    r"(?:(?:on|in)\s)?(?:the\send\sof\s)?(?:late\s|end-|mid-)?$"
)
_BETWEEN = re.compile(r"(?<![a-z])between\s(?:(?:the\s)?(?:years|end\sof|start\sof)?\s?)?$")
_COUNT_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "ten": 10, "twelve": 12}
_GROWTH = re.compile(
    r"(?:percent|per\scent|%|points?|growth|increase|decrease|rise|fall|up|down|higher|lower|more|less|below|above|double|"
    r"triple|times|fold|fell|rose|grew|jump|gain|compared)[\s,]{1,2}$"
)
_LEVELS = re.compile(r"['’]?s?\s(?:level|levels|baseline|base|benchmark|prices|dollars|money|terms)(?![a-z])")
_NOT_BEFORE = re.compile(
    r"(?:more\sthan|less\sthan|fewer\sthan|at\sleast|up\sto|some|nearly|almost|number|total\sof|no\.?|nos\.?|model|article|"
    r"section|room|page|box|act|order|rs\.?|inr|usd|eur|rmb|hk|us|iso|line|route|highway|class|series|type|version|employs?|employing|"
    r"hires?|hiring|creates?|creating|produces?|producing|builds?)\s?$"
)
_ONWARD = re.compile(r"\s(?:onwards?|forward|on)(?![a-z])(?!\s(?:the|a|its)\s)")
_LISTED = re.compile(r"\s?(?:,|,?\s(?:and|or|&)|/)\s?")
_THAN = re.compile(
    r"(?<![a-z])(?:than|double|triple|against|versus|times)\s(?:the|its|their|that|those)\s(?:[^,;.:]|[.,](?=[0-9])){0,32}\s(?:of|in|for)\s$"
)
_NUMBER_BEFORE = re.compile(
    r"(?<!%\s)(?<!percent\s)(?<!cent\s)(?:more|less|fewer|other|greater|larger|bigger)\sthan\s$"
)
_OF_A_YEAR = re.compile(r"\s(?:in|at\sthe\send\sof|as\sof)\s(?:[a-z]+\s)?(?:19|20)[0-9]{2}")
_LATEST = re.compile(r"\sat\sthe\s(?:very\s)?latest(?![a-z])")
_OWNED = re.compile(r"(?:['’]s|its|the|our|their|of|this|a|his)\s$")
_FOLLOWED = re.compile(r"\s+([a-z]+(?:-[a-z]+)?)")
_PLURAL_OF_TIME = words.word_set(
    "targets goals plans figures results sales revenues levels emissions exports imports earnings profits estimates "
    "accounts deliveries shipments rules guidelines standards elections olympics games talks operations prices "
    "is was has plus as his its this across towards versus thus numbers statistics expenses costs investments "
    "commitments series ones times works does process business progress access"
)


def place_english(scope: Scope, finds: list[Find], start: int, end: int) -> list[Find]:
    """Return the finds of a sentence with roles and prepositions, joined to periods; bare numbers are dropped."""
    joined = join(scope.low, finds, start)
    floor = start
    for find in joined:
        _take_words(scope, find, floor, end)
        floor = find.end
    kept = [f for f in joined if f.grain != "void" and _is_date(scope, f, start, end)]
    _share_roles(scope.low, kept)
    return kept


def _share_roles(low: str, finds: list[Find]) -> None:
    """Give the later dates of a list the role of the first: "in 2024, 2025 and 2026"."""
    for left, right in pairwise(finds):
        bare = left.role and not right.role and not right.first and right.core - left.end < 12
        if bare and _LISTED.fullmatch(low[left.end : right.start]):
            right.role = left.role


def _take_words(scope: Scope, find: Find, start: int, end: int) -> None:
    """Take the words before a date, and a few after it, into it."""
    if find.role == "for" or find.grain == "void":
        return
    low = scope.low
    _take_parts(low, find, start)
    between = _BETWEEN.search(low, max(start, find.start - 24), find.start)
    if between and find.first:
        find.start, find.role = between.start(), find.role or "in"
        return
    if _THAN.search(low, max(start, find.start - 56), find.start):
        find.role = "than"
    role = _ROLE.search(low, max(start, find.start - _REACH), find.start)
    if role and role.group().startswith(("over in ", "over by ", "over on ")):
        # "handed over in May": the word is the verb's
        find.start, find.role = (
            role.start() + 5,
            find.role or ("by" if role.group().startswith("over by") else "in"),
        )
    elif role:
        find.start, find.role = role.start(), find.role or _role(scope, find, role, start)
    elif _LEVELS.match(low, find.end) and find.grain == "year":
        find.role = "than"
    if find.role == "in" and _LATEST.match(low, find.end, end):
        find.role = "by"
    onward = _ONWARD.match(low, find.end, end)
    if onward and find.role in {"", "from", "in"}:
        find.role, find.end = "from", onward.end()


def _take_parts(low: str, find: Find, start: int) -> None:
    """Take "the end of", "the year ended", "the same period of" before a date into it."""
    for _ in range(2):
        part = _PARTS.search(low, max(start, find.start - _REACH), find.start)
        if not part or (
            part.group().startswith("fall") and _FALLS.search(low, max(start, part.start() - 8), part.start())
        ):
            break
        find.start = part.start()
    ended = _YEAR_TO.search(low, max(start, find.start - _REACH), find.start)
    if ended and find.grain in {"day", "month", "year"} and not find.first:
        _year_to(find, ended)
    same = _SAME.search(low, max(start, find.start - 40), find.start)
    if same:
        find.start, find.role = same.start(), "than"


def _role(scope: Scope, find: Find, match: re.Match[str], start: int) -> str:
    """Return the role that a preposition gives: the year compared with is no date of the value."""
    name = match.lastgroup or ""
    word = match.group(name)
    before = scope.low[max(start, match.start() - 16) : match.start()]
    if find.joined and word == "from":
        return "in"
    if word == "into" and match.group().split()[-1] in {"on", "in"}:
        return "in"  # "entered into on 8 December"
    compared = bool(_GROWTH.search(before)) or bool(_LEVELS.match(scope.low, find.end))
    if compared and (word in {"from", "over", "on", "below", "above"} or _LEVELS.match(scope.low, find.end)):
        if word == "on" and find.grain != "year":
            return name
        return "than"
    if find.first and name in {"from", "until"} and word in {"from", "to"}:
        return "in"
    if name == "than" and before.endswith((" no later ", " not later ")):
        return "by"
    return name


def _year_to(find: Find, match: re.Match[str]) -> None:
    """Make "the year to March 2023" the period that ends there."""
    find.start = match.start()
    unit = match["unit"]
    months = 12 if unit == "year" else 3 if unit == "quarter" else 6 if unit.startswith("half") else 0
    if not months and match["n"]:
        months = _COUNT_WORDS.get(match["n"]) or int(match["n"])
    if unit == "years" and find.grain == "year" and match["n"]:
        count = _COUNT_WORDS.get(match["n"]) or int(match["n"])
        find.first = make((find.year or 0) - count + 1)
    find.run = months if find.month and unit != "years" else 0
    find.grain = "span"


def _is_date(scope: Scope, find: Find, start: int, end: int) -> bool:
    """Whether a find is a date indeed: a month's name or four figures alone may be something else."""
    if find.grain == "month" and find.year_missing and find.day is None:
        return find.start != find.core
    if find.grain == "end":
        return find.start != find.core
    if find.grain != "year" or find.end - find.core != 4:
        return True
    return _is_year(scope, find, start, end)


def _is_year(scope: Scope, find: Find, start: int, end: int) -> bool:
    low, year = scope.low, find.year or 0
    before = low[max(start, find.core - 24) : find.core]
    after = _FOLLOWED.match(low, find.end, end)
    follows = after[1] if after else ""
    counted = follows in words.COUNTED
    if find.role == "than" and _LEVELS.match(low, find.end):
        return True
    if find.start != find.core:
        if (year < 1900 and find.role not in {"in", "since"}) or _NUMBER_BEFORE.search(before):
            return False
        if find.role in {"than", "from", "until"} and _OF_A_YEAR.match(low, find.end):
            return False  # "up from 1950 in 2019"
        if (
            find.role == "until"
            and scope.published
            and year < scope.published.year
            and "to" in low[find.start : find.core]
        ):
            return False  # "rose to 2000"
        return not (counted and (year % 50 == 0 or find.role not in {"in", "since", "by"}))
    if counted or not 1900 < year < 2100 or year == 2000 or _NOT_BEFORE.search(before):
        return False
    return not (
        follows.endswith("s") and not follows.endswith("ss") and follows not in _PLURAL_OF_TIME
    ) or bool(_OWNED.search(before))
