"""Plants neither built nor opened in so many words: under construction, moved, announced, found a site for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import attach, nouns, objects
from hinterland.reading.english.drafts import draft, still_ahead, words_of
from hinterland.reading.english.places import places_in
from hinterland.reading.english.who import NOBODY
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.objects import Phrase
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import Draft, Modality

_PLANTS = nouns.STRONG_FACILITIES | {"line", "lines", "unit", "units", "farm", "farms"}
_STATES = (("under", "construction"), ("under", "way"), ("being", "built"), ("in", "planning"))
_WORKED_ON = (["in", "the", "works"], ["in", "the", "pipeline"], ["in", "the", "making"])
_RISES = {"come": "up", "go": "up", "spring": "up", "take": "shape", "rise": ""}
_MOVES = words("move relocate shift transfer")
_TURNS = words("turn transform convert develop redevelop make")
_CHOOSES = words("choose select pick name designate nominate settle")
_GROUNDS = words("location site home place base seat")
_ANNOUNCED = words("announce unveil plan propose approve disclose present earmark schedule")
_STONES = frozenset({"stone", "cornerstone", "turf", "sod"})


def find_site(scene: Scene, number: int) -> Draft | None:
    """Return the plant that a clause tells of without a verb of building."""
    clause = scene.clauses[number]
    if clause.group is None or scene.denied(number):
        return None
    for finder in (_under_way, _moved, _turned, _chosen, _stone, _announced, _rising, _in_plans, _it_too):
        found = finder(scene, number)
        if found is not None:
            return found
    return None


def _made(scene: Scene, number: int, phrase: Phrase, span: tuple[int, int], modality: Modality) -> Draft:
    """Return the draft of a plant, and keep the plant for the sentences that follow."""
    clause = scene.clauses[number]
    parties = scene.who.get(number, NOBODY).parties or scene.memory.default().parties
    places = places_in(scene.tokens, *span) or scene.places(number)
    scene.memory.keep_thing(phrase.head, parties, places)
    when = attach.of_event(scene.tokens, clause)
    if when is not None and not still_ahead(scene, when.date):
        when = None
    return draft(
        scene, number, "facility", span, measure=words_of(scene, phrase), when=when, modality=modality
    )


def _under_way(scene: Scene, number: int) -> Draft | None:
    """Return the plant that is being built: "Its second plant is under construction in Cheonan"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or group.lemma not in {"be", "remain"}:
        return None
    lows = scene.lows(group.end, group.end + 3)
    pair = ("in", "planning") if lows in _WORKED_ON else tuple(lows[:2])
    phrase = objects.first_of(objects.subject_of(scene, clause), _PLANTS)
    if pair not in _STATES or phrase is None or phrase.head in {"works", "work"}:
        return None
    return _made(scene, number, phrase, (min(scene.opening(clause), phrase.start), clause.right), "planned")


def _rising(scene: Scene, number: int) -> Draft | None:
    """Return the new plant that rises: "A plant for valves is to come up in Sines"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or group.lemma.split("_")[0] not in _RISES:
        return None
    particle = _RISES[group.lemma.split("_")[0]]
    if particle and particle not in {scene.low(group.end), *group.lemma.split("_")[1:]}:
        return None
    phrase = objects.first_of(objects.subject_of(scene, clause), nouns.STRONG_FACILITIES, 0)
    new = phrase is not None and scene.low(phrase.start) in {"a", "an", "another"}
    if phrase is None or phrase.valued or not new or not places_in(scene.tokens, clause.left, clause.right):
        return None
    said = scene.modality(number)
    modality: Modality = "planned" if said == "stated" else said
    return _made(scene, number, phrase, (min(scene.opening(clause), phrase.start), clause.right), modality)


def _in_plans(scene: Scene, number: int) -> Draft | None:
    """Return the plant that plans are for: "has plans for a plant in Sines", "Plans exist for a plant"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or group.lemma not in {"have", "exist", "be", "call", "draw_up", "present", "work"}:
        return None
    start = min(clause.subject[0], clause.left)
    at = next((i for i in range(start, clause.right) if scene.low(i) in {"plans", "plan"}), -1)
    behind = next((i for i in range(at + 1, clause.right) if scene.low(i) == "for"), -1) if at >= 0 else -1
    if behind < 0 or behind - at > 5:
        return None
    phrase = objects.first_of(objects.phrases(scene, behind + 1, clause.right, 1), nouns.STRONG_FACILITIES, 0)
    new = phrase is not None and scene.low(phrase.start) in {"a", "an", "another", "its"}
    if phrase is None or phrase.valued or phrase.named or not new:
        return None
    return _made(scene, number, phrase, (min(start, phrase.start), clause.right), "planned")


_PUTS = words("build construct erect put_up locate situate")


