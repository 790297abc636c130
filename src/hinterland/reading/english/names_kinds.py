"""What a capitalised run names, by its words and its neighbours: an organisation, a government, a place, a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.reading.english import names_words as w
from hinterland.reading.english.names_people import of_people
from hinterland.reading.gazetteer import find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.english.names_runs import Run, Token
    from hinterland.reading.gazetteer import Place
    from hinterland.reading.model import NameKind

LARGE = 1_000_000
_GOVERNING = w.words("kinds_governing")
_FRONT_FORMS = w.words("kinds_front_forms")
_NO_FRONTS = w.words("kinds_no_fronts")
_LAKES = w.words("kinds_lakes")
_BOUGHT = w.words("kinds_bought")
_STAFF = w.words("kinds_staff")
_PARTS = w.words("kinds_parts")
_OWNED = w.words("kinds_owned")
_SITES = w.words("kinds_sites")
_COMMON = w.TITLES | w.GOVERNMENT | w.INSTITUTIONS | w.PLACE_ENDS | w.COMPANY_ENDS | w.NOT_NAME_ENDS
_BOARDS = frozenset({"Directors", "Governors", "Trustees", "Management", "Supervisors", "Managers"})
_LIES = frozenset({"lies", "sits"})
_LISTS = frozenset({",", "and", "with", "including", "between", "from", "to"})
_NAMED_AFTER = w.words("kinds_named_after_places")
_SPEAKS = w.words("kinds_speaks")
_MADE = w.words("kinds_made")
_IN = w.words("kinds_in")
_SOFT = w.words("kinds_soft")
_ENDS_TOO = frozenset({"Projects", "Contracts", "Standard"})


@dataclass(slots=True)
class Votes:
    """How often a name's neighbours speak for an organisation, a place, a person."""

    organisation: float = 0.0
    place: float = 0.0
    person: float = 0.0
    listed: bool = False
    """Whether it stands in a list or beside a partner, as firms do more often than persons."""
    spoken: bool = False


@dataclass(slots=True)
class Evidence:
    """What the whole text says of its names."""

    votes: dict[str, Votes] = field(default_factory=dict)
    kinds: dict[str, NameKind] = field(default_factory=dict)
    """Names whose words or neighbours settle what they are, their short forms included."""

    common: set[str] = field(default_factory=set)
    """Words that the text has in small letters, for a capital that only begins a line."""

    def known(self, surface: str) -> bool:
        """Whether the text says elsewhere what a name is."""
        return surface in self.kinds or self.of(surface).organisation > 0

    def of(self, surface: str) -> Votes:
        """Return the votes of a name."""
        return self.votes.setdefault(surface, Votes())


def words_of(tokens: Sequence[Token], run: Run) -> list[str]:
    """Return the words of a run."""
    return [t.text for t in tokens[run.first : run.last + 1]]


def vote(tokens: Sequence[Token], run: Run, votes: Votes) -> None:
    """Count what stands before and after a run."""
    _vote_before(tokens, run, votes)
    after = tokens[run.last + 1] if run.last + 1 < len(tokens) else None
    if after is None:
        return
    if tokens[run.last].poss:
        votes.organisation += 0.5 * (after.low in _OWNED)
    elif after.text == ",":
        _vote_comma(tokens, run.last + 2, votes)
    elif after.text == "(" and run.last + 3 < len(tokens) and tokens[run.last + 3].text == ")":
        near = any(p.kind in {"country", "region"} for p in find(tokens[run.last + 2].text))
        acts = run.last + 4 < len(tokens) and tokens[run.last + 4].low in w.ORG_VERBS
        votes.place += 0.75 * (near and not acts)
    elif after.low in _SITES and find(" ".join(words_of(tokens, run))):
        votes.place += 1.5
    elif _of_the_land(tokens, run):
        votes.place += 0.5
    else:
        _vote_verb(tokens, run, after, votes)


