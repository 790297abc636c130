"""Claims of English sentences: each is cut into clauses, and each clause read for what it promises or states."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import attach, nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.context import keep_heading, open_scene
from hinterland.reading.english.events import find_aim, find_event
from hinterland.reading.english.facts import find_fact
from hinterland.reading.english.frames import being_built, dated_too, find_facility, new_plant
from hinterland.reading.english.memory import Memory
from hinterland.reading.english.owners import aids, allowed, aside, hand_over, issuer, joint, office
from hinterland.reading.english.pacts import find_pact, find_scope
from hinterland.reading.english.places import place_of, places_in
from hinterland.reading.english.policies import find_fund, find_policy, find_title
from hinterland.reading.english.principal import principals
from hinterland.reading.english.scene import Scene
from hinterland.reading.english.tokens import Rows
from hinterland.reading.english.values import find_values
from hinterland.reading.english.who import NOBODY, Who
from hinterland.reading.gazetteer.places import find
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from datetime import date

    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.tokens import Token
    from hinterland.reading.model import Draft, Name, Tagged


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
        last_kind = next((d.kind for d in reversed(made) if d.quantity), last_kind)
        drafts += made
    return drafts


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
        who = _who(scene, number)
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
        return [found, event] if event else [found]
    if found is not None and found.kind != "policy":
        return [found]
    facts = find_fact(scene, number)
    if facts:
        return facts
    if found is None:
        found = find_event(scene, number) or find_aim(scene, number)
    return [found] if found else []


def _who(scene: Scene, number: int) -> Who:
    """Return whom the subject of a clause means, and keep it for the clauses that follow."""
    clause = scene.clauses[number]
    start, end = clause.subject
    memory = scene.memory
    if start >= end and scene.has_hole(clause.left, clause.right, "subject"):
        return NOBODY
    if clause.group is None or start >= end:
        return _unnamed(scene, number)
    who = joint(scene, number, _linked(scene, number, memory.resolve(scene.tokens, (start, end))))
    who = office(scene, number, who)
    owner = allowed(scene, number, who)
    if owner:
        memory.approver = who
        hand_over(scene, clause, owner)
        if aids(scene, clause):
            return who
        return replace(who, parties=owner, places=tuple(p for p in who.places if p not in who.parties))
    if who.sort == "thing" and who.noun in nouns.FACILITIES and not clause.say:
        known = who.noun in memory.things and not who.places
        if clause.how not in {"rel", "part"} and not known:
            memory.keep_thing(who.noun, who.parties, who.places)
    if _acts(scene, clause, who):
        company, side = memory.company, aside(scene, clause, who)
        memory.credit(who)
        if side:
            # a lender or a buyer is "it", but not yet "the company"
            memory.company, memory.aside = company, True
    elif clause.say and "project" in scene.lows(start, end):
        memory.subject = memory.thing
    return who


def _linked(scene: Scene, number: int, who: Who) -> Who:
    """Return whom a subject means by the clauses that it hangs on, or by who is named behind "by"."""
    clause = scene.clauses[number]
    start, group = clause.subject[0], clause.group
    plural = group is not None and (group.form == "b" or len(who.places) > 1)
    if clause.how == "rel" and who.sort == "region" and plural and clause.parent >= 0:
        # "two plants, one in Karnataka and one in Gujarat, which turn out": a plural verb, no single place
        who = scene.who.get(clause.parent, who)
    agent = _agent(scene, number)
    who = agent or who
    said = scene.who.get(number - 1, NOBODY) if number and scene.clauses[number - 1].say else NOBODY
    speaker = scene.clauses[number - 1].subject if number else (0, 0)
    if said.parties and scene.low(start) in {"it", "they", "we"} and not _media(scene, speaker):
        # "the zone says it has attracted": it is the zone
        who = replace(said, basis="it: who says it")
    above = scene.clauses[clause.parent] if clause.parent >= 0 else None
    if above is not None and above.how == "part" and clause.how == "main" and who.sort in {"thing", "other"}:
        # "a base built by Alba went into operation": the builder named between
        builder = _agent(scene, clause.parent)
        who = replace(who, parties=builder.parties, sort="thing") if builder else who
    before = scene.who.get(number - 1, NOBODY)
    follows = number > 0 and scene.clauses[number - 1].how == "rel" and before.parties
    if (
        follows
        and scene.low(start) in v.POSSESSIVES | {"it", "they"}
        and scene.low(start - 1) in {"while", "and"}
    ):
        who = replace(who, parties=before.parties)
    if scene.low(clause.asked) == "whose" and not agent:
        who = _whose(scene, clause) or who
    if not who.parties and who.sort == "other" and clause.how == "part" and clause.parent >= 0:
        up = scene.who.get(clause.parent, NOBODY)
        who = replace(who, parties=up.parties, places=up.places, basis=up.basis)
    return who


_HIRES = words("award hire appoint select choose name commission")


def _acts(scene: Scene, clause: Clause, who: Who) -> bool:
    """Whether the subject of a clause is whom the text goes on to talk of."""
    if clause.say:
        return who.sort == "organisation" and bool(who.parties) and not _media(scene, clause.subject)
    if (
        clause.group is not None
        and clause.group.lemma in v.EXPECT | {"rate"}
        and _observes(scene, clause.subject)
    ):
        return False
    hired = clause.group is not None and clause.group.passive and clause.group.lemma in _HIRES
    return clause.how not in {"rel", "part"} and not hired


def _whose(scene: Scene, clause: Clause) -> Who | None:
    """Return the owner that "whose" points back to."""
    for token in reversed(scene.tokens[max(0, clause.asked - 4) : clause.asked]):
        if token.name is not None and token.name.kind != "person":
            places = place_of(token.name) if token.name.kind == "place" else ()
            return Who(scene.memory.credited(token.name), places, "other", "", "whose: the name before")
    return None


def _unnamed(scene: Scene, number: int) -> Who:
    """Return whom a line without subject is about: the plant of the list, else who is talked of."""
    memory = scene.memory
    kinds = {"organisation", "government", "place"}
    names = [
        t.name
        for t in scene.tokens
        if t.name and t.name.kind in kinds and t.name.head != "dateline" and not is_press(t.name)
    ]
    if ":" in scene.lows(0, 8):
        # "Raw material: cotton from Kitui": what stands behind a label is not who acts
        names = []
    if memory.plan:
        return memory.items.who if memory.items is not None and memory.items.who.parties else memory.default()
    if scene.clauses[number].group is None and names:
        who = memory.resolve(scene.tokens, (0, len(scene.tokens)))
        memory.credit(who)
        return who
    if memory.items is not None and memory.items.who.parties:
        return memory.items.who
    if scene.clauses[number].group is None and memory.thing.parties:
        return memory.thing
    return memory.default()


_OBSERVERS = words(
    "securities research analytics consulting ratings brokerage equities intelligence economics insights advisory"
)


def _observes(scene: Scene, span: tuple[int, int]) -> bool:
    """Whether a subject only watches: a broker, a rating agency, a consultancy."""
    names = [t.name for t in scene.tokens[span[0] : span[1]] if t.name]
    return any(n.text.split()[-1].lower() in _OBSERVERS for n in names) or _media(scene, span)


_PRESS = words(
    "gazette times herald tribune daily post journal bulletin chronicle observer reporter newswire courier wire"
)


def is_press(name: Name) -> bool:
    """Whether a name is that of a newspaper or an agency, which only reports."""
    return name.head == "media" or name.text.split()[-1].lower() in _PRESS


def _media(scene: Scene, span: tuple[int, int]) -> bool:
    names = [t.name for t in scene.tokens[span[0] : span[1]] if t.name]
    lows = set(scene.lows(*span))
    return any(is_press(n) for n in names) or bool(lows & nouns.MEDIA_NOUNS)


_AGENT_ENDS = frozenset({",", "."}) | words("in at on for from with to")


def _row_goes_on(scene: Scene, at: int) -> bool:
    """Whether a comma parts names of one row: "by Alba, Corvo and partner Delta"."""
    row = scene.tokens[at + 1 : at + 9]
    return scene.low(at) == "," and bool(row) and row[0].kind == "N" and any(t.low == "and" for t in row)


def _agent(scene: Scene, number: int) -> Who | None:
    """Return who does what is said in the passive: "will be built by"."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or not (group.passive or (clause.how == "part" and group.form in {"d", "n"})):
        return None
    for i in range(group.end, min(clause.right, group.end + 12)):
        if scene.low(i) == "by" and i + 1 < clause.right:
            end = i + 1
            while end < clause.right and (_row_goes_on(scene, end) or scene.low(end) not in _AGENT_ENDS):
                end += 1
            who = scene.memory.resolve(scene.tokens, (i + 1, end))
            return who if who.sort in {"organisation", "region"} and who.parties else None
    return None


def _remember(scene: Scene) -> None:
    """Keep the places of the sentence for "there"."""
    places = places_in(scene.tokens, 0, len(scene.tokens))
    if places:
        scene.memory.places, scene.memory.places_paragraph = places, scene.memory.paragraph
        scene.memory.home = scene.memory.home or places
    for token in scene.tokens:
        if token.name and token.name.kind in {"organisation", "government"}:
            scene.memory.known_as(token.name)
        if token.name and token.name.kind == "place":
            scene.memory.keep_land((token.name.text, *token.name.within), weak=True)
        if token.name and token.name.kind in {"place", "government"}:
            for text in (token.name.text, *token.name.within):
                if is_country(text):
                    scene.memory.country = text
    if places and {"location", "site"} & set(scene.lows(0, 3)) and ":" in scene.lows(0, 4):
        scene.memory.keep_thing(scene.memory.thing.noun or "site", scene.memory.default().parties, places)
    for number, clause in enumerate(scene.clauses):
        _site(scene, number, clause)


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
    if places and noun:
        memory.keep_thing(noun, who.parties or memory.default().parties, places)
