"""Agreements: who signs with whom, and what the sides say they will do together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import attach, nouns, objects
from hinterland.reading.english import verbs as v
from hinterland.reading.english.drafts import draft
from hinterland.reading.english.heads import BODIES_SHORT
from hinterland.reading.english.owners import settle
from hinterland.reading.english.places import merged, place_of
from hinterland.reading.english.rows import row_end, row_of
from hinterland.reading.english.who import NOBODY
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.objects import Phrase
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import Draft, Modality, When

_SIGNERS = words(
    "sign ink enter enter_into conclude reach finalise finalize seal strike initial form clinch forge "
    "place award win secure renew negotiate announce make have agree extend bag land execute exchange"
)
_ALONE = words("team_up partner tie_up join_hands cooperate collaborate")
_AGREED = words(
    "buy acquire supply sell purchase merge deliver lease license cooperate work share explore swap"
)
_OCCASIONS = {"opening", "ceremony", "event", "occasion", "launch", "fair", "forum", "inauguration"}
_FOUNDERS = words("form set_up establish create found launch incorporate build")
_TOGETHER = frozenset({"venture", "partnership", "alliance", "jv", "ventures", "consortium"})
_VAGUE = words("promote support help accelerate contribute hope")
_JOINT = words("sides parties companies partners both two firms")
_ACTING = frozenset({"organisation", "region", "agent"})
_WITH = frozenset({"with", "between", "and", "to", "from", "by"})


def find_pact(scene: Scene, number: int) -> Draft | None:
    """Return the agreement that the clause says is made."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or clause.say or scene.denied(number):
        return None
    phrase = _pact_phrase(scene, clause)
    alone = group.lemma in _ALONE and scene.low(group.end) in {"with", "on", "to", "in"}
    agreed = "agree" in group.chain and group.lemma in _AGREED
    if phrase is None and not alone and not agreed:
        return None
    if alone and group.lemma in {"cooperate", "collaborate"} and scene.low(group.end) != "with":
        return None
    if alone and scene.modality(number) == "aim":
        return None
    parties = _parties(scene, number)
    if len(parties) > 1:
        scene.memory.pair = parties
        scene.who[number] = replace(scene.who.get(number, NOBODY), parties=parties)
        settle(scene, number, parties)
    before = scene.modality(number)
    modality: Modality = "signed" if before in {"done", "stated"} or "agree" in group.chain else before
    when = attach.of_event(scene.tokens, clause, past=modality == "signed")
    if when is None and _OCCASIONS & set(scene.lows(0, 6)) and scene.last_when is not None:
        # "At the opening the company signed": on the day said before
        when = scene.last_when if len(scene.last_when.date) == 10 else None
    if group.lemma in _PROLONGS or (group.lemma == "have" and when is None):
        # "have extended their agreement, under which ..., to 2036"
        ends = [
            w for _, w in attach.whens_of(scene.tokens, group.end, len(scene.tokens)) if w.role == "until"
        ]
        when = next((w for w in ends if w.date), when)
    if when is None and modality == "signed":
        when = _on_the_day(scene)
    words = phrase.head if phrase else group.lemma.replace("_", " ")
    span = (scene.opening(clause), clause.right)
    made = draft(
        scene, number, "agreement", span, measure=words, when=when, modality=modality, parties=parties
    )
    return made if made.places else replace(made, places=_by_apposition(scene, clause))


_PROLONGS = frozenset({"extend", "renew", "prolong"})


def _on_the_day(scene: Scene) -> When | None:
    """Return the day that the paragraph opens with: "On Jan 14 officials met. Alba and Corvo signed a pact"."""
    when = scene.memory.context.get("done") or scene.memory.gathering
    return when if when is not None and len(when.date) == 10 else None


def _by_apposition(scene: Scene, clause: Clause) -> tuple[str, ...]:
    """Return the place that an apposition gives a party: "Lingang Group, Shanghai's largest developer, signed"."""
    for i in range(clause.subject[0] + 1, clause.subject[1] - 1):
        name = scene.tokens[i].name
        if scene.low(i - 1) == "," and name and name.kind == "place" and scene.low(i + 1) == "'s":
            return (name.text, *name.within)
    return ()


