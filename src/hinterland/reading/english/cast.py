"""How those in a text were introduced, for "the carmaker", "the Swedes", "the latter", "the three"."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from hinterland.reading.english import names_words as w
from hinterland.reading.english import verbs as v
from hinterland.reading.english.names_people import OF_PEOPLE
from hinterland.reading.english.who import NOBODY, Who
from hinterland.reading.gazetteer.places import find
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.english.tokens import Token

_ALIKE = [
    frozenset(row.split())
    for row in (
        "maker manufacturer producer builder makers",
        "startup start-up",
        "car auto automotive vehicle vehicles motor motors automobile cars autos mobility",
        "chip semiconductor semiconductors micro microelectronics chips semi foundry wafer",
        "drug pharma pharmaceutical pharmaceuticals biotech medicine drugs vaccine",
        "plane aircraft aerospace aviation planes",
        "ship shipbuilding shipyard marine yard vessel ships shipbuilder",
        "bank lender",
        "utility power electricity energy",
        "insurer insurance assurance life",
        "retailer grocer supermarket stores retail retailing",
        "miner mining mines minerals mine",
        "brewer brewery brewing beer",
        "tyre tire tyres tires rubber",
        "airline airways airlines carrier",
        "refiner refinery refining oil petroleum",
        "chemical chemicals chem",
        "textile garment clothing apparel textiles garments clothes denim",
        "train rail rolling-stock railway trains",
        "bus buses",
        "battery batteries cell cells",
        "steel stahl steelmaker",
        "paper pulp packaging",
        "food foods dairy",
        "university college institute",
        "fund capital investor investment",
    )
]
_BODIES = words(
    "cooperative co-operative association union foundation trust university college start-up startup"
)
_GENERIC = words("company firm group side business enterprise giant unit corporation people party")
_MAKING = words("maker manufacturer producer builder makers supplier")
_BESIDE = words("partner investor shareholder owner parent ally supplier customer")
_DEALS = {
    "buy": "buyer owner acquirer purchaser", "acquire": "buyer owner acquirer purchaser",
    "take_over": "buyer owner acquirer purchaser", "purchase": "buyer owner acquirer purchaser",
    "sell": "seller vendor", "lend": "lender bank",
}  # fmt: skip
_ENDS = ("maker", "builder")
_STOPS = v.DETERMINERS | v.PREPOSITIONS | v.RELATIVES | v.MODALS.keys() | v.BE | v.HAVE | {"and", "or", "but"}
_APPOSED = words("a an the one its")
_FIRMS = frozenset({"organisation", "government"})
_MOST = 200
"""Names that are looked through: whom a text means by a role, it has named not long before."""
_FAR = 10
"""Words that an introduction may take."""


@dataclass(slots=True)
class Introduced:
    """What the text has said of one: words that describe it, countries that it is of."""

    words: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Cast:
    """Those whom a text has introduced, the last one last.

    Attributes
    ----------
    met
        What each was introduced as.
    row
        Those of the last sentence that named more than one, in order, for "the former" and "the latter".
    sayer
        Who said the last sentence, where it was said that somebody did.
    roles
        Who bought, sold or lent, for "the new owner", "the seller", "the lender".
    owners
        Who holds the shares of the firm that is talked of.
    acts, acted
        Whether somebody acts in this sentence, and in the last.
    """

    met: dict[str, Introduced] = field(default_factory=dict)
    row: tuple[str, ...] = ()
    sayer: Who = NOBODY
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    owners: tuple[str, ...] = ()
    acts: bool = False
    acted: bool = False

    def introduce(self, tokens: Sequence[Token], at: int, party: str) -> None:
        """Keep what stands beside a name: "the Swedish truck maker X of Lund, a supplier of engines"."""
        old = self.met.pop(party, Introduced())
        self.met[party] = old
        old.words |= {x.strip(".,").lower() for x in party.split()}
        _before(tokens, at, old)
        _after(tokens, at + 1, old)

    def deal(self, lemma: str, parties: tuple[str, ...]) -> None:
        """Keep who bought or sold something as "the new owner", "the seller"."""
        for role in _DEALS.get(lemma, "").split() if parties else ():
            self.roles[role] = parties

    def both(self) -> tuple[str, ...]:
        """Return the two of the last sentence that named two, for "the two"."""
        return self.row if len(self.row) == 2 else ()

    def of_land(self, raws: Sequence[str]) -> tuple[str, ...]:
        """Return whom "its Chilean partner" means, by the country that it is of."""
        named = any(x in OF_PEOPLE for x in raws) and raws[-1].lower() in _BESIDE
        return self.meant(raws) if named else ()

    def meant(self, raws: Sequence[str]) -> tuple[str, ...]:
        """Return whom "the Finnish tyre maker", "the Swedes", "the latter" means; nobody where it is not sure."""
        lows = [
            x.lower() for x in raws if x.lower() not in v.DETERMINERS | v.POSSESSIVES and x not in {"'s", "'"}
        ]
        if not lows:
            return ()
        role = lows[-2] if lows[-1] == "company" and len(lows) > 1 else lows[-1]
        if role in self.roles:
            return self.roles[role]
        if lows[-1] in {"latter", "former"}:
            return self.row[-1:] if lows[-1] == "latter" else self.row[:1]
        last = raws[-1]
        if not (
            lows[-1] in w.ROLES | _BODIES
            or lows[-1].endswith(_ENDS)
            or last in OF_PEOPLE
            or lows[-1] in _GENERIC | _BESIDE
        ):
            return ()
        codes = {OF_PEOPLE[x] for x in raws if x in OF_PEOPLE}
        asked = [y for x in raws for y in _split(x.lower()) if x not in OF_PEOPLE and x.lower() in lows]
        asked = [x for x in asked if x not in _GENERIC]
        asked = [x for x in asked if x not in _MAKING] or asked
        if codes:
            asked = [x for x in asked if x not in _BESIDE]
        if not codes and not asked:
            return ()
        lately = islice(reversed(self.met.items()), _MOST)
        fitting = next((p for p, one in lately if _fits(one, codes, asked)), "")
        return (fitting,) if fitting else ()


def _fits(one: Introduced, codes: set[str], asked: Sequence[str]) -> bool:
    """Whether all that is asked was said of one before."""
    return codes <= one.countries and all(any(alike(x, y) for y in one.words) for x in asked)


def alike(one: str, other: str) -> bool:
    """Whether two words say the same of a firm: "carmaker" and "cars", "producer" and "maker"."""
    if one == other or one.rstrip("s") == other.rstrip("s"):
        return True
    return any(one in row and other in row for row in _ALIKE)


def _split(word: str) -> tuple[str, ...]:
    """Return the parts of "carmaker", "tyre-maker"."""
    for end in _ENDS:
        if word.endswith(end) and len(word) > len(end) + 2:
            return word.removesuffix(end).rstrip("-"), end
    return (word,)


def _keep(token: Token, old: Introduced) -> bool:
    """Keep a word of an introduction; return whether it says what somebody is."""
    raw = token.raw
    if raw in OF_PEOPLE:
        old.countries.add(OF_PEOPLE[raw])
        return True
    old.words.update(_split(token.low))
    return token.low in w.ROLES | _BODIES or token.low.endswith(_ENDS)


def _before(tokens: Sequence[Token], at: int, old: Introduced) -> None:
    """Take the words before a name where they are its roles: "Turkish tyre maker X", "Greece's X"."""
    start = at
    while (
        start > 0
        and at - start < 6
        and tokens[start - 1].kind == "w"
        and tokens[start - 1].low not in _STOPS | {"'s"}
    ):
        start -= 1
    new = Introduced()
    told = [_keep(t, new) for t in tokens[start:at]]
    if any(told):
        old.words |= new.words
        old.countries |= new.countries
    if start > 1 and tokens[start - 1].low == "'s":
        old.countries |= _countries(tokens[start - 2])


def _countries(token: Token) -> set[str]:
    """Return the country of a place."""
    if token.name is None or token.name.kind != "place":
        return set()
    return {p.country for x in (token.name.text, *token.name.within) for p in find(x)[:1]}


def _after(tokens: Sequence[Token], at: int, old: Introduced) -> None:
    """Take what follows a name: "of Japan", ", a Swedish maker of engines", "is a supplier of"."""
    first = tokens[at].low if at < len(tokens) else ""
    two = tokens[at + 1] if at + 1 < len(tokens) else None
    if first in {"of", "from", "("} and two is not None:
        old.countries |= _countries(two)
        return
    if first == "," and two is not None and two.name is not None and two.name.kind == "group":
        # "Alba, the joint venture that plans"
        old.words.update(y for x in two.name.text.lower().split()[1:] for y in _split(x))
        return
    owned = two is not None and at + 2 < len(tokens) and tokens[at + 2].low == "'s"
    if two is None or not (two.low in _APPOSED or owned) or first not in {",", "is", "was"}:
        return
    # "Alba, Italy's largest maker of vans"
    new, told = Introduced(set(), _countries(two) if owned else set()), False
    for token in tokens[at + 2 : at + 2 + _FAR]:
        if token.kind == "N" and token.name and token.name.kind in _FIRMS:
            break
        if token.kind == "p" or token.low in v.RELATIVES or token.low in v.MODALS or token.low in v.HAVE:
            break
        if token.kind == "w" and token.low not in _STOPS:
            told = _keep(token, new) or told
        new.countries |= _countries(token)
    if told:
        old.words |= new.words
        old.countries |= new.countries
