"""Claims that state no value: plants, funds and plans that are built, set up and published."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.english import attach, nouns, objects
from hinterland.reading.english.drafts import draft, words_of
from hinterland.reading.english.places import places_in
from hinterland.reading.english.scene import REFUSALS
from hinterland.reading.english.sites import find_site
from hinterland.reading.english.who import NOBODY
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.objects import Phrase
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import Draft, Modality


BUILDERS = words(
    "build construct erect establish open expand upgrade extend inaugurate modernise modernize refurbish "
    "retrofit retool overhaul renovate revive reopen set_up put_up break_ground rebuild redevelop install "
    "convert put double_up enlarge create develop plan launch commission locate start_up relocate add "
    "complete house roll_out propose approve begin start finish replace lay bring"
)


_WEAK = words(
    "create develop plan launch add locate house start begin approve complete finish propose roll_out replace"
)


_USES = words("use operation operations production service")


def find_facility(scene: Scene, number: int) -> Draft | None:
    """Return the plant that the clause says is built, opened or planned."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None:
        return being_built(scene, number)
    if scene.denied(number):
        return None
    if clause.say:
        return find_site(scene, number)
    opened = _opened_before(scene, number)
    if opened is not None:
        return opened
    phrase = _built(scene, clause) if group.lemma in BUILDERS else None
    if phrase is None:
        return _otherwise(scene, number)
    if not _is_meant(scene, number, phrase):
        return find_site(scene, number)
    parties = scene.who.get(number, NOBODY).parties or scene.memory.default().parties
    scene.memory.keep_thing(phrase.head, parties, scene.places(number))
    if group.lemma in _GROWS and _by_figure(scene, phrase):
        return None
    when = attach.of_event(scene.tokens, clause)
    span = _span(scene, clause, phrase)
    return draft(scene, number, "facility", span, measure=words_of(scene, phrase), when=when)


def _opened_before(scene: Scene, number: int) -> Draft | None:
    """Return a plant whose opening is said in passing: "The line next door, opened in 2021, makes"."""
    clause = scene.clauses[number]
    group = clause.group
    aside = clause.how == "part" and group is not None and scene.low(group.start - 1) == ","
    if (
        not aside
        or group is None
        or group.lemma not in {"open", "complete", "commission", "inaugurate", "build"}
    ):
        return None
    phrase = objects.first_of(objects.subject_of(scene, clause), nouns.STRONG_FACILITIES | {"line", "unit"})
    when = attach.of_event(scene.tokens, clause, past=True)
    if phrase is None or phrase.named or when is None or not when.date or scene.modality(number) != "done":
        return None
    if scene.published is not None and when.date > scene.published.isoformat()[: len(when.date)]:
        return None
    parties = scene.who.get(number, NOBODY).parties or scene.memory.default().parties
    span = (min(scene.opening(clause), phrase.start), clause.right)
    return draft(scene, number, "facility", span, measure=words_of(scene, phrase), when=when, parties=parties)


def _otherwise(scene: Scene, number: int) -> Draft | None:
    """Return a plant that is not the object of a verb of building."""
    clause, who = scene.clauses[number], scene.who.get(number, NOBODY)
    lemma = clause.group.lemma if clause.group is not None else ""
    if lemma == "break_ground" and who.sort in {"organisation", "thing"}:
        when, span = attach.of_event(scene.tokens, clause), (scene.opening(clause), clause.right)
        return draft(scene, number, "facility", span, measure="groundbreaking", when=when)
    return (
        _running(scene, number)
        or _closed(scene, number)
        or being_built(scene, number)
        or new_plant(scene, number)
        or _priced_plant(scene, number)
        or find_site(scene, number)
    )


