"""A text is read: tagged, drafted, doubted, quoted."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from hinterland.reading.conversion import converted
from hinterland.reading.doubts import find_holes, find_issues
from hinterland.reading.gazetteer import NOTHING, Known
from hinterland.reading.languages import language
from hinterland.reading.model import Claim, Evidence, Notice, Tagged
from hinterland.reading.quantities import find_quantities
from hinterland.reading.settle import settle
from hinterland.reading.text import Text
from hinterland.reading.whens import find_whens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from types import ModuleType

    from hinterland.reading.model import Draft, Issue, Sentence

AROUND = 32
"""Code points of prefix and suffix that are kept with a quotation."""


@dataclass(frozen=True)
class Reading:
    """What was read from a text: drafts of claims, doubts, and what was not read. Offsets count in `text`."""

    text: str
    published: date | None
    claims: tuple[Claim, ...]
    issues: tuple[Issue, ...]
    notices: tuple[Notice, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "claims": [asdict(c) for c in self.claims],
            "issues": [asdict(i) for i in self.issues],
            "notices": [asdict(n) for n in self.notices],
        }


def tag(text: Text, published: date | None, known: Known = NOTHING) -> Tagged:
    """Return the text's sentences with their quantities, dates, names and holes."""
    foreign = [s for s in text.sentences if s.lang == "other"]
    clean = _without(text.clean, foreign)
    sentences = tuple(s for s in text.sentences if s.lang != "other")
    whens = find_whens(clean, sentences, published)
    quantities, notices = find_quantities(clean, sentences, whens)
    notices += _foreign(text.clean, foreign)
    names = []
    for room in _rooms(sentences):
        names += room.find_names(clean, sentences, quantities, whens, known)
    holes = find_holes(clean, sentences)
    return Tagged(
        sentences=sentences,
        quantities=tuple(quantities),
        whens=tuple(whens),
        names=tuple(sorted(names, key=lambda n: (n.start, -n.end))),
        holes=tuple(holes),
        notices=tuple(notices),
    )


def _rooms(sentences: Iterable[Sentence]) -> list[ModuleType]:
    """Return the rooms of the languages that the sentences are in."""
    spoken = {s.lang for s in sentences}
    rooms: list[ModuleType] = []
    if "en" in spoken:
        from hinterland.reading import english  # noqa: PLC0415 - a tenth of a second that Chinese texts need not wait

        rooms.append(english)
    if "zh" in spoken:
        from hinterland.reading import chinese  # noqa: PLC0415 - likewise

        rooms.append(chinese)
    return rooms


def _without(clean: str, sentences: list[Sentence]) -> str:
    """Return the text with blanks in the place of some sentences, so that nothing is found there."""
    pieces, at = [], 0
    for s in sentences:
        pieces += [clean[at : s.start], " " * (s.end - s.start)]
        at = s.end
    return "".join([*pieces, clean[at:]])


_FIGURE = re.compile(r"[0-9][0-9.,]*")


def _foreign(clean: str, sentences: list[Sentence]) -> list[Notice]:
    """Return a notice for every number in sentences of a language that is not read."""
    en, zh = "it stands in a sentence that is neither English nor Chinese", "所在句子既非英文也非中文"
    return [
        Notice("number_not_read", *m.span(), m.group(), en, zh)
        for s in sentences
        for m in _FIGURE.finditer(clean, s.start, s.end)
    ]


def read_text(raw: str, *, published: date | None = None, known: Known = NOTHING) -> Reading:
    """Return the claims, doubts and notices of a text.

    Parameters
    ----------
    raw
        The text as given; every offset of the answer counts its code points.
    published
        Date of publication, against which "Monday", "next year", 今年 are resolved.
    known
        Names of a case, found besides those of the gazetteer.
    """
    text = Text.of(raw)
    tagged = tag(text, published, known)
    rooms = _rooms(tagged.sentences)
    drafts = [d for room in rooms for d in room.find_claims(text.clean, tagged, published)]
    return assemble(text, tagged, drafts, published)


