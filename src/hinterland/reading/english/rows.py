"""Rows of those who act together: "by a consortium of Alba of Turin, the insurer Corvo and Delta, a unit of Eos"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.english import names_words as w
from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.names_people import OF_PEOPLE
from hinterland.reading.english.phrases import PAIR_WORDS
from hinterland.reading.english.who import NOBODY, Who
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Span
    from hinterland.reading.english.memory import Memory
    from hinterland.reading.english.tokens import Token
    from hinterland.reading.model import Name

_FIRMS = frozenset({"organisation", "government"})
COLLECTIVES = words(
    "consortium group venture company partnership alliance team union syndicate coalition grouping jv tie-up pool "
    "vehicle body club cooperation collaboration trio pair initiative"
)
_OF_MEMBERS = words("of between from by comprising grouping involving uniting including linking")
_MADE_OF = {
    ("made", "up"), ("consisting", "of"), ("composed", "of"), ("led", "by"), ("formed", "by"), ("owned", "by"),
    ("set", "up"), ("headed", "by"), ("founded", "by"), ("backed", "by"), ("run", "by"),
}  # fmt: skip
_PURSES = words("programme program fund funds budget facility scheme mechanism initiative coffers treasury")
_AROUND = words("around led headed comprising including")
_COUNTS = words("two three four five six both")
_MODIFIES = words("joint new special-purpose private public global local")
_TRAILING = words("itself themselves jointly together both each alone also too respectively separately")
_JOINS = frozenset({"and", "&", "or"})
_PLACING = words("in at near of from outside")
_STOPS = frozenset({";", ".", ":", "—", "–", "it", "they", "we", "he", "she"})
_FAR = 60
"""Words that a row may take."""


def row_of(memory: Memory, tokens: list[Token], span: Span) -> Who:
    """Return whom a row of noun phrases means; what is said of one between commas is no member.

    Parameters
    ----------
    memory
        Who was named before, for "the carmaker", "the consortium".
    tokens
        Those of the sentence.
    span
        Numbers of the first token of the row and of the token after it.
    """
    found = [who for _, who in _members(memory, tokens, span)]
    _keep_state(memory, found)
    who = together(found)
    if len(who.parties) > 1 and _inside_body(tokens, *span)[0] > span[0]:
        # "a joint company of Alba and Corvo": what "the joint company" means from here on
        memory.pair = who.parties
    return who


def subject_row(memory: Memory, tokens: list[Token], span: Span) -> Who:
    """Return whom a subject of several means that names nobody but them: "Alba of Turin and its partner Corvo"."""
    if not any(t.low in _JOINS | {",", "well"} for t in tokens[span[0] : span[1]]):
        return NOBODY
    if _role_before(tokens, span):
        # "their joint venture, Alba": the venture and those whose it is
        comma = next(i for i in range(*span) if tokens[i].low == ",")
        named = _members(memory, tokens, (comma + 1, span[1]))
        joint = any(t.low == "joint" for t in tokens[span[0] : comma])
        owners = Who(memory.pair, (), "organisation") if joint and memory.pair else NOBODY
        if len(named) == 1 and named[0][0] == 0 and named[0][1].sort == "organisation":
            return together([one for one in (named[0][1], owners) if one.parties])
    found = _members(memory, tokens, span)
    if len(found) < 2 or found[0][0] > 0 or any(_loose(who) for _, who in found):
        return NOBODY
    _keep_state(memory, [who for _, who in found])
    who = together([who for _, who in found])
    return who if len(who.parties) > 1 else NOBODY


def _loose(who: Who) -> bool:
    """Whether a member is no more than a common noun."""
    return who.sort == "agent" and "'s " not in who.parties[0]


def _role_before(tokens: list[Token], span: Span) -> bool:
    """Whether a subject is a role with its name behind a comma: "the buyer, Germany's Alba"."""
    comma = next((i for i in range(*span) if tokens[i].low == ","), span[1])
    first = tokens[span[0] : comma]
    owned = len(first) > 2 and first[0].kind == "N" and first[1].low in {"'s", "'"}
    opened = bool(first) and (first[0].low in v.DETERMINERS or owned)
    if comma == span[1]:
        return False
    if len(first) == 1 and first[0].name is not None and first[0].name.kind == "group":
        # "The lead investor, Turin's Alba"
        return first[0].name.head in nouns.ROLE_NOUNS | nouns.AGENTS and first[0].name.head != "venture"
    plain = opened and 1 < len(first) < 6 and all(t.kind == "w" for t in first[owned:])
    role = first[-1].low if first else ""
    return plain and (role in w.ROLES | nouns.ROLE_NOUNS | nouns.AGENTS or role.endswith(("er", "or")))


def _keep_state(memory: Memory, found: list[Who]) -> None:
    """Keep a state that acts beside firms as what "the state" means."""
    states = [one for one in found if one.sort == "region"]
    if states and len(states) < len(found):
        memory.region, memory.region_places = states[-1].parties, states[-1].places


def _members(memory: Memory, tokens: list[Token], span: Span) -> list[tuple[int, Who]]:
    """Return the members of a row, each with the number of its part."""
    start, end = _inside_body(tokens, *span)
    parts = _parts(tokens, start, end)
    found: list[tuple[int, Who]] = []
    owners: list[Who] | None = None
    for number, part in enumerate(parts):
        joined = tokens[part[0] - 1].low in _JOINS
        inner = _inside_body(tokens, *part)[0]
        if owners is not None and joined:
            # "Alba, a joint venture of Corvo and Delta": Delta is no third
            owners += filter(None, [_member(memory, tokens, part, False, None)])
            continue
        if found and not joined and inner > part[0]:
            owners = [*filter(None, [_member(memory, tokens, (inner, part[1]), False, None)])]
            continue
        _keep_owners(memory, owners)
        owners = None
        after = parts[number + 1] if number + 1 < len(parts) else None
        who = _member(memory, tokens, part, bool(found), after)
        if who is not None and who.parties:
            found.append((number, who))
    _keep_owners(memory, owners)
    return found


def _keep_owners(memory: Memory, owners: list[Who] | None) -> None:
    """Keep those whom a joint venture belongs to as "the partners"."""
    who = together([one for one in owners or () if one.parties])
    if len(who.parties) > 1:
        memory.pair = who.parties


def together(found: list[Who]) -> Who:
    """Return several who act as one."""
    if len(found) < 2:
        return found[0] if found else NOBODY
    parties = tuple(dict.fromkeys(p for one in found for p in one.parties))
    region = all(one.sort == "region" for one in found)
    places = tuple(dict.fromkeys(p for one in found for p in one.places)) if region else ()
    basis = next((one.basis for one in found if one.basis), "")
    return Who(parties, places, "region" if region else "organisation", found[-1].noun, basis)


def _inside_body(tokens: list[Token], start: int, end: int) -> Span:
    """Return where the members of a body stand: behind "a consortium of", "a joint company led by"."""
    for at in range(start, min(end, start + 6)):
        low = tokens[at].low
        if tokens[at].kind != "w":
            return start, end
        if low not in COLLECTIVES:
            continue
        one, two = (tokens[i].low if i < end else "" for i in (at + 1, at + 2))
        around = next((i for i in range(at + 1, min(end, at + 5)) if tokens[i].low in _AROUND), -1)
        if around > 0 and _names_any(tokens, around + 1, end):
            # "a group of investors around Alba"
            return around + 1 + (tokens[around + 1].low == "by"), end
        if one in _OF_MEMBERS and _names_any(tokens, at + 2, end):
            return at + 2, end
        if (one, two) in _MADE_OF and _names_any(tokens, at + 3, end):
            past = at + 3 + (at + 3 < end and tokens[at + 3].low in {"of", "by"})
            return past, end
        return start, end
    return start, end


def _names_any(tokens: list[Token], start: int, end: int) -> bool:
    """Whether more than a place stands in a stretch: "a company of Alba", not "a company in Oslo"."""
    return any(t.name and t.name.kind in _FIRMS for t in tokens[start : min(end, start + _FAR)])


def _parts(tokens: list[Token], start: int, end: int) -> list[Span]:
    """Cut a row at its commas, and at "and" where another noun phrase begins; brackets are left out."""
    cuts: list[Span] = []
    begin, at, depth = start, start, 0
    while at < end:
        token = tokens[at]
        if token.low == "as" and [t.low for t in tokens[at : at + 3]] == ["as", "well", "as"] and not depth:
            cuts.append((begin, at))
            begin = at = at + 3
            continue
        depth += (token.low == "(") - (token.low == ")")
        joins = token.low in _JOINS and token.kind in "wp" and _begins(tokens, at + 1, end)
        opens = token.low == "(" and depth == 1
        if opens or (not depth and (token.low in {",", ")"} or joins)):
            cuts.append((begin, at))
            begin = at + 1
        elif depth:
            begin = at + 1
        at += 1
    cuts.append((begin, end))
    return [(a, b) for a, b in cuts if a < b]


def _begins(tokens: list[Token], at: int, end: int) -> bool:
    """Whether a noun phrase of its own begins behind "and": a name, a determiner, a role with its name."""
    for i in range(at, min(end, at + 7)):
        token = tokens[i]
        if token.kind == "N":
            return True
        if token.kind != "w" or (token.low in v.PREPOSITIONS and i > at):
            return token.kind == "w" and tokens[i - 1].low in nouns.AGENTS
        if token.low in v.DETERMINERS or token.low == "by":
            return True
    last = tokens[min(end, at + 7) - 1] if at < end else None
    return last is not None and last.low in nouns.AGENTS


def _core(tokens: list[Token], start: int, end: int) -> list[Token]:
    """Return the words of a noun phrase before what hangs on it by a preposition, without the marks around it."""
    while start < end and (
        tokens[start].low in _JOINS | {"by", "both", "either", "then"} or tokens[start].kind == "p"
    ):
        start += 1
    found: list[Token] = []
    for token in tokens[start:end]:
        if token.kind == "w" and token.low in v.PREPOSITIONS and token.low != "'s":
            break
        if token.kind in "NQw":
            found.append(token)
    while found and found[-1].low in _TRAILING | _JOINS | {"by"}:
        found.pop()
    return found


def _member(memory: Memory, tokens: list[Token], part: Span, more: bool, after: Span | None) -> Who | None:
    """Return whom one part of a row names, None where it only says something of the one before."""
    core = _core(tokens, *part)
    if not core:
        return None
    name = core[-1].name
    if name is not None and name.kind != "person":
        alone = more and name.kind == "place" and tokens[part[0] - 1].low == ","
        # "Hesse, the state in which Kassel lies": said of the one before
        told = (
            more and name.kind == "group" and tokens[part[0] - 1].low == "," and len(core) < part[1] - part[0]
        )
        return None if alone or told else _of_name(memory, name)
    if core[-1].kind != "w" or any(t.kind == "Q" for t in core):
        return None
    if after is not None and _only_name(_core(tokens, *after)) and tokens[after[0] - 1].low == ",":
        # "its Chinese partner, Jinhu Bus": the name follows
        return None
    return _described(memory, tokens, part, core, more=more)


def _of_name(memory: Memory, name: Name) -> Who:
    """Return whom a name or a group means; one that was never met is what it is called: "the state grid operator"."""
    lows = name.text.split()
    if name.kind == "group" and name.head in nouns.ROLE_NOUNS and len(lows) > 2 and lows[0].lower() == "the":
        plain = [x for x in lows[1:-1] if x not in OF_PEOPLE and x not in _MODIFIES | _COUNTS]
        if plain and not memory.cast.meant(lows) and name.head not in COLLECTIVES:
            return Who((" ".join(lows[1:]),), (), "agent", name.head, "")
    return memory.of(name)


def _only_name(core: list[Token]) -> bool:
    name = core[-1].name if core else None
    plain = all(t.kind == "N" or t.low == "'s" for t in core)
    return plain and name is not None and name.kind == "organisation"


def _described(
    memory: Memory, tokens: list[Token], part: Span, core: list[Token], *, more: bool
) -> Who | None:
    """Return whom a common noun means: one named before, "the city of X", else those that the words say."""
    head = core[-1].low
    lows = [t.low for t in core]
    pair = memory.pair or memory.cast.both()
    if lows[0] == "the" and head in PAIR_WORDS and len(lows) < 4 and len(pair) > 1:
        return Who(pair, (), "organisation", head, "those named before")
    apposed = more and lows[0] in v.DETERMINERS and tokens[part[0] - 1].low == ","
    if head in nouns.GOVERNMENT_NOUNS:
        row = tokens[part[0] : part[1]]
        ruled = any(t.name for t in row) and any(t.low == "of" for t in row)
        # "the trade and industry ministry": a row of one part is no row, nor to be read as one again
        again = any(t.low in _JOINS | {","} for t in row)
        return None if again or (apposed and not ruled) else memory.resolve(tokens, part)
    owner = next((a.name for a, b in pairwise(core) if a.name and b.low == "'s"), None)
    if head in _PURSES and owner is not None:
        # "from the EU's defence programme"
        return memory.of(owner)
    meant = memory.cast.meant([t.raw for t in core])
    if meant and lows[0] in {"the", "this"}:
        return Who(meant, (), "organisation", head, "the one described so before")
    if apposed:
        return None
    told = more and tokens[part[0] - 1].low == ","
    literal = "" if told else _literal(core, head)
    if literal:
        return Who((literal,), (), "agent", head, "")
    if (
        head in nouns.AGENTS
        and not any(t.name for t in core)
        and (head.endswith("s") or lows[0] in v.DETERMINERS)
    ):
        return Who((" ".join(t.raw for t in core if t.low not in v.DETERMINERS),), (), "agent", head, "")
    return None


def _literal(core: list[Token], head: str) -> str:
    """Return an institution that is only called by what it is and where: "Lyon's hospital trust"."""
    placed = (
        len(core) > 2 and core[0].name is not None and core[0].name.kind == "place" and core[1].low == "'s"
    )
    if not placed or head not in nouns.AGENTS or any(t.name for t in core[1:]):
        return ""
    return f"{core[0].raw}'s " + " ".join(t.raw for t in core[2:])


def row_end(tokens: list[Token], start: int, stop: int) -> int:
    """Return where a row of agents ends: before what says where, when and for what they act."""
    at, stop = start, min(stop, start + _FAR)
    while at < stop:
        token = tokens[at]
        if token.low in _STOPS or token.kind == "W":
            return at
        listed = token.low == "and" and at + 1 < stop and tokens[at + 1].kind == "Q"
        if listed or (token.kind == "w" and token.low in v.RELATIVES):
            return at - (tokens[at - 1].low == ",")
        if (
            token.kind == "w"
            and token.low in v.PREPOSITIONS - {"of", "between", "by", "around"}
            and at > start
        ):
            past = _place_past(tokens, at, stop)
            if not past:
                return at - (tokens[at - 1].low == ",")
            at = past
            continue
        at += 1
    return stop


def _place_past(tokens: list[Token], at: int, stop: int) -> int:
    """Return the token behind "in Turin" where the row goes on from there, 0 where it does not."""
    i = at + 1 + (at + 1 < stop and tokens[at + 1].low in v.DETERMINERS)
    place = i < stop and tokens[i].name is not None and tokens[i].name.kind == "place"  # type: ignore[union-attr]
    shared = tokens[at].low == "with" and i < stop and tokens[i].kind == "Q"
    placed = tokens[at].low in _PLACING and place
    if not (placed or shared) or i + 1 >= stop:
        return 0
    return i + 1 if tokens[i + 1].low in {",", "and"} and _begins(tokens, i + 2, stop) else 0