def _is_meant(scene: Scene, number: int, phrase: Phrase) -> bool:
    """Whether the words tell of a plant: not of a date, a history, a count, or "the facilities" in general."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or ((group.passive or clause.how == "part") and _says_no_more(scene, number, phrase)):
        return False
    new = scene.low(phrase.start) in {"a", "an", "another"}
    if not new and group.passive and scene.low(clause.left - 1) in {"while", "until", "when", "as"}:
        # "has promised orders while the furnace is being built"
        return False
    if group.lemma == "lay" and not (new or phrase.head in _LAID):
        # "is laid out for 620,000 pieces a year"
        return False
    if phrase.head in {"facility", "facilities"} and phrase.end - phrase.start <= 2:
        return False
    finished = group.passive and group.lemma in {"complete", "finish"}
    line = (
        phrase.head in {"line", "unit"}
        and scene.low(phrase.start) in {"a", "an", "another"}
        and not phrase.valued
    )
    line = line and group.lemma in {"add", "install", "launch", "start"}
    if group.lemma in _WEAK and phrase.head not in nouns.STRONG_FACILITIES and not (finished or line):
        return False
    few = scene.tokens[phrase.start : phrase.end]
    # "build 45 stations": the count makes the claim
    counted = any(t.quantity and t.quantity.unit in _COUNTED and t.quantity.value > 1 for t in few)
    return not counted and (group.lemma not in {"put", "bring"} or _put_to_use(scene, clause))


_LAID = words("pipeline pipelines road railway cable interconnector line track")
_COUNTED = nouns.THING_UNITS | {"point", "facility", "project", "hub", "school", "hospital", "house", "unit"}
_GROWS = frozenset({"extend", "expand", "upgrade", "enlarge"})


def _by_figure(scene: Scene, phrase: Phrase) -> bool:
    """Whether a plant is only said to grow by a figure, which makes a claim of its own."""
    figure = any(t.quantity for t in scene.tokens[phrase.end : phrase.end + 4])
    return figure and scene.low(phrase.end) in {"by", "to", "from"}


def _built(scene: Scene, clause: Clause) -> Phrase | None:
    """Return the plant that is built: the object, the subject of a passive, or what "that" stands for."""
    group = clause.group
    if group is None:
        return None
    acted = group.passive or (group.form in {"d", "n"} and clause.how == "part")
    if not acted and group.lemma == "build" and scene.low(group.end) in {"on", "upon"}:
        # "the agreement builds on the existing line"
        return None
    rows = objects.subject_of(scene, clause) if acted else objects.object_of(scene, clause)
    phrase = objects.first_of(rows, nouns.FACILITIES)
    if phrase is None and scene.low(clause.asked) in {"which", "that"}:
        asked = objects.antecedent(scene, clause)
        phrase = asked if asked is not None and asked.head in nouns.STRONG_FACILITIES else None
    return phrase


def _says_no_more(scene: Scene, number: int, phrase: Phrase) -> bool:
    """Whether the passive tells a date, a history or the founding of a firm, no new plant."""
    clause = scene.clauses[number]
    aside = clause.how == "part" and scene.low(phrase.start) == "the"
    history = (clause.how == "rel" and clause.pending) or aside
    history = history and scene.modality(number) == "done"
    return phrase.named or history or _still_dated(scene, number, phrase)


_CLOSING = words("put open commission complete finish launch start inaugurate reopen start_up begin")


def _still_dated(scene: Scene, number: int, phrase: Phrase) -> bool:
    """Whether a plant named before gets a date ("the plant is to be completed by 2026"): an event, no new plant."""
    clause = scene.clauses[number]
    new = scene.low(phrase.start) in {"a", "an", "another"}
    when = attach.of_event(scene.tokens, clause)
    lemma = clause.group.lemma if clause.group else ""
    return not new and lemma in _CLOSING and when is not None and scene.future(scene.modality(number), when)


_LANDS = words("land win get attract secure host bag welcome receive")


def _owner(scene: Scene, number: int) -> tuple[str, ...]:
    """Return whose a new plant is: nobody's yet where a state is only said to land it."""
    who, group = scene.who.get(number, NOBODY), scene.clauses[number].group
    if who.sort == "region" and group is not None and group.lemma in _LANDS:
        return ()
    return who.parties or scene.memory.default().parties


