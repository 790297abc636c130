"""Claims of English sentences: each is cut into clauses, and each clause read for what it promises or states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english import attach, nouns
from hinterland.reading.english.actors import who_of
from hinterland.reading.english.context import keep_heading, open_scene
from hinterland.reading.english.elided import with_elided
from hinterland.reading.english.events import find_aim, find_event
from hinterland.reading.english.facts import find_fact
from hinterland.reading.english.frames import being_built, find_facility, new_plant
from hinterland.reading.english.grounds import keep_site, late, seat_of
from hinterland.reading.english.memory import Memory
from hinterland.reading.english.owners import issuer
from hinterland.reading.english.pacts import find_pact, find_scope
from hinterland.reading.english.places import level_of, merged, place_of, places_in
from hinterland.reading.english.policies import find_fund, find_policy, find_title
from hinterland.reading.english.press import is_press
from hinterland.reading.english.principal import principals
from hinterland.reading.english.scene import Scene
from hinterland.reading.english.sites import dated_too
from hinterland.reading.english.tokens import Rows
from hinterland.reading.english.turns import introduce
from hinterland.reading.english.values import find_values
from hinterland.reading.english.who import NOBODY, Who
from hinterland.reading.gazetteer.places import find
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from datetime import date

    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.tokens import Token
    from hinterland.reading.model import Draft, Tagged


def find_claims(text: str, tagged: Tagged, published: date | None) -> list[Draft]:
    """Return what the English sentences claim, in order."""
    rows, memory = Rows(tagged), Memory()
    first = next((n.text for n in tagged.names if n.kind == "organisation" and not is_press(n)), "")
    memory.fallback = (first,) if first else ()
    memory.principal = _principal(text, tagged, memory)
    for name in tagged.names:
        if name.kind == "place" and name.head == "dateline":
            plain = name.text.title() if name.text.isupper() else name.text
            memory.keep_land((plain, *name.within), weak=True)
            memory.firm("city")
    drafts: list[Draft] = []
    last_kind = ""
    for sentence in tagged.sentences:
        if sentence.lang != "en":
            continue
        tokens = rows.tokens(text, sentence)
        if not tokens:
            continue
        holes = tuple(h for h in tagged.holes if sentence.start <= h.start < sentence.end)
        _aliases(tokens, memory)
        scene = Scene.of(tokens, memory, published, holes)
        scene.last_when = memory.last_when
        memory.met = memory.met or memory.principal_at < sentence.end
        open_scene(scene, sentence.paragraph)
        made = _read(scene, last_kind)
        last_kind = next((d.kind for d in reversed(made) if d.quantity and d.quantity.currency), last_kind)
        drafts += made
    return late(drafts, memory)


_DOCUMENTS = words(
    "plan programme program strategy roadmap measures opinions guidelines blueprint policy scheme "
    "regulations report notice"
)


def _principal(text: str, tagged: Tagged, memory: Memory) -> Who:
    """Return whom the document is about, and whether it is a plan or report of a government."""
    about = [n for n in principals(text, tagged.sentences, tagged.names) if not is_press(n)]
    first = next((s for s in tagged.sentences if s.lang == "en"), None)
    if not about or first is None:
        return NOBODY
    memory.principals = {memory.known_as(n) for n in about}
    short = about[0].text.split()[0]
    mentions = [n.start for n in tagged.names if n.text.split()[0] == short and n.head != "dateline"]
    memory.principal_at = min(mentions, default=about[0].start)
    name = issuer(text, about) or about[0]
    ruler = name.kind in {"government", "place"}
    title = text[first.start : first.end].lower()
    memory.report = ruler and "report" in title
    memory.plan = (
        ruler and bool(_DOCUMENTS & set(title.replace(",", " ").split())) and not title.endswith(".")
    )
    return Who(
        (memory.known_as(name),), place_of(name) if ruler else (), "region" if ruler else "organisation"
    )


def _aliases(tokens: list[Token], memory: Memory) -> None:
    """Keep what a short form in brackets stands for: "Terranova Lithium (TNL)"."""
    for one, bracket, other in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (
            bracket.low == "("
            and one.name
            and other.name
            and other.name.kind == "organisation"
            and one.name.kind == "organisation"
        ):
            memory.full[other.name.text] = memory.known_as(one.name)


def _read(scene: Scene, last_kind: str) -> list[Draft]:
    drafts: list[Draft] = []
    memory = scene.memory
    title = find_title(scene) if not memory.titled else None
    memory.titled = memory.titled or len(scene.tokens) > 3
    drafts += [title] if title else []
    for number, clause in enumerate(scene.clauses):
        who = who_of(scene, number)
        scene.who[number] = who
        drafts += _words(scene, number)
        drafts += find_values(scene, number, last_kind)
        dates = [w for _, w in attach.whens_of(scene.tokens, clause.left, clause.right) if w.date]
        if dates and not clause.say:
            scene.last_when = dates[-1]
    _remember(scene)
    _keep_figure(scene, drafts)
    keep_heading(scene)
    memory.last_when = scene.last_when
    return _once(drafts)


def _keep_figure(scene: Scene, drafts: list[Draft]) -> None:
    """Keep the year of the last figure, for a sentence that goes on from it."""
    memory = scene.memory
    last = next((d for d in reversed(drafts) if d.quantity and d.when and d.when.role not in {"since"}), None)
    if last is not None and last.when is not None and len(last.when.date) < 10:
        tense = "future" if last.modality in {"planned", "aim", "expected"} else "done"
        memory.figure = (memory.paragraph, tense, last.when)
    elif not any(d.quantity for d in drafts):
        memory.figure = None


def _once(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts of a sentence without a plant that was told already."""
    kept: list[Draft] = []
    for one in drafts:
        plant = one.kind == "facility" and one.quantity is None
        if plant and any(
            o.kind == "facility" and o.quantity is None and o.measure == one.measure for o in kept
        ):
            continue
        kept.append(one)
    return kept