def _it_too(scene: Scene, number: int) -> Draft | None:
    """Return the plant that "it" stands for where its place and builder are told: "It will be built at Sines by"."""
    clause, thing = scene.clauses[number], scene.memory.thing
    group = clause.group
    if group is None or group.lemma not in _PUTS or not group.passive or clause.how != "main":
        return None
    alone = scene.low(clause.subject[0]) in {"it", "this"} and clause.subject[1] - clause.subject[0] == 1
    lows = scene.lows(group.end, clause.right)
    if not alone or thing.noun not in nouns.STRONG_FACILITIES or "by" not in lows:
        return None
    places = places_in(scene.tokens, group.end, clause.right)
    said = scene.modality(number)
    if not places or said not in {"planned", "expected", "aim"}:
        return None
    return draft(
        scene, number, "facility", (scene.opening(clause), clause.right), measure=thing.noun, modality=said
    )


def _moved(scene: Scene, number: int) -> Draft | None:
    """Return the plant that goes elsewhere: "will move its testing centre from Singapore to the park"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or group.lemma not in _MOVES:
        return None
    rows = objects.subject_of(scene, clause) if group.passive else objects.object_of(scene, clause)
    phrase = objects.first_of(rows, nouns.STRONG_FACILITIES, 0)
    if phrase is None or phrase.named or "to" not in scene.lows(group.end, clause.right):
        return None
    return _made(scene, number, phrase, (scene.opening(clause), clause.right), scene.modality(number))


def _turned(scene: Scene, number: int) -> Draft | None:
    """Return what something is made into: "intends to turn a disused site into a data centre campus"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or group.lemma not in _TURNS:
        return None
    at = next((i for i in range(group.end, clause.right) if scene.low(i) == "into"), -1)
    if at < 0 or scene.modality(number) not in {"planned", "aim", "expected", "done"}:
        return None
    phrase = objects.first_of(objects.phrases(scene, at + 1, clause.right, 2), nouns.STRONG_FACILITIES, 1)
    new = phrase is not None and scene.low(phrase.start) in {"a", "an", "its", "the"}
    if phrase is None or phrase.named or not new or phrase.head in nouns.AMBITIONS - {"campus", "park"}:
        return None
    return _made(scene, number, phrase, (scene.opening(clause), clause.right), scene.modality(number))


def _chosen(scene: Scene, number: int) -> Draft | None:
    """Return the plant that a place is chosen for: "has chosen Bowling Green as the location of its second mill"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or group.lemma not in _CHOOSES:
        return None
    for at in range(group.end, clause.right - 2):
        named = scene.tokens[at].name
        place = group.lemma == "settle" and named is not None and named.kind == "place"
        if not (place or scene.low(at) in _GROUNDS) or scene.low(at + 1) not in {"of", "for"}:
            continue
        phrase = objects.first_of(objects.phrases(scene, at + 2, clause.right, 2), _PLANTS, 1)
        if phrase is None or phrase.named:
            return None
        made = _made(scene, number, phrase, (scene.opening(clause), clause.right), "planned")
        places = _chosen_places(scene, group.end, at + 1)
        if not places:
            return made
        scene.memory.keep_thing(phrase.head, made.parties, places)
        return replace(made, places=places)
    return None


def _chosen_places(scene: Scene, start: int, end: int) -> tuple[str, ...]:
    """Return the place that is the object of a verb of choosing."""
    name = next((t.name for t in scene.tokens[start:end] if t.name and t.name.kind == "place"), None)
    return (name.text, *name.within) if name is not None else ()


def _stone(scene: Scene, number: int) -> Draft | None:
    """Return the plant whose first stone is laid: "has laid the foundation stone for its third fab in Freiberg"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or group.lemma not in {"lay", "cut", "turn"}:
        return None
    rows = objects.subject_of(scene, clause) if group.passive else objects.object_of(scene, clause)
    if not rows or rows[0].head not in _STONES:
        return None
    rest = [*rows[1:], *(objects.object_of(scene, clause) if group.passive else ())]
    phrase = next((r for r in rest if r.head in _PLANTS and not r.named), None)
    if phrase is None:
        return None
    return _made(scene, number, phrase, (scene.opening(clause), clause.right), "planned")


def _announced(scene: Scene, number: int) -> Draft | None:
    """Return a plant that is named with its place: "The plant in Peterborough, announced on Friday, will cost"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or clause.how != "part" or group.lemma not in _ANNOUNCED or group.form not in {"d", "n"}:
        return None
    phrase = objects.first_of(objects.subject_of(scene, clause), _PLANTS, 0)
    start, end = clause.subject
    if phrase is None or phrase.named or scene.low(group.start - 1) != ",":
        return None
    if not places_in(scene.tokens, start, end):
        return None
    return _made(scene, number, phrase, (phrase.start, max(end, clause.right)), "planned")


_RUNS = words("go come enter start begin commence")


def dated_too(scene: Scene, number: int) -> bool:
    """Whether a new plant's building is also an event: "a plant is to be finished in 2026", "is to go on stream"."""
    group = scene.clauses[number].group
    if group is None:
        return False
    finished = group.passive and group.lemma in {"finish", "complete", "commission"}
    return finished or group.lemma.split("_")[0] in _RUNS