def _priced_plant(scene: Scene, number: int) -> Draft | None:
    """Return a plant that is named with its price: "the $320 million factory in the port is late"."""
    clause = scene.clauses[number]
    if clause.group is not None and clause.group.lemma in REFUSALS:
        return None
    rows = [*objects.subject_of(scene, clause), *objects.object_of(scene, clause)]
    for phrase in rows:
        tokens = scene.tokens[phrase.start : phrase.end]
        priced = any(t.quantity and t.quantity.unit == "currency" for t in tokens)
        if not priced or phrase.head not in nouns.STRONG_FACILITIES:
            continue
        end = phrase.end
        while end < clause.right and scene.tokens[end].kind in "wN" and not _verb_at(clause, end):
            end += 1
        places = places_in(scene.tokens, phrase.start, end)
        owner = next(
            (
                t.name
                for t in scene.tokens[phrase.end : end]
                if t.name and scene.low(phrase.end) in {"of", "by"}
            ),
            None,
        )
        owner = owner or next((a.name for a, b in pairwise(tokens) if a.name and b.low == "'s"), None)
        parties = scene.memory.credited(owner) if owner and owner.kind == "organisation" else None
        scene.memory.keep_thing(phrase.head, parties or _owner(scene, number), places)
        return draft(
            scene, number, "facility", (phrase.start, end), measure=words_of(scene, phrase), parties=parties
        )
    return None


def _verb_at(clause: Clause, at: int) -> bool:
    return clause.group is not None and clause.group.start <= at < clause.group.end


def _put_to_use(scene: Scene, clause: Clause) -> bool:
    """Whether "put" goes on with "into operation"."""
    group = clause.group
    lows = scene.lows(group.end, group.end + 4) if group is not None else []
    return lows[:1] == ["into"] and bool(_USES & set(lows))


def _running(scene: Scene, number: int) -> Draft | None:
    """Return a plant that has begun to work: "the first phase of the plant started production"."""
    clause = scene.clauses[number]
    group = clause.group
    if (
        group is None
        or group.lemma not in {"start", "begin", "enter", "go", "commence", "open"}
        or scene.modality(number) != "done"
    ):
        return None
    lows = scene.lows(group.end, group.end + 4)
    if group.lemma == "open" and lows[1:2] == ["doors"]:
        # "The centre opened its doors in March"
        lows = ["operation"]
    phrase = objects.first_of(objects.subject_of(scene, clause), nouns.STRONG_FACILITIES)
    if phrase is None or not _USES & set(lows) or clause.how == "rel":
        return None
    span = (scene.opening(clause), clause.right)
    return draft(
        scene,
        number,
        "facility",
        span,
        measure=words_of(scene, phrase),
        when=attach.of_event(scene.tokens, clause),
    )


