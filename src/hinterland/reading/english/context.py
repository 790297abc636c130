"""What headings, list heads and the openings of paragraphs say for the lines below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english import attach
from hinterland.reading.english import verbs as v
from hinterland.reading.english.carry import tense_of
from hinterland.reading.english.who import Items
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import When


_BULLETS = words("- • · * – — ▪ ●")


def open_scene(scene: Scene, paragraph: int) -> None:
    """Keep or drop what a heading or the opening of a paragraph says for the lines below it."""
    memory, first = scene.memory, scene.clauses[0]
    whens = attach.whens_of(scene.tokens, 0, len(scene.tokens))
    if whens and whens[-1][1].first:
        memory.period = whens[-1][1]
    listed = scene.tokens[0].low in _BULLETS or len(scene.tokens) < 3
    if (
        memory.items is not None
        and not listed
        and first.group is not None
        and first.subject[1] > first.subject[0]
    ):
        memory.items = None
    if paragraph != memory.paragraph:
        memory.paragraph = paragraph
        memory.gathering = None
        if not memory.report:
            memory.context = {}
    _set_context(scene)
    for i, when in whens:
        if len(when.date) == 10 and _MEETINGS & set(scene.lows(i - 4, i)):
            # "the licences handed out at the conference of June 30"
            memory.gathering = when


def _set_context(scene: Scene) -> None:
    """Keep the year that a sentence or a heading of a report opens with."""
    memory, first = scene.memory, scene.clauses[0]
    whens = attach.whens_of(scene.tokens, 0, len(scene.tokens))
    if first.group is None:
        title = memory.report and len(scene.tokens) < 16 and len(whens) == 1 and scene.tokens[-1].low != "."
        if title and whens[0][1].date:
            memory.context = {_age(scene, whens[0][1]): whens[0][1]}
        return
    lead = [w for i, w in whens if i < 2 and i < first.group.head and w.date and w.role in {"in", "by", ""}]
    if lead and (scene.low(1) == "," or first.subject[0] <= 1):
        memory.context[tense_of(scene, 0)] = lead[0]


def _age(scene: Scene, when: When) -> str:
    """Return the tense in which a report speaks of a year."""
    ahead = scene.published is not None and when.date[:4] >= str(scene.published.year)
    return "future" if ahead else "done"


_MEETINGS = words(
    "conference ceremony summit forum fair meeting event expo exhibition gathering congress visit"
)
_AIMS = words("objectives targets goals aims objective target")


def keep_heading(scene: Scene) -> None:
    """Keep what a line that ends with a colon says: "Objectives for 2030:", "In 2023, we will:"."""
    memory, last = scene.memory, len(scene.clauses) - 1
    lows = scene.lows(0, len(scene.tokens))
    aims, group = _AIMS & set(lows), scene.clauses[last].group
    title = aims and scene.clauses[0].group is None and len(scene.tokens) < 8 and scene.tokens[-1].kind == "w"
    if scene.tokens[-1].low != ":" and not title:
        return
    modal = next((v.MODALS[w] for w in lows[-3:] if w in v.MODALS), "")
    modality = modal or ("aim" if aims else "")
    if not modality and group is not None and tense_of(scene, last) == "future":
        modality = scene.modality(last)
    whens = [w for _, w in attach.whens_of(scene.tokens, 0, len(scene.tokens)) if w.date]
    when = whens[-1] if whens else memory.period if aims else None
    if when is None:
        when = memory.context.get("future" if modality else "done")
    who = memory.default()
    if group is None and memory.thing.parties and not ({"will", "we"} | _AIMS) & set(lows):
        who = memory.thing
    memory.items = Items(when, who, modality)