def _words(scene: Scene, number: int) -> list[Draft]:
    """Return the claims without a value of a clause."""
    found = find_pact(scene, number) or find_policy(scene, number) or find_fund(scene, number)
    found = found or find_facility(scene, number) or find_scope(scene, number)
    if found is not None and found.kind == "agreement":
        plant = being_built(scene, number) or new_plant(scene, number)
        return [found, plant] if plant else [found]
    if found is not None and found.kind == "facility" and dated_too(scene, number):
        event = find_event(scene, number)
        return [found, *with_elided(scene, number, event)] if event else [found]
    if found is not None and found.kind == "facility" and found.when is not None:
        return with_elided(scene, number, found)
    if found is not None and found.kind != "policy":
        return [found]
    facts = find_fact(scene, number)
    if facts:
        return facts
    event = find_event(scene, number) if found is None else None
    if event is not None:
        return with_elided(scene, number, event)
    found = found or find_aim(scene, number)
    return [found] if found else []


def _remember(scene: Scene) -> None:
    """Keep the places of the sentence for "there"."""
    introduce(scene)
    keep_site(scene)
    places = places_in(scene.tokens, 0, len(scene.tokens))
    stays = merged(*(scene.stays(n) for n in range(len(scene.clauses)))) or _lands_that_act(scene)
    if stays:
        scene.memory.places, scene.memory.places_paragraph = stays, scene.memory.paragraph
        scene.memory.home = scene.memory.home or stays
    for at, token in enumerate(scene.tokens):
        if token.name and token.name.kind in {"organisation", "government"}:
            scene.memory.known_as(token.name)
        if token.name and token.name.kind == "place" and not seat_of(scene, at):
            scene.memory.keep_land((token.name.text, *token.name.within), weak=True)
        if token.name and token.name.kind in {"place", "government"}:
            for text in (token.name.text, *token.name.within):
                if is_country(text):
                    scene.memory.country = text
    if places and {"location", "site"} & set(scene.lows(0, 3)) and ":" in scene.lows(0, 4):
        scene.memory.keep_thing(scene.memory.thing.noun or "site", scene.memory.default().parties, places)
    for number, clause in enumerate(scene.clauses):
        _site(scene, number, clause)


def _lands_that_act(scene: Scene) -> tuple[str, ...]:
    """Return the town or zone that does something: "will be contributed by the Lekki zone"; no region or country."""
    acting = (w for w in scene.who.values() if w.sort == "region" and w.places and not w.basis)
    found = next((w.places for w in acting if level_of(w.places[0]) not in {"region", "country"}), ())
    return found if found and any(t.name and t.name.text == found[0] for t in scene.tokens) else ()


_BACKS = frozenset(
    {"support", "back", "subsidise", "subsidize", "fund", "welcome", "get", "approve", "promote"}
)


def is_country(text: str) -> bool:
    """Whether a name is that of a country."""
    found = find(text)
    return bool(found) and found[0].kind == "country"


def _site(scene: Scene, number: int, clause: Clause) -> None:
    """Keep where a plant is that a clause names without building it: "one of the furnaces at its Bremen works"."""
    memory = scene.memory
    if clause.say or memory.thing.places:
        return
    places = places_in(scene.tokens, clause.left, clause.right)
    sites = nouns.STRONG_FACILITIES | {"venture", "project"}
    noun = next((w for w in scene.lows(clause.left, clause.right) if w in sites), "")
    who = scene.who.get(number, NOBODY)
    if places and noun and who.sort == "region" and clause.group is not None and clause.group.lemma in _BACKS:
        # "Saxony supports a plant": somebody else's
        memory.keep_thing(noun, (), places)
    elif places and noun:
        memory.keep_thing(noun, who.parties or memory.default().parties, places)