_HANDS = frozenset({"award", "grant", "hand"})
_ORDERED = words("win clinch place secure sign bag award land receive get obtain book")


_ORDERS = frozenset({"contract", "contracts", "order", "orders", "agreement", "deal", "concession"})


def number_of(scene: Scene, clause: Clause) -> int:
    """Return the number of a clause of a sentence."""
    return next(i for i, c in enumerate(scene.clauses) if c is clause)


def _order(scene: Scene, clause: Clause) -> Phrase | None:
    """Return the contract that goes to somebody, or that one has with whom "with which" points to."""
    group = clause.group
    if group is None:
        return None
    if group.lemma == "go" and scene.low(group.end) == "to":
        # "The contract for the pipeline went to Alba"
        done = scene.modality(number_of(scene, clause)) == "done"
        return objects.first_of(objects.subject_of(scene, clause), _ORDERS, 0) if done else None
    if group.lemma == "have" and scene.low(clause.asked - 1) == "with":
        # "Alba, with which the firm has a contract until 2038"
        return objects.first_of(objects.object_of(scene, clause), _ORDERS, 0)
    return None


def _pact_phrase(scene: Scene, clause: Clause) -> Phrase | None:
    """Return the noun phrase that names the agreement."""
    group = clause.group
    if group is None:
        return None
    if group.passive or (group.form in {"d", "n"} and clause.how == "part"):
        return _acted_on(scene, clause)
    rows, order = objects.object_of(scene, clause), _order(scene, clause)
    if order is not None:
        return order
    if clause.asked > 0 and group.lemma in _SIGNERS:
        asked = objects.antecedent(scene, clause)
        if asked is not None and asked.head in nouns.AGREEMENTS:
            return asked
    if group.lemma in _FOUNDERS:
        return objects.first_of(rows, _TOGETHER)
    if group.lemma not in _SIGNERS | _ORDERED:
        return None
    heads = nouns.AGREEMENTS if group.lemma in _SIGNERS else frozenset({"contract", "contracts"})
    found = objects.first_of(rows, heads)
    if found is None and group.lemma in _ORDERED:
        found = objects.first_of(rows, {"order"}, 0)
    if found is not None and group.lemma in {"have", "make", "announce"}:
        # to have an agreement is to sign none: only with whom it is
        return found if scene.low(found.end) in {"with", "between"} and found.head not in _TOGETHER else None
    return found


def _acted_on(scene: Scene, clause: Clause) -> Phrase | None:
    """Return the agreement of a passive: "a pact was signed", "was awarded a contract"."""
    group = clause.group
    if group is None or group.lemma not in _SIGNERS | _HANDS:
        return None
    found = objects.first_of(objects.subject_of(scene, clause), nouns.AGREEMENTS - {"sheet", "sheets"}, 0)
    if found is not None or group.lemma not in _HANDS:
        return found
    return objects.first_of(objects.object_of(scene, clause), nouns.AGREEMENTS | {"order"}, 0)


_PLACED = words("in at on for of under near")
_GROUNDS = words("city park zone port area estate")


def _named_with(scene: Scene, number: int, start: int, end: int) -> list[str]:
    """Return whom "with", "between", "by" and "to" add, and keep a state or a park among them."""
    who, memory = scene.who.get(number, NOBODY), scene.memory
    named: list[str] = []
    governs = ""
    for i in range(start, end):
        token = scene.tokens[i]
        if token.kind == "w" and token.low in _WITH | _PLACED and token.low != "and":
            governs = token.low
            if token.low in {"with", "between"}:
                row = row_of(memory, scene.tokens, (i + 1, row_end(scene.tokens, i + 1, end)))
                named += row.parties if row.sort in _ACTING else ()
        name = token.name
        if name is not None and name.kind == "group" and name.head in BODIES_SHORT and governs == "with":
            # "signed a letter of intent with the ministry"
            named += [p for p in memory.credited(name) if p not in who.parties]
        if name is None or name.kind in {"person", "group"} or scene.low(i + 1) in {"'s", "'"}:
            continue
        if name.kind == "place" and scene.low(i + 1).isalpha() and _firm_next(scene, i + 1, end):
            # "with the Abu Dhabi developer Al Reem"
            continue
        firm = governs in {"to", "from"} and name.kind == "organisation"
        if governs not in {"with", "between", "by"} and not firm:
            continue
        named.append(memory.known_as(name))
        if name.head in _GROUNDS and who.parties:
            memory.keep_thing("site", who.parties, (name.text, *name.within))
        if name.kind in {"government", "place"}:
            memory.region, memory.region_places = (named[-1],), place_of(name)
    return list(dict.fromkeys(named))