def _closed(scene: Scene, number: int) -> Draft | None:
    """Return a plant that was shut: "Alba closed its plant in Mobile in 2023"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or group.lemma not in {"close", "shut", "shutter", "mothball"}:
        return None
    rows = objects.subject_of(scene, clause) if group.passive else objects.object_of(scene, clause)
    phrase = objects.first_of(rows, nouns.STRONG_FACILITIES)
    when = attach.of_event(scene.tokens, clause, past=True)
    if phrase is None or when is None or scene.modality(number) != "done" or clause.how == "rel":
        return None
    span, words_ = _span(scene, clause, phrase), words_of(scene, phrase)
    return draft(scene, number, "facility", span, measure=f"closure of {words_}", when=when)


_SPENDS = words(
    "receive get win approve put place order secure obtain announce back support propose select choose license "
    "licence clear permit authorise authorize "
    "grant pick"
)


_HOLDS = words("include house host feature comprise contain")
_KEEPS = words("have own operate run visit base locate compare employ use serve tour inspect close shut sell")


def new_plant(scene: Scene, number: int) -> Draft | None:
    """Return a new plant that money, a permit or a study is for: "put 5 billion into a new factory at"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or scene.denied(number) or group.lemma in REFUSALS:
        return None
    if group.lemma in _KEEPS and not (group.lemma == "have" and scene.modality(number) in {"planned", "aim"}):
        return None
    spends = group.of("invest") or group.lemma in _SPENDS
    spends = spends or (group.lemma in _HOLDS and scene.modality(number) in {"planned", "aim", "expected"})
    rows = objects.object_of(scene, clause)
    if clause.subject[0] >= clause.left:
        rows = [*objects.subject_of(scene, clause), *rows]
    for phrase in rows:
        lows = scene.lows(phrase.start, phrase.end)
        new = lows[:1] and (lows[0] in {"a", "an", "another"} or "new" in lows)
        if (
            not new
            or not (
                phrase.head in nouns.STRONG_FACILITIES or (phrase.valued and phrase.head in {"line", "unit"})
            )
            or phrase.head in {"site", "office", "building"}
        ):
            continue
        put = places_in(scene.tokens, phrase.end, min(phrase.end + 7, clause.right))
        if not put and not (spends and phrase.start >= group.end):
            continue
        end = phrase.end
        while end < clause.right and scene.low(end) != "," and not scene.tokens[end].quantity:
            if _verb_at(clause, end):
                break
            end += 1
        places = places_in(scene.tokens, clause.left, clause.right)
        scene.memory.keep_thing(phrase.head, _owner(scene, number), places)
        said = scene.modality(number)
        modality: Modality = "planned" if said in {"done", "stated"} else said
        words_ = words_of(scene, phrase)
        when = attach.of_event(scene.tokens, clause)
        ahead = when is not None and when.role in {"by", "in", ""} and scene.future("stated", when)
        dated = ahead and not any(t.quantity for t in scene.tokens[group.end : clause.right])
        span = (phrase.start, end)
        return draft(
            scene, number, "facility", span, measure=words_, modality=modality, when=when if dated else None
        )
    return None


_WORKS = words(
    "construction building opening expansion upgrading modernisation modernization establishment extension erection"
)


def being_built(scene: Scene, number: int) -> Draft | None:
    """Return a plant whose building is a noun: "Tesla's construction of the Gigafactory in Shanghai"."""
    clause = scene.clauses[number]
    group = clause.group
    item = number == 0 and (group is None or group.form == "g")
    for at in range(clause.left, clause.right - 2):
        up = scene.low(at) == "setting" and scene.low(at + 1) == "up" and scene.low(at + 2) == "of"
        if not up and not (scene.low(at) in _WORKS and scene.low(at + 1) == "of"):
            continue
        rows = objects.phrases(scene, at + (3 if up else 2), clause.right, 1)
        owner = scene.tokens[at - 2].name if at >= 2 and scene.low(at - 1) in {"'s", "'"} else None
        meant = (
            owner
            or scene.low(at + 2) in {"a", "an"}
            or up
            or (group is not None and group.lemma == "announce")
        )
        # a line of a list: "Brownfield expansion of the gas unit at Ankleshwar"
        heads = item and at - clause.left < 6 and scene.modality(number) != "done"
        if not rows or rows[0].head not in nouns.STRONG_FACILITIES | {"unit", "line"} or not (meant or heads):
            continue
        parties = (scene.memory.known_as(owner),) if owner else None
        signed = group is None or group.of("sign") or heads
        start = at - 2 if owner else at if signed else scene.opening(clause)
        done: Modality = "done" if owner else "planned"
        words_ = words_of(scene, rows[0])
        return draft(
            scene, number, "facility", (start, clause.right), measure=words_, parties=parties, modality=done
        )
    return None


def _span(scene: Scene, clause: Clause, phrase: Phrase) -> tuple[int, int]:
    """Return the tokens from the subject to the place: values that follow make claims of their own."""
    start = min(scene.opening(clause), phrase.start)
    end = clause.right
    for i in range(max(phrase.end, clause.group.end if clause.group else 0), clause.right):
        if scene.low(i) == "," and scene.low(i + 1) == "'s":
            # a scraped text that lost an owner: what follows is another's
            end = i
            break
        if scene.tokens[i].quantity is not None:
            end = i
            while end > phrase.end and scene.low(end - 1) not in {",", ""}:
                end -= 1
            break
    return start, max(end, phrase.end)
