"""When two amounts of a text are of one thing, and what is said where they differ."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import Bounds, base, bounds, say, whole_words
from hinterland.reading.model import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.doubts.scene import Scene
    from hinterland.reading.model import Draft, Quantity

FUTURE = frozenset({"planned", "aim", "expected"})
PART = re.compile(
    r"\b(?:phase|each|first|second|third|including|of which|remaining|another|additional|further"
    r"|other|separate|also|respectively|by (?:19|20)[0-9]{2}"
    r"|from|currently|existing|up to then)\b|[一二三四五首两远近分]期|其中|分别|每|另|其余|此外|同时"
    r"|直接|间接"
    r"|现有|目前|新增|扩建|改造|到(?:19|20)[0-9]{2}|累计",
    re.IGNORECASE,
)


def plain(scene: Scene) -> list[Quantity]:
    """Return the amounts of a text that state a measure, no change of one."""
    return [q for q in scene.tagged.quantities if not q.label and not q.change and q.value > 0]


def _clipped(q: Quantity, wide: Bounds) -> Bounds:
    """Return what a figure can mean, no more than a tenth off where it is stated plainly: 2 is not 2.5."""
    if q.comparator != "eq":
        return wide
    value = q.value * base(q)[1]
    return Bounds(max(wide.low, 0.9 * value), min(wide.high, 1.1 * value))


def agree(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether two amounts can be one: also where either is only said roughly."""
    a, b = (_clipped(q, bounds(text, q, 2)) for q in (one, other))
    rough = one.comparator != "eq" or other.comparator != "eq"
    return a.widened(0.1 if rough else 0.0).meets(b)


def one_owner(
    scene: Scene, one: Quantity, other: Quantity, *, modality: bool = True, parties: bool = True
) -> bool:
    """Whether the claims that state two amounts name one party and no two places or dates."""
    a, b = draft_of(scene, one), draft_of(scene, other)
    if a is None or b is None:
        return True
    if parties and a.parties and b.parties and _folded(a.parties) != _folded(b.parties):
        return False
    if a.places and b.places and not _folded(a.places) & _folded(b.places):
        return False
    dates = {(a.when.date if a.when else ""), (b.when.date if b.when else "")} - {""}
    return len(dates) <= 1 and (not modality or (a.modality in FUTURE) == (b.modality in FUTURE))


def _folded(names: Sequence[str]) -> set[str]:
    return {re.sub("^(?:该|本|这[家个座]|此)", "", name) for name in names}


def draft_of(scene: Scene, q: Quantity) -> Draft | None:
    """Return the first claim that states an amount."""
    numbers = scene.about([q])
    return scene.drafts[numbers[0]] if numbers else None


def clause_words(scene: Scene, q: Quantity) -> str:
    """Return the words around an amount in its sentence."""
    sentence = scene.sentence(q.start)
    floor, ceiling = (sentence.start, sentence.end) if sentence else (q.start, q.end)
    return scene.text[max(floor, q.start - 120) : min(ceiling, q.end + 20)]


def like(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts are of one unit or currency, whatever time they are a rate of."""
    return base(one)[0].split("/")[0] == base(other)[0].split("/")[0]


def contradiction(scene: Scene, one: Quantity, other: Quantity) -> Issue:
    """Return the doubt about two amounts of one measure."""
    spans = (one.start, one.end, other.start, other.end)
    return _differ(scene, spans, say(one.value, one), say(other.value, other), scene.about([one, other]))


def two_ways(
    scene: Scene, spans: tuple[int, int, int, int], one: str, other: str, claims: tuple[int, ...]
) -> Issue:
    """Return the doubt about two dates or years of one event."""
    return _differ(scene, spans, (one, one), (other, other), claims)


def _differ(
    scene: Scene,
    spans: tuple[int, int, int, int],
    one: tuple[str, str],
    other: tuple[str, str],
    claims: tuple[int, ...],
) -> Issue:
    """Return the doubt about one thing told in two ways, each in English and Chinese."""
    start, end = min(spans[0], spans[2]), max(spans[1], spans[3])
    context = whole_words(scene.text, max(0, spans[2] - 16), min(len(scene.text), spans[3] + 16), 60)
    return Issue(
        code="contradiction",
        start=start,
        end=end,
        expected=one[0],
        stated=other[0],
        en=f'The text says {one[0]} first and {other[0]} later ("{context}").',
        zh=f"前文为{one[1]}，后文为{other[1]}（“{context}”），两处不一致。",
        claims=claims,
    )