def _firm_next(scene: Scene, start: int, end: int) -> bool:
    """Whether a firm's name follows a few words that say what it is."""
    for i in range(start, min(end, start + 4)):
        name = scene.tokens[i].name
        if name is not None or scene.tokens[i].kind != "w" or scene.low(i) in v.PREPOSITIONS | {"and"}:
            return name is not None and name.kind == "organisation"
    return False


def _parties(scene: Scene, number: int) -> tuple[str, ...]:
    """Return the subject's names and those that "with" and "between" add."""
    clause = scene.clauses[number]
    who, memory, group = scene.who.get(number, NOBODY), scene.memory, clause.group
    start = group.end if group is not None else clause.left
    named: list[str] = []
    if who.basis == "who signed":
        # "a pact between Alba and Corvo was signed": the names stand in the subject
        named = _named_with(scene, number, *clause.subject)
    named += _named_with(scene, number, start, clause.right)
    if scene.low(clause.asked - 1) in {"with", "between"} and clause.parent >= 0:
        # "cooperation with Alba, with which a pact was signed"
        up = scene.who.get(clause.parent, NOBODY)
        above = scene.clauses[clause.parent]
        rows = [t.name for t in scene.tokens[above.left : clause.asked] if t.name and t.name.kind != "person"]
        rows = [n for n in rows if n.kind != "place"] or rows
        own = who.parties if who.sort in {"organisation", "region"} else up.parties
        own = own or memory.default().parties
        if rows and own:
            return merged(own, memory.credited(rows[-1]))
    own = memory.company if who.basis == "who signed" else who.parties
    parties = tuple(named) if who.basis == "who signed" and len(named) > 1 else merged(own, tuple(named))
    if group is not None and group.passive and group.lemma in _HANDS:
        parties = merged(parties, memory.company)
    if not parties and clause.how == "part" and number + 1 < len(scene.clauses):
        parties = memory.resolve(scene.tokens, scene.clauses[number + 1].subject).parties
    if len(parties) < 2 and who.sort not in {"organisation", "region"}:
        parties = merged(memory.company, parties) if parties or not memory.pair else memory.pair
    return parties


def find_scope(scene: Scene, number: int) -> Draft | None:
    """Return what the two sides say they will do together, in words."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or clause.say or not group.of("coop") or group.lemma in _VAGUE or scene.denied(number):
        return None
    words = [t.low for t in scene.tokens[clause.subject[0] : clause.subject[1]]]
    last = " ".join(words).split()[-1:] or [""]
    joint = (
        bool({"sides", "parties"} & set(last))
        or ("two" in " ".join(words).split() and last[0] in _JOINT)
        or (" ".join(words).split()[:1] == ["both"])
    )
    if not joint or any(t.quantity for t in scene.tokens[clause.left : clause.right]):
        return None
    before = scene.modality(number)
    if before not in {"planned", "aim", "expected"} and not (clause.parent >= 0 and before == "stated"):
        return None
    if (
        group.lemma in {"build", "set_up", "establish", "develop", "promote", "join"}
        or clause.right - group.end < 2
    ):
        return None
    span = (scene.opening(clause), clause.right)
    return draft(scene, number, "agreement", span, measure="scope of cooperation", modality="planned")