def assemble(text: Text, tagged: Tagged, drafts: Iterable[Draft], published: date | None) -> Reading:
    """Return drafts, whoever made them, as claims with their words, and what is doubtful in the text."""
    drafts = settle(text.clean, sorted(drafts, key=lambda d: (d.start, d.end)), tagged.sentences)
    issues = find_issues(text.clean, tagged, drafts, published)
    notices = sorted((*tagged.notices, *_unclaimed(text.clean, tagged, drafts)), key=lambda n: n.start)
    return Reading(
        text=text.raw,
        published=published,
        claims=tuple(_claim(text, d, published) for d in drafts),
        issues=tuple(_moved(text, i) for i in issues),
        notices=tuple(_moved(text, n) for n in notices),
    )


def _unclaimed(clean: str, tagged: Tagged, drafts: Sequence[Draft]) -> list[Notice]:
    """Return a notice for every amount that was read and that no claim holds: denied, unclear, or not understood."""
    claimed = [(d.quantity.start, d.quantity.end) for d in drafts if d.quantity is not None]
    en, zh = "the amount was read, but not what is claimed of it", "已读出数额，但未能判断其主张"
    starts = sorted(claimed)
    found = []
    for q in tagged.quantities:
        at = bisect_right(starts, (q.end, 0))
        held = any(a < q.end and q.start < b for a, b in starts[max(0, at - 3) : at + 1])
        if not held and not q.label:
            found.append(Notice("number_not_read", q.start, q.end, clean[q.start : q.end], en, zh))
    return found


def _moved(text: Text, found: Any) -> Any:
    start, end = text.origin(found.start, found.end)
    return replace(found, start=start, end=end)


def quote(text: Text, start: int, end: int) -> Evidence:
    """Return the words of a span of the clean text as they stand in the text as given."""
    a, b = text.origin(start, end)
    raw = text.raw
    return Evidence(raw[a:b], raw[max(0, a - AROUND) : a], raw[b : b + AROUND], a, b)


_CHANGES = re.compile(
    r"growth|increase|rise|gain|cut|reduc|saving|decline|fall|drop|change|double|expan|增|降|减|升|涨|跌|变动|翻|同比|环比",
    re.IGNORECASE,
)


def _measured(draft: Draft) -> str:
    """Return what is measured; of an amount of change that it is a change, for 35 percent less is not 35 percent."""
    by = draft.quantity is not None and draft.quantity.change == "by"
    if not by or not draft.measure or _CHANGES.search(draft.measure):
        return draft.measure
    return f"{draft.measure}变动" if language(draft.measure) == "zh" else f"change in {draft.measure}"


NEAR = 160
"""Longest stretch, in code points, that is quoted for several names at once."""


def _spoken(clean: str, names: tuple[str, ...], end: int) -> tuple[int, int] | None:
    """Return where names stand: the last time each is said before the end of the claim, else the first time at all.

    Names that stand close together are quoted as one stretch, else the first of them alone.
    """
    spans = []
    for name in names:
        at = clean.rfind(name, 0, end)
        at = clean.find(name) if at < 0 else at
        if at >= 0:
            spans.append((at, at + len(name)))
    if not spans:
        return None
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    return (first, last) if last - first <= NEAR else spans[0]


def _claim(text: Text, draft: Draft, published: date | None) -> Claim:
    q, when = draft.quantity, draft.when
    start, end = text.origin(draft.start, draft.end)
    evidence = {"claim": quote(text, draft.start, draft.end)}
    if q:
        evidence["value"] = quote(text, q.start, q.end)
    if when:
        evidence["deadline"] = quote(text, when.start, when.end)
    for field_, names in (("parties", draft.parties), ("place", draft.places)):
        span = _spoken(text.clean, names, draft.end)
        if span:
            evidence[field_] = quote(text, *span)
    value = evidence.get("value")
    same = q.equivalent if q else None
    return Claim(
        kind=draft.kind,
        modality=draft.modality,
        measure=_measured(draft),
        value=q.value if q else None,
        value_high=q.value_high if q else None,
        comparator=q.comparator if q else None,
        unit=q.unit if q else None,
        currency=q.currency if q else None,
        deadline=(when.date or None) if when else None,
        period_start=(when.first or None) if when else None,
        parties=draft.parties,
        place=draft.places,
        topics=draft.topics,
        start=start,
        end=end,
        value_start=value.start if value else None,
        value_end=value.end if value else None,
        evidence=evidence,
        stated_equivalent={"value": same.value, "unit": same.unit, "currency": same.currency}
        if same
        else None,
        basis=draft.basis,
        flags=draft.flags,
        per=q.per if q else "",
        conversion=converted(q, published) if q else None,
    )
