"""What the Chinese sentences of a text claim: read clause by clause, with what the clauses before leave behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.chinese.agreements import agreement, scope
from hinterland.reading.chinese.dates import Dates
from hinterland.reading.chinese.events import events
from hinterland.reading.chinese.facts import aim, founding, owner, seat
from hinterland.reading.chinese.fallback import fill
from hinterland.reading.chinese.lexer import clauses
from hinterland.reading.chinese.memory import Memory, Topic, full_names
from hinterland.reading.chinese.modality import AHEAD, said
from hinterland.reading.chinese.negation import denied
from hinterland.reading.chinese.outline import (
    begin_sentence,
    drop_headline,
    is_item,
    is_title,
    read_heading,
    read_title,
)
from hinterland.reading.chinese.policies import policy
from hinterland.reading.chinese.state import State
from hinterland.reading.chinese.subjects import partners, subject
from hinterland.reading.chinese.turns import (
    SITED,
    granted,
    helped,
    only_speaks,
    owned,
    patient,
    permitted,
    spoken_by,
    turn,
)
from hinterland.reading.chinese.values import value_claims
from hinterland.reading.chinese.works import BUILDS, MOVES, works

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from hinterland.reading.chinese.lexer import Clause
    from hinterland.reading.chinese.subjects import Subject
    from hinterland.reading.model import Draft, Hole, Tagged


QUOTED = 8
"""Clauses within which a quotation closes and says who spoke."""
BETWEEN = 4
"""The most characters between a holder and 持股: 摩洛哥|资本|持股, A|分别|持股."""
LAND = frozenset(("hectare", "mu", "m2", "acre", "km2"))
"""Units of the land of a plant."""


def find_claims(text: str, tagged: Tagged, published: date | None) -> list[Draft]:
    """Return what the Chinese sentences claim, in order.

    Parameters
    ----------
    text
        The clean text.
    tagged
        Its sentences, quantities, dates and names.
    published
        Its date of publication: what lies after it is a target.
    """
    found = clauses(text, tagged)
    state = State(text, Memory(first=full_names(tagged.names)), Dates(published))
    read_title(found, state)
    for i, clause in enumerate(found):
        after = found[i + 1] if i + 1 < len(found) else None
        if (
            is_title(clause, found, state)
            or is_item(clause, after, text)
            or read_heading(clause, after, state)
        ):
            continue
        _clause(clause, state, found[i + 1 : i + 1 + QUOTED])
        if clause.stop in "：:" and (after is None or after.paragraph != clause.paragraph):
            state.listing, state.opened, state.opened_lead = True, state.modality, state.dates.held()
    drop_headline(found, state)
    state.drafts = [_holed(text, d, tagged.holes) for d in state.drafts if not denied(text, d.start, d.end)]
    state.drafts.sort(key=lambda d: (d.start, d.end))
    return fill(state.drafts, found, state)


def _holed(text: str, draft: Draft, holes: tuple[Hole, ...]) -> Draft:
    """Flag a claim whose words have a hole; whose subject or agent is lost has no party."""
    within = [h for h in holes if h.start <= draft.end and draft.start <= h.end]
    if not within:
        return draft
    lost = any(h.missing == "subject" or text.startswith("由", h.start) for h in within)
    words = text[draft.start : draft.end]
    parties = tuple(p for p in draft.parties if p in words) if lost else draft.parties
    flags = dict.fromkeys([*draft.flags, *(f"missing_{h.missing}" for h in within)])
    return replace(draft, flags=tuple(flags), parties=parties)


def _clause(clause: Clause, state: State, after: Sequence[Clause]) -> None:
    """Read one clause."""
    if clause.first:
        begin_sentence(clause, state)
        spoken_by(clause, after, state)
    let = patient(clause, state.memory) or granted(clause, state.memory) or permitted(clause, state.memory)
    for name in clause.names + clause.titled:
        state.memory.hear(name)
    who = state.subject = subject(clause)
    if only_speaks(clause, who, state):
        return
    held = state.topic
    turn(clause, who, state)
    if let is not None:
        state.topic = helped(clause, let, state.topic)
    owned(clause, state)
    state.dates.hear(clause)
    begun = len(state.drafts)
    _read(clause, state)
    if _holder(clause, who, held, state):
        # 甲资本持股60%: a holder of the firm that is talked of, and the text goes on about the firm
        state.drafts[begun:] = [replace(d, parties=(*d.parties, *held.parties)) for d in state.drafts[begun:]]
        state.topic = held
        state.memory.act(held.parties)
    _keep(clause, state)
    if who.agent and state.topic.kind != "project" and held.kind != "none":
        # 由红杉资本领投 says who led this; what follows goes on about whom it was before
        state.topic = held


def _holder(clause: Clause, who: Subject, held: Topic, state: State) -> bool:
    """Whether the subject holds shares of the firm talked of before: a side clause of it."""
    ends = [n.end for n in who.names]
    shares = [t for t in clause.find("hold") if t.word.startswith(("持股", "占股", "持有"))]
    if state.drafts and "持股" in state.text[state.drafts[-1].start : state.drafts[-1].end]:
        shares += [t for t in clause.find("share") if t.word == "占"]
    if not clause.quantities or "的" in clause.shape[clause.quantities[-1].end - clause.start :]:
        return False
    holds = any(0 <= t.start - end <= BETWEEN for t in shares for end in ends)
    if not holds or clause.first or not who.names or who.agent or held.kind not in {"org", "project"}:
        return False
    return bool(held.parties) and not set(state.topic.parties) & set(held.parties)


def _read(clause: Clause, state: State) -> None:
    """Draft the claims of a clause."""
    born, signed, issued = founding(clause, state), agreement(clause, state), policy(clause, state)
    values = value_claims(clause, state)
    if signed is not None and len(signed.parties) > 1:
        state.memory.pair = signed.parties
    if issued is not None:
        issued, values = _within(issued, values)
    happening = [] if signed else events(clause, state)
    made = [] if born or happening else works(clause, state)
    if signed is not None:
        made = [m for m in made if m.kind in {"facility", "fund"} and m.start > signed.start]
    alone = [d for d in (born, signed, issued) if d is not None]
    state.drafts += [*alone, *values, *made, *happening]
    if not (alone or values or made or happening):
        _words(clause, state)
    land = [v for v in values if v.quantity is not None and v.quantity.unit in LAND]
    sized = land or any(v.kind == "facility" for v in values)
    told_of = clause.has(*BUILDS, *MOVES) or (state.here(clause) and (sized or clause.has("fac")))
    if any(v.kind == "fund" for v in values):
        state.funding = True
    plants = [v for v in values if v.kind in {"facility", "investment"} or v in land] if told_of else []
    told = made or happening or plants or ([signed] if signed else [])
    if told:
        _placed(state, told[-1])
        _built(clause, state, told[-1])


def _within(issued: Draft, values: list[Draft]) -> tuple[Draft, list[Draft]]:
    """Give a policy its number of years (三年行动计划), and return the other values."""
    years = [v for v in values if v.kind == "policy" and v.quantity is not None and v.quantity.unit == "year"]
    if not years:
        return issued, values
    return replace(issued, quantity=years[0].quantity), [v for v in values if v not in years]


def _words(clause: Clause, state: State) -> None:
    """Draft an aim, a scope or a strong fact of a clause that says nothing else."""
    drafts = state.drafts
    for reader in (aim, seat, owner):
        draft = reader(clause, state)
        if draft is not None:
            drafts.append(draft)
            return
    wide = scope(clause, state)
    if wide is None:
        _settle(clause, state)
    elif 0 <= state.scope < len(drafts):
        last = drafts[state.scope]
        about = tuple(dict.fromkeys(last.topics + wide.topics))
        drafts[state.scope] = replace(last, end=wide.end, topics=about)
    else:
        state.scope = len(drafts)
        drafts.append(wide)


def _settle(clause: Clause, state: State) -> None:
    """Give the plant of the clause before the place that this clause says it lies in (…，坐落在P，)."""
    here = state.here(clause)
    if not here or clause.has("hq") or not any(t.word in SITED for t in clause.tokens):
        return
    plant = clause.has("fac", "project")
    if not plant and (clause.first or not clause.tokens[0].has("prep_at", "settle")):
        return
    if plant and state.topic.parties:
        state.memory.built(replace(state.topic, places=here))
    state.memory.built(replace(state.memory.project, places=here))
    last = state.drafts[-1] if state.drafts else None
    if last is None or last.start < state.sentence or last.kind not in {"facility", "fact"}:
        return
    words = state.text[last.start : last.end]
    if not last.places or (plant and not any(p in words for p in last.places)):
        state.drafts[-1] = replace(last, places=here)


def _placed(state: State, plant: Draft) -> None:
    """Give the money of an earlier clause of the sentence the place of the plant it is for."""
    for i in range(len(state.drafts) - 1, -1, -1):
        draft = state.drafts[i]
        if draft.start < state.sentence or not plant.places or plant.kind != "facility":
            return
        if draft.kind == "investment" and not draft.places and draft.parties == plant.parties:
            state.drafts[i] = replace(draft, places=plant.places)


def _built(clause: Clause, state: State, last: Draft) -> None:
    """Remember the plant that a clause has told of."""
    state.funding = last.kind == "fund"
    if last.kind == "agreement":
        sides = [n for n in clause.names if n.kind in {"government", "place"} and n.text in last.parties]
        places = tuple(dict.fromkeys(p for n in sides for p in state.memory.resolve(n).places))
        last = replace(last, places=places)
    elif last.places:
        state.places = last.places
    if last.kind != "fund" and (last.parties or last.places):
        state.memory.built(Topic("project", last.parties, last.places))
        state.unbuilt = last.modality in AHEAD or last.modality == "signed"


def _keep(clause: Clause, state: State) -> None:
    """Carry on what holds for the clauses after."""
    says = said(clause, nouns=False)
    if says is not None:
        state.modality = says if says in AHEAD else None
    if not (clause.tokens and clause.tokens[0].has("per")):
        state.places = state.here(clause) or state.places
    if state.memory.pair:
        return
    if state.topic.kind == "pair" and len(state.topic.parties) > 1:
        state.memory.pair = state.topic.parties
    elif state.topic.kind in {"org", "region"} and clause.has("coop", "sign"):
        others = [p for n in partners(clause, clause.end) for p in state.memory.resolve(n).parties]
        if others:
            state.memory.pair = (*state.topic.parties, *others)
