"""What a person types into a field of a claim, read by the same grammar that reads documents.

Nothing typed is dropped in silence: what is not understood as a whole comes back with what is allowed.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from hinterland.dates import canonical_date, first_day, last_day
from hinterland.errors import DateError, UnitError
from hinterland.reading.languages import language
from hinterland.reading.quantities import find_quantities
from hinterland.reading.text import Text
from hinterland.reading.whens import find_whens
from hinterland.result import Said
from hinterland.schema import TABLES
from hinterland.units import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.reading.model import Quantity, When

Row = dict[str, Any]
LONGEST = 300
"""Characters that a field may have."""
CHOICES: Mapping[str, tuple[str, ...]] = {
    c: TABLES["claims"][c].choices for c in ("kind", "modality", "comparator", "per", "topics")
}
"""Fields of a claim that take words of a list."""
DATES = ("deadline", "period_start")
LISTS = ("parties", "place_words")
NONE = "-"
"""Typed to empty a field."""
_PLAIN = re.compile(
    r"[-+\u2212]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[-+\u2212]?[0-9]{1,18}(?:\.[0-9]{1,18})?"
)
_COUNTED = {"en": " vehicles", "zh": "辆"}
_EMPTY_VALUE: Row = dict.fromkeys(
    ("value", "value_high", "comparator", "unit", "unit_words", "currency", "per")
)
_VALUE = Said(
    "write one number, alone or with what it counts: 45, at least 30 percent, 1.2 million vehicles, "
    "CNY 3 billion, 40-50 GWh",
    "请输入一个数值，可带计量对象：45、不低于30%、120万辆、30亿元、40-50 GWh",
)
_NO_UNIT = Said(
    "the claim has no unit yet: write what the number counts as well, such as 45 GWh",
    "该主张尚无单位：请连同计量对象一起输入，如 45 GWh",
)
_DATE = Said(
    "write a date as precise as it is known: 2027, 2027-06, 2027-06-30, end of 2027",
    "请按已知精度输入日期：2027、2027-06、2027-06-30、2027年底",
)
_ORDER = Said(
    "the period would end before it begins: change its start first, or empty it with -",
    "期间将先于起点结束：请先修改起点，或用 - 清空",
)
_WORDS = Said(
    f"write 1 to {LONGEST} characters, or - to empty the field", f"请输入 1 至 {LONGEST} 个字符，或用 - 清空"
)
_NEEDED = Said("a claim needs its kind", "类别不能为空")


def read_typed(column: str, typed: str, claim: Row) -> Row | Said:
    """Return what typing `typed` into a field changes in a claim, or what may be typed there.

    Parameters
    ----------
    column
        A column of `hinterland.reading.review.decide.EDITABLE`; `value` takes its comparator, unit and currency too.
    """
    words = " ".join(typed.split())
    if not 0 < len(words) <= LONGEST or not words.isprintable():
        return _WORDS
    if words == NONE:
        return _emptied(column)
    if column == "value":
        return _value(words, claim)
    if column in DATES:
        return _date(column, words, claim)
    if column in CHOICES:
        return _choice(column, words)
    if column in LISTS:
        parts = [p.strip() for p in re.split("[;；]", words)]
        return {column: "; ".join(p for p in parts if p) or None}
    return {column: words}


def _emptied(column: str) -> Row | Said:
    if column == "kind":
        return _NEEDED
    return dict(_EMPTY_VALUE) if column == "value" else {column: None}


def _choice(column: str, words: str) -> Row | Said:
    """Return the choice named by its word or by its number in the list; of topics several, parted by `;`."""
    options = CHOICES[column]
    chosen = []
    for part in re.split("[;；,，]", words) if column == "topics" else [words]:
        word = part.strip().lower().replace(" ", "_")
        if re.fullmatch("[0-9]{1,2}", word) and 1 <= int(word) <= len(options):
            word = options[int(word) - 1]
        if word not in options:
            return Said(
                f"write one of these, or its number: {', '.join(options)}",
                f"请输入其中之一或其序号：{'、'.join(options)}",
            )
        chosen.append(word)
    return {column: ";".join(dict.fromkeys(chosen))}


def _value(words: str, claim: Row) -> Row | Said:
    kept = claim["comparator"] if claim["comparator"] not in {None, "range"} else "eq"
    if _PLAIN.fullmatch(words):
        number = float(words.replace(",", "").replace("\u2212", "-"))
        return _of_same_unit(claim, number, None, kept)
    found = _quantity(words)
    if found is not None and (found.unit or found.currency):
        return _with_unit(found)
    if found is None:
        counted = _COUNTED.get(language(words), _COUNTED["en"])
        found = _quantity(words + counted, counted.strip())
    if found is None:
        return _VALUE
    return _of_same_unit(
        claim, found.value, found.value_high, kept if found.comparator == "eq" else found.comparator
    )


def _of_same_unit(claim: Row, value: float, high: float | None, comparator: str) -> Row | Said:
    if claim["unit"] is None and claim["unit_words"] is None:
        return _NO_UNIT
    return {"value": value, "value_high": high, "comparator": comparator}


def _with_unit(found: Quantity) -> Row:
    unit, words = found.currency, None
    if not unit:
        try:
            unit = find(found.unit or "").name
        except UnitError:
            words = found.unit
    return {
        "value": found.value,
        "value_high": found.value_high,
        "comparator": found.comparator,
        "unit": unit,
        "unit_words": words,
        "currency": found.currency,
        "per": found.per or None,
    }


def _quantity(words: str, counted: str = "") -> Quantity | None:
    """Return the one quantity that the words are, all of them; `counted` was put there to read a bare number."""
    text = Text.of(words)
    whens = [] if counted else find_whens(text.clean, text.sentences, None)
    found, notices = find_quantities(text.clean, text.sentences, whens)
    if len(found) != 1 or notices or not math.isfinite(found[0].value):
        return None
    if counted and found[0].noun != counted:
        return None
    start, end = found[0].start, found[0].end
    around = text.clean[:start] + text.clean[end:]
    return found[0] if not around.strip(" .。") else None


def _date(column: str, words: str, claim: Row) -> Row | Said:
    day = canonical_date(words)
    first = None
    if day is None:
        when = _when(words, claim["published"])
        if when is None:
            return _DATE
        day, first = when.date, when.first or None
    changes: Row = {column: day}
    if column == "deadline" and first and first != day:
        changes["period_start"] = first
    return _ORDER if _reversed({**claim, **changes}) else changes


def _reversed(claim: Row) -> bool:
    start, end = claim["period_start"], claim["deadline"]
    try:
        return bool(start and end and first_day(start) > last_day(end))
    except DateError:
        return False


def _when(words: str, published: str | None) -> When | None:
    """Return the one date that the words are, resolved against the date of publication."""
    text = Text.of(words)
    try:
        day = date.fromisoformat(published or "")
    except ValueError:
        day = None
    found = find_whens(text.clean, text.sentences, day)
    if len(found) != 1 or not canonical_date(found[0].date):
        return None
    around = text.clean[: found[0].start] + text.clean[found[0].end :]
    return found[0] if not around.strip(" .。") else None
