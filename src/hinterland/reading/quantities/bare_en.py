"""English numbers whose noun is said elsewhere: parts of a whole, apposed figures, rates, "of the latter"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.quantities.lexicon import bag

if TYPE_CHECKING:
    from hinterland.reading.quantities.page import Found, Page

_OF_WHICH = re.compile(r"\b(?:of (?:which|whom|these|those|them)|among them),? $", re.IGNORECASE)
_OF_LATTER = re.compile(r" of (?:(?:the )?(?:latter|former)|it|this|that)\b(?! [a-z]+s\b)", re.IGNORECASE)
_PART_OF = re.compile(r" of (?:which|them|these|those)\b", re.IGNORECASE)
_OF_THE = re.compile(r"(?:^|[:;—]\s)\W?Of (?:the |these |those |its |their )?$", re.IGNORECASE)
_TO_PART = re.compile(r" (?:in|at|for|from|with|on|of) (?:(?:the|its|their|an?) )?[a-z][a-z\-]+")
_PART = re.compile(
    r" (?:in|at|for|from|with|on) (?:(?:the|its|their|an?) )?(?:[a-z][a-z\-]*(?: |(?=,))){1,4},? ?"
    r"(?:and |while |plus )?(?:the )?"
    r"(?:remaining |other |another )?(?:about |some |around |more than |nearly )?"
)
_ADJECTIVE = re.compile(r" (?P<word>[a-z][a-z\-]{2,13})(?:,| and| or| plus) (?:(?:some|about|another) )?")
_NO_ADJECTIVE = bag(
    "now today jobs people years men and was were are has had this that with from more less later each"
)
_AT_PRESENT = re.compile(
    r",? (?:at present|at the moment|now|today|currently|so far|to date|at the (?:end|start|turn|beginning) of"
    r"|last year|this year|in (?:19|20)[0-9]{2})\b"
)
_SET_OFF = re.compile(r"(?:, |\(|\bthe )(?:(?:now|currently|today|presently) )?$")
_TO_COME = re.compile(r" (?:will|would|should|must|are to|were to|have to|need to) (?:be |have )?[a-z]")
_A_RATE = re.compile(r" (?:a|per|each|every) (?:year|month|week|day|quarter|hour)\b")


def referred(page: Page, found: list[Found], index: int) -> None:
    """Give a part of what was counted before its unit: "300 jobs, of which 60", "1.3 million of the latter"."""
    one, text = found[index], page.text
    if not one.bare or one.unit or not index:
        return
    start, _ = page.bounds(one.core_start)
    latter = _OF_LATTER.match(text, one.core_end)
    lead = text[max(start, one.start - 24) : one.start]
    part = _PART_OF.match(text, one.core_end)
    if not latter and not part and not _OF_WHICH.search(lead):
        _money_again(page, found, index)
        return
    for before in reversed(found[max(0, index - 4) : index]):
        if one.core_start - before.core_end > (400 if latter else 120):
            return
        money = before.currency is not None and one.value >= 10**5
        if before.label or not before.unit or (before.unit in _MEASURED and not money):
            continue
        if part and not money and one.core_start - before.core_end > 60:
            return
        one.unit, one.currency, one.bare = before.unit, before.currency, False
        one.end = max(one.end, latter.end()) if latter else one.end
        return


_PAID = re.compile(
    r"\b(?:pays?|paid|provides?|contributes?|gives?|lends?|adds?|invests?|spends?|costs?|covers?|bears?|raises?|remaining"
    r"|other|another|further|rest,) (?:about |some |around |nearly )?$"
)
_GIVEN = re.compile(
    r" (?:falls? to|comes? from|is the (?:share|contribution|part)|(?:will|would|is to|are to) (?:come from|be "
    r"(?:paid|provided|borne|met|covered|financed|spent|lent|contributed|raised|given|put up|brought in)))\b"
)
_SCALED = re.compile(r"[mM]illion|[bB]illion|trillion|crore|lakh|bn|m$")


def _money_again(page: Page, found: list[Found], index: int) -> None:
    """Give an amount the currency of the one before it: "costs 120 million euros. The port pays 70 million"."""
    one, text = found[index], page.text
    if one.value < 10**5 or not _SCALED.search(text, one.core_start, one.core_end):
        return
    if not _GIVEN.match(text, one.core_end) and not _PAID.search(text[max(0, one.start - 30) : one.start]):
        return
    for before in reversed(found[max(0, index - 5) : index]):
        if one.core_start - before.core_end > 300 or (before.value >= 10**5 and before.currency is None):
            return
        if before.currency is not None and before.value >= 10**5:
            one.unit, one.currency, one.bare = before.unit, before.currency, False
            return


_MEASURED = bag("percent percentage_point multiple day month year hour minute second currency")


def shared(page: Page, found: list[Found], index: int) -> None:
    """Give numbers of a list one unit: "250 direct and 400 indirect jobs", "60 in sales and 240 in care"."""
    one, text = found[index], page.text
    if not one.bare or one.unit:
        return
    after = found[index + 1] if index + 1 < len(found) else None
    if after is not None and after.unit and " " in after.noun and not after.label:
        match = _ADJECTIVE.fullmatch(text, one.core_end, after.start)
        if match and match["word"] not in _NO_ADJECTIVE:
            one.unit, one.noun, one.bare = after.unit, after.noun.rpartition(" ")[2], False
            return
    before = found[index - 1] if index else None
    start, _ = page.bounds(one.core_start)
    if before is None or before.core_start < start or not before.unit or before.label:
        return
    counts = before.unit not in _MEASURED
    listed = _PART.fullmatch(text, before.end, one.start)
    first = before.noun and text[before.end : one.start] in {", ", " - ", ": "} and after is not None
    follows = _TO_PART.match(text, one.core_end)
    lead = text[max(start, before.start - 12) : before.start]
    needed = text[before.end : one.start].removeprefix(" needed").removeprefix(" required") == ", "
    whole = needed and bool(_OF_THE.search(lead))
    if counts and whole and one.value < before.value:
        one.unit, one.bare = before.unit, False
        return
    opens = first and after is not None and after.value < before.value and one.value < before.value
    if counts and follows and (listed or opens):
        one.unit, one.bare = before.unit, False


def stands(page: Page, one: Found) -> bool:
    """Whether a bare number states a value by what stands around it: "(now 160)", "400,000 a year"."""
    text = page.text
    start, _ = page.bounds(one.core_start)
    if _A_RATE.match(text, one.core_end) or one.per:
        return one.value > 1
    if one.value_high is not None:
        return text[one.start : one.start + 8].lower() == "between " and one.value >= 100
    before = text[max(start, one.core_start - 14) : one.core_start]
    if (
        one.value >= 10
        and _TO_COME.match(text, one.core_end)
        and (not before.strip() or before[-2:] in {", ", "; ", ": "})
    ):
        # "by the end of next year, 80 will be at work"
        return True
    return one.value >= 10 and bool(_SET_OFF.search(before)) and bool(_AT_PRESENT.match(text, one.core_end))