def _of_the_land(tokens: Sequence[Token], run: Run) -> bool:
    """Whether works are named by a run that are called after where they lie: "Cerro Pelado copper mine"."""
    one, *more = tokens[run.last + 1 : run.last + 3]
    if not (one.joined and one.text.islower()) or one.low in w.STOP:
        return False
    before = tokens[run.first - 1].low if run.first else ""
    if one.low in _SITES and before in {"its", "their", "our"}:
        return all(t.text[1:].islower() and t.text not in _COMMON for t in tokens[run.first : run.last + 1])
    if one.low in _SITES and before in {"the", "this"} and run.first == run.last:
        return tokens[run.first].text[1:].islower()
    return one.low in _NAMED_AFTER or any(t.joined and t.low in _NAMED_AFTER for t in more)


def _vote_verb(tokens: Sequence[Token], run: Run, after: Token, votes: Votes) -> None:
    """Count the verb that follows: who signs, employs or produces is no place."""
    low = after.low
    office = [t.low for t in tokens[run.last + 2 : run.last + 5]]
    if (
        low in {"is", "was"}
        and run.last > run.first
        and {"executive", "chairman", "director", "founder"} & set(office)
    ):
        # "Lena Ott is chief executive of"
        votes.person += 2
    elif low in {"was", "is", "were"} and after is not tokens[-1]:
        votes.organisation += 1 if tokens[run.last + 2].low in _MADE else 0.25
    elif low in w.STRONG_VERBS:
        votes.organisation += 1
        votes.spoken |= low in {"said", "says", "told", "added"}
    elif low in _LIES:
        votes.place += 1
    elif low in _SPEAKS:
        votes.spoken = True
    elif low in w.ORG_VERBS or low.endswith("ed"):
        votes.organisation += 0.25
    elif low in {"shares", "and"}:
        votes.organisation += tokens[run.last].text in w.FIRMS


_PICKED = frozenset({"picked", "chosen", "chose", "selected", "picks", "chooses", "choosing", "picking"})


def _vote_before(tokens: Sequence[Token], run: Run, votes: Votes) -> None:
    before = [t.low for t in tokens[max(0, run.first - 3) : run.first]]
    if not before:
        return
    one, two = before[-1], before[-2] if len(before) > 1 else ""
    votes.listed |= one in _LISTS
    if one in w.ROLES:
        votes.organisation += 3
    elif one in _IN:
        votes.organisation += 1.5 * (two in _BOUGHT)
        votes.place += 0.0 if two in _BOUGHT else 0.5 if two.startswith("invest") else 1.5
    elif one == "at":
        votes.organisation += 1.0 * (two in _STAFF)
        votes.place += 0.5 * (two not in _STAFF)
    elif one in _PICKED and run.first == run.last and tokens[run.last + 1 : run.last + 2]:
        # "has picked Sacheon for the plant"
        votes.place += 1.0 * (tokens[run.last + 1].low in {"for", "as"})
    elif one == "the":
        # "on the Maasvlakte"
        rare = run.first == run.last and not w.everyday(tokens[run.first].low)
        votes.place += 0.75 * (rare and two in {"on", "in"})
    elif one == "of" and two in _PARTS:
        votes.place += 2
    elif one in {",", "and"} and two:
        (_vote_apposed if one == "," else _vote_listed)(tokens, run, votes)
    elif one in w.TITLE_TAILS and one not in {"executive", "deputy", "head", "leader", "king", "chair"}:
        votes.person += 2
    else:
        votes.organisation += 0.5 * (one in {"with", "by", "between"})
        votes.place += 0.25 * (one in {"to", "from"})


def _vote_listed(tokens: Sequence[Token], run: Run, votes: Votes) -> None:
    """Count a list of places that it ends or goes on: "mills in Luleå and X"."""
    closed = run.last + 1 >= len(tokens) or tokens[run.last + 1].text in {",", ".", "and", "or", ";", ")"}
    if not closed or not find(tokens[run.first - 2].text):
        return
    for at in range(run.first - 2, max(-1, run.first - 12), -1):
        token = tokens[at]
        if token.text in {"in", "near", "outside", "across"}:
            votes.place += 0.75
        if not (token.cap or token.text in {",", "and", "or"}):
            return


