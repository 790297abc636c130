"""Whom a subject means by the clauses that it hangs on, or by who is named behind "by"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.agents import agent_of
from hinterland.reading.english.frames import BUILDERS
from hinterland.reading.english.places import merged, place_of
from hinterland.reading.english.press import media
from hinterland.reading.english.stakes import HELD, contracted, holders, keep_holders
from hinterland.reading.english.turns import thing_for_it
from hinterland.reading.english.who import NOBODY, Who
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.scene import Scene

_NO_BUILDERS = words(
    "approve back fund finance support license licence permit describe visit report estimate value subsidise "
    "subsidize design supply deliver equip install welcome criticise lend provide"
)
_GIFTS = words("grant loan subsidy aid rebate guarantee award funding")
_ORDERS = words("commission order hire engage contract entrust charge appoint")
_FIGURES = words("exports imports sales revenues shipments deliveries earnings profits emissions")
_LENT = words("lend grant award give promise offer pay")


def linked(scene: Scene, number: int, who: Who) -> Who:
    """Return whom a subject means by the clauses that it hangs on, or by who is named behind "by"."""
    clause = scene.clauses[number]
    group = clause.group
    plural = group is not None and (group.form == "b" or len(who.places) > 1)
    if clause.how == "rel" and who.sort == "region" and plural and clause.parent >= 0:
        # "two plants, one in Karnataka and one in Gujarat, which turn out": a plural verb, no single place
        who = scene.who.get(clause.parent, who)
    who = thing_for_it(scene, number, who)
    agent = agent_of(scene, number)
    who = _acted(scene, clause, who, agent) if agent is not None else who
    who = _said(scene, number, who)
    who = _built_between(scene, clause, who)
    who = _wanted(scene, number, _after_rel(scene, number, who))
    if scene.low(clause.asked) == "whose" and not agent:
        who = _whose(scene, clause) or who
    if not who.parties and who.sort == "other" and clause.how == "part" and clause.parent >= 0:
        up = scene.who.get(clause.parent, NOBODY)
        who = replace(who, parties=up.parties, places=up.places, basis=up.basis)
    return who


def _acted(scene: Scene, clause: Clause, subject: Who, agent: Who) -> Who:
    """Return who acts in a passive: the agent, with the subject where it is owned or given something."""
    lemma = clause.group.lemma if clause.group is not None else ""
    owned = subject.parties and subject.basis.startswith("possessive") and agent.sort == "organisation"
    if owned and lemma not in HELD:
        # "its line, built by the contractor Alba": the line stays its owner's
        both = merged(subject.parties, agent.parties)
        return contracted(scene, clause, subject, agent) or replace(subject, parties=both)
    built = contracted(scene, clause, subject, agent)
    if built is not None:
        return built
    if lemma in BUILDERS and subject.sort == "thing" and subject.noun and agent.sort == "organisation":
        scene.memory.keep_thing(subject.noun, agent.parties, subject.places)
    if lemma in HELD and subject.sort == "organisation":
        found = holders(scene, clause)
        keep_holders(scene, found)
        # with shares told, each has its own: the firm stays whom the text talks of
        return subject if found else replace(subject, parties=merged(subject.parties, agent.parties))
    if lemma in _LENT and subject.sort in {"organisation", "thing"}:
        # "it is being lent 90 million by the bank": of both
        both = merged(agent.parties, subject.parties)
        scene.memory.pair = both if len(both) > 1 else scene.memory.pair
        return replace(agent, parties=both)
    return agent


def _said(scene: Scene, number: int, who: Who) -> Who:
    """Return who speaks for "it" in what it says: "the zone says it has attracted"."""
    said = scene.who.get(number - 1, NOBODY) if number and scene.clauses[number - 1].say else NOBODY
    pronoun = scene.low(scene.clauses[number].subject[0]) in {"it", "they", "we"}
    if said.parties and pronoun and not media(scene, scene.clauses[number - 1].subject):
        return replace(said, basis="it: who says it")
    return who


def _built_between(scene: Scene, clause: Clause, who: Who) -> Who:
    """Return the builder that is named between: "a base built by Alba went into operation"."""
    above = scene.clauses[clause.parent] if clause.parent >= 0 else None
    if above is None or above.how != "part" or clause.how not in {"main", "and"}:
        return who
    if above.group is not None and above.group.lemma in _ORDERS and who.sort == "organisation":
        # "commissioned by Alba, the yard is building": for both
        client = agent_of(scene, clause.parent)
        return replace(who, parties=merged(who.parties, client.parties)) if client is not None else who
    if clause.how != "main" or who.sort not in {"thing", "other"}:
        return who
    builds = above.group is not None and (above.group.lemma not in _NO_BUILDERS or who.noun in _GIFTS)
    builder = agent_of(scene, clause.parent) if builds else None
    return replace(who, parties=builder.parties, sort="thing") if builder else who


def _after_rel(scene: Scene, number: int, who: Who) -> Who:
    """Return whom "its" means behind a relative clause: "Alba, which made 9, while its rival made 3"."""
    start, before = scene.clauses[number].subject[0], scene.who.get(number - 1, NOBODY)
    if (
        number
        and scene.low(start) == "they"
        and _FIGURES & set(scene.lows(*scene.clauses[number - 1].subject))
    ):
        # "wants exports to reach 800 million; last year they were 560 million"
        return before if before.parties else who
    follows = number > 0 and scene.clauses[number - 1].how == "rel" and before.parties
    own = scene.low(start) in v.POSSESSIVES | {"it", "they"} and scene.low(start - 1) in {"while", "and"}
    return replace(who, parties=before.parties) if follows and own else who


def _wanted(scene: Scene, number: int, who: Who) -> Who:
    """Return the state that wants something: "the province wants annual output to top a million"."""
    clause = scene.clauses[number]
    up = scene.who.get(clause.parent, NOBODY) if clause.parent >= 0 else NOBODY
    raised = clause.how == "main" and clause.group is not None and clause.group.form == "t"
    raised = raised or scene.wished(clause)
    named = any(t.name for t in scene.tokens[slice(*clause.subject)])
    plain = who.sort in {"thing", "other"} and not named
    if raised and up.sort == who.sort == "organisation" and not set(up.parties) & set(who.parties):
        # "it expects its unit to bring in sales": of both
        return replace(who, parties=merged(up.parties, who.parties))
    if raised and plain and up.sort == "region" and who.noun not in nouns.STRONG_FACILITIES:
        return replace(who, parties=up.parties, places=up.places, sort="region", basis=up.basis)
    return who


def _whose(scene: Scene, clause: Clause) -> Who | None:
    """Return the owner that "whose" points back to."""
    for token in reversed(scene.tokens[max(0, clause.asked - 4) : clause.asked]):
        if token.name is not None and token.name.kind != "person":
            places = place_of(token.name) if token.name.kind == "place" else ()
            return Who(scene.memory.credited(token.name), places, "other", "", "whose: the name before")
    return None