def _among_places(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a run stands in the middle of a list that begins with "in": "in Kitui, X and Busia"."""
    rest = tokens[run.last + 1 : run.last + 3]
    if (
        len(rest) < 2
        or rest[0].text not in {",", "and", "or"}
        or not (rest[1].cap or rest[1].low in {"and", "or"})
    ):
        return False
    for at in range(run.first - 2, max(-1, run.first - 10), -1):
        token = tokens[at]
        if not (token.cap or token.text == ","):
            return token.text in {"in", "across", "near", "outside"}
    return False


def _vote_apposed(tokens: Sequence[Token], run: Run, votes: Votes) -> None:
    """Count what stands before a comma: "Austin, Tex.", "the mayor of Sines, Nuno ...,"."""
    words = words_of(tokens, run)
    votes.place += 0.75 * _among_places(tokens, run)
    if run.first > 1 and tokens[run.first - 2].cap and len(words) == 1:
        votes.place += 0.5 * any(p.kind == "region" for p in find(words[0]))
    closed = run.last + 1 < len(tokens) and tokens[run.last + 1].text == ","
    if closed and 2 <= len(words) <= 3:
        votes.person += 1.5 * any(t.low in w.TITLE_TAILS for t in tokens[max(0, run.first - 6) : run.first])


def _vote_comma(tokens: Sequence[Token], at: int, votes: Votes) -> None:
    """Count what follows a comma: a region or country, or a person's office."""
    rest = tokens[at : at + 7]
    if rest and rest[0].cap:
        name = rest[0].text
        two = f"{name} {rest[1].text}" if len(rest) > 1 and rest[1].cap else name
        if any(p.kind in {"country", "region"} for p in (*find(name), *find(two))):
            votes.place += 1 * (not rest[0].poss)
            votes.organisation += 1 * rest[0].poss
        votes.place += 1.5 * (name == "Co." and len(rest) > 1 and rest[1].cap)
        if name in w.TITLES and not any(t.text in w.PLACE_ENDS for t in rest[1:3]):
            votes.person += 2
        return
    for token in rest:
        if not token.text[0].isalpha() or token.low in {"which", "who", "said", "will", "where"}:
            break
        if token.low in w.TITLE_TAILS:
            votes.person += 2
            break
        if token.low in w.ROLES and token.low not in {"bank", "university"}:
            if token is rest[0] or rest[0].low in {"a", "an", "one", "the"}:
                votes.organisation += 1
            break


_SHOUTED = (
    w.MEDIA_ENDS
    | w.COMPANY_ENDS
    | w.COMPANY_WORDS
    | w.INSTITUTIONS
    | w.GOVERNMENT
    | w.PLACE_ENDS
    | w.NOT_NAME_ENDS
)


def _spoken(words: Sequence[str]) -> Sequence[str]:
    """Return the words of a name in capitals as they are usually written: LIMITED, BANK, ZONE."""
    if len(words) < 2 or not all(x.isupper() or not x.isalpha() for x in words):
        return words
    return [x.title() if x.title() in _SHOUTED and len(x) > 2 else "Ltd" if x == "LTD" else x for x in words]


def kind_of_words(words: Sequence[str]) -> tuple[NameKind | None, str]:
    """Return what the words of a run say of its kind, and the word that says so; ("", "none") where it is no name."""
    words = _spoken(words)
    last, joined = words[-1], " ".join(words)
    if len(words) == 1:
        if last in w.MEDIA:
            return "organisation", "media"
        return None, ("none" if last in w.NOT_NAMES else "")
    if joined in w.MEDIA or last in w.MEDIA_ENDS or joined.endswith("News Agency") or words[0] in w.MEDIA:
        return "organisation", "media"
    if words[0] == "Board" and last in _BOARDS:
        return None, "none"
    if words[0] in w.GOVERNMENT and words[1] in {"of", "for", "on"}:
        return "government", words[0].lower()
    if (
        words[0] in _FRONT_FORMS
        or (last in w.COMPANY_ENDS and last not in {"AD", "SA", "Private"})
        or last in {"SA", "AD"}
    ):
        return "organisation", last.lower().strip(".")
    if words[0] in _NO_FRONTS or last in w.NOT_NAME_ENDS:
        return None, "none"
    if last == "Board" and words[0] in {"Management", "Supervisory", "Executive", "Advisory"}:
        return None, "none"
    if any(x in _GOVERNING for x in words) or last in w.GOVERNMENT_HEADS or last == "Board":
        return "government", next((x for x in words if x in _GOVERNING), last).lower()
    return _kind_of_heads(words, last)


def _kind_of_heads(words: Sequence[str], last: str) -> tuple[NameKind | None, str]:
    if (words[0] in w.PLACE_OF and words[1] == "of") or (words[0] in _LAKES and last not in w.COMPANY_WORDS):
        return "place", words[0].lower()
    if any(x in w.COMPANY_ENDS for x in words[1:]):
        return "organisation", next(x for x in words[1:] if x in w.COMPANY_ENDS).lower().strip(".")
    if last in w.PLACE_ENDS:
        return "place", last.lower()
    heads = [x for x in words if x in w.INSTITUTIONS]
    if heads:
        return "organisation", heads[-1].lower()
    if last in w.COMPANY_WORDS:
        return "organisation", last.lower()
    return None, ""


def place_of(words: Sequence[str]) -> tuple[Place, ...]:
    """Return the places of the gazetteer that a run names, as a whole or word by word ("Shanghai Lingang")."""
    joined = " ".join(words)
    found = find(joined)
    if found or len(words) not in {2, 3, 4}:
        return found
    for cut in range(1, len(words)):
        outer, inner = find(" ".join(words[:cut])), find(" ".join(words[cut:]))
        if outer and inner and not (outer[0].ambiguous or inner[0].ambiguous) and _inside(inner, outer):
            return inner
    return ()


def _inside(inner: Sequence[Place], outer: Sequence[Place]) -> bool:
    order = {"country": 0, "region": 1, "city": 2, "district": 3}
    return any(i.country == o.country and order[o.kind] < order[i.kind] for i in inner for o in outer)


def decide(words: Sequence[str], evidence: Evidence, initial: bool) -> tuple[NameKind | None, str]:
    """Return what a run names and its head; None where it is no name.

    Parameters
    ----------
    words
        The words of the run.
    evidence
        Votes and settled kinds of the whole text.
    initial
        Whether it stands where every first word has a capital.
    """
    joined = " ".join(words)
    if of_people(joined):
        return None, ""
    votes = evidence.of(joined)
    sure = len(words) == 1 and joined.isupper() and votes.organisation >= 3
    kind, head = (None, "") if sure else kind_of_words(words)
    if (
        kind == "place"
        and words[-1] in _SOFT
        and votes.organisation >= 1
        and not votes.place
        and not find(joined)
    ):
        return "organisation", head
    if kind or head:
        # "the contractor Satakunta Projects"
        firm = words[-1] in _ENDS_TOO and votes.organisation >= 3 and len(words) > 1
        return ("organisation", "") if firm else (kind, head)
    if votes.person and votes.person > votes.organisation and len(words) <= 3:
        return "person", ""
    if settled := evidence.kinds.get(joined):
        return settled, ""
    places = place_of(words)
    if places and _is_place(places, votes):
        return "place", "city" if words[-1] == "City" else places[0].kind
    named = 2 <= len(words) <= 3 and words[0] in w.GIVEN and votes.organisation < 3
    if named and (votes.spoken or not votes.listed):
        return "person", ""
    plain = initial and len(words) == 1 and w.everyday(joined)
    if votes.place > votes.organisation and votes.place >= 0.5 and not plain:
        return "place", ""
    if len(words) == 1:
        return _single(words[0], initial, votes, evidence), ""
    return "organisation", ""


def _is_place(places: Sequence[Place], votes: Votes) -> bool:
    """Whether a name of the gazetteer means the place here, not a firm or a word that is written alike."""
    best = places[0]
    if all(p.ambiguous for p in places):
        return votes.place >= 0.5 and votes.place >= votes.organisation
    if best.kind in {"country", "region"} or best.population >= LARGE:
        return votes.organisation < 3
    return votes.place >= 0.25 or votes.organisation < 1


def _single(word: str, initial: bool, votes: Votes, evidence: Evidence) -> NameKind | None:
    """Return whether one capitalised word names an organisation."""
    shouted = word.isupper() and len(word) > 3 and w.everyday(word)
    if initial and (shouted or (word[1:].islower() and word.lower() in evidence.common)):
        return None
    if any(c.isupper() for c in word[1:]):
        return "organisation"
    if word in w.FIRMS and (not initial or votes.organisation):
        return "organisation"
    if initial and (w.everyday(word) or (w.composed(word) and votes.organisation < 0.5)):
        return None
    return None if word in _COMMON else "organisation"
