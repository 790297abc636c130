"""Who and what is being talked of: names said before, for "the company", "it", "the two sides", "the plant"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.heads import (
    BODIES,
    BODIES_SHORT,
    COUNTRY,
    GENERIC_THINGS,
    KIN,
    OFFICES,
    ORGANS,
    REGION_WORDS,
    STAFF,
    WHOLES,
    WIDE,
)
from hinterland.reading.english.phrases import HERE, PAIR_WORDS, head_of, owns, phrase_of
from hinterland.reading.english.places import level_of, merged, place_of, places_in
from hinterland.reading.english.who import NOBODY, Items, Who
from hinterland.reading.gazetteer.places import find

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Span
    from hinterland.reading.english.tokens import Token
    from hinterland.reading.model import Name, When


class Memory:
    """What the text has talked of so far."""

    def __init__(self) -> None:
        self.company: tuple[str, ...] = ()
        self.pair: tuple[str, ...] = ()
        self.fallback: tuple[str, ...] = ()
        self.lands: dict[str, tuple[str, ...]] = {}
        self.principal = NOBODY
        self.principals: set[str] = set()
        self.plan = False
        self.titled = False
        self.met = False
        self.principal_at = 0
        self.aside = False
        self.approver = NOBODY
        self.places_paragraph = -1
        self.home: tuple[str, ...] = ()
        self.subject_paragraph = -1
        self.region: tuple[str, ...] = ()
        self.region_places: tuple[str, ...] = ()
        self.country = ""
        self.items: Items | None = None
        self.paragraph = -1
        self.context: dict[str, When] = {}
        self.gathering: When | None = None
        self.figure: tuple[int, str, When] | None = None
        self.report = False
        self.period: When | None = None
        self.subject = NOBODY
        self.things: dict[str, Who] = {}
        self.thing = NOBODY
        self.main = NOBODY
        self.places: tuple[str, ...] = ()
        self.full: dict[str, str] = {}
        self.last_when: When | None = None

    # -- names

    def known_as(self, name: Name) -> str:
        """Return the fullest form that the text has used for an organisation so far."""
        text = name.text
        if name.kind not in {"organisation", "government"}:
            return text
        if text in self.full:
            return self.full[text]
        for long in self.full.values():
            if find(long[len(text) + 1 :]):
                # "Nio China" is another than "Nio"
                continue
            if long.startswith(text + " ") or (" " in long and text in long.split()[:2] and len(text) > 3):
                self.full[text] = long
                return long
        self.full[text] = text
        return text

    def credit(self, who: Who) -> None:
        """Keep who acted, for the pronouns that follow."""
        self.aside = False
        if who.sort == "organisation" and who.parties:
            self.company = tuple(p for p in who.parties if p not in self.region) or who.parties
            if len(who.parties) > 1:
                self.pair = who.parties
        elif who.sort == "region" and who.parties:
            self.region, self.region_places = who.parties, who.places
            self.keep_land(who.places)
        if who.sort not in {"other", "agent"} or (who.parties and who.sort != "agent"):
            self.subject, self.subject_paragraph = who, self.paragraph

    def keep_land(self, places: tuple[str, ...], *, weak: bool = False) -> None:
        """Keep a city, province or country as what "the city", "the province" means from here on.

        A `weak` mention, one in passing, counts only where none was made before.
        """
        for i, place in enumerate(places):
            level = level_of(place)
            if level and not (weak and level in self.lands):
                self.lands[level] = places[i:]
            for other in (*find(place), *(find(place.replace(" ", "").capitalize()) if " " in place else ())):
                # Hai Phong is a municipality: a region and a city
                self.lands.setdefault(other.kind, places[i:])

    def land(self, words: list[str], last: str) -> Who:
        """Return which place "the city" or "the provincial government" means."""
        wanted = level_of(" ".join(w for w in words if w in {"provincial", "municipal", "regional"}) or last)
        here = self.region_places[:1]
        if wanted and here and level_of(here[0]) == wanted:
            return Who(self.region, self.region_places, "region", last, "the place named before")
        found = self.lands.get(wanted, ())
        if found:
            return Who(found[:1], found, "region", last, "the place named before")
        places = self.region_places or self.principal.places
        parties = self.region or (self.principal.parties if self.principal.sort == "region" else ())
        return Who(parties, places, "region", last, "the place named before")

    def short(self, last: str) -> Who:
        """Return the body that "the Authority" stands for: the last full name with that word."""
        for long in reversed(list(self.full.values())):
            if last in long.lower().split():
                return Who((long,), (), "organisation", last, "the body named before")
        return NOBODY

    def keep_thing(self, noun: str, parties: tuple[str, ...], places: tuple[str, ...]) -> None:
        """Keep a plant or fund that was talked of."""
        old = self.things.get(noun)
        if old and not places:
            places = old.places
        if not places and parties == self.thing.parties:
            places = self.thing.places
        self.thing = Who(parties, places, "thing", noun, "the thing named before")
        self.things[noun] = self.thing
        if places and not self.main.places and (not self.principals or self.principals & set(parties)):
            self.main = self.thing

    def thing_of(self, noun: str) -> Who:
        """Return the thing that "the plant" means."""
        found = self.things.get(noun) or self.things.get(noun.rstrip("s"))
        if found is None and noun in WHOLES and self.main.parties == self.thing.parties and self.main.parties:
            return replace(self.main, noun=noun)
        return found or replace(self.thing, noun=noun)

    # -- noun phrases

    def resolve(self, tokens: list[Token], span: Span) -> Who:
        """Return whom the words of a subject mean."""
        phrase = phrase_of(tokens, span)
        if not phrase:
            return NOBODY
        head, at = head_of(phrase)
        names = [(i, t.name) for i, t in enumerate(phrase) if t.name]
        places = places_in(phrase, 0, len(phrase))
        who = self._by_names(phrase, names, head, at)
        if who is None:
            who = self._by_words(phrase, head)
        if not who.parties and who.sort == "agent":
            words = [t.raw for t in phrase if t.low not in v.DETERMINERS]
            who = replace(who, parties=(" ".join(words),))
        if any(t.low in HERE - {"site"} for t in phrase):
            places = merged(places, self.places)
        if len(phrase) == 1 and phrase[0].low in {"it", "this", "that", "which"}:
            head = who.noun
        own = who.places if not places or who.sort == "region" else ()
        return replace(who, places=merged(own, places), noun=head)

    def _by_names(self, phrase: list[Token], names: list[tuple[int, Name]], head: str, at: int) -> Who | None:
        """Return whom the phrase means by a name at its head, or one that owns its head."""
        if head in REGION_WORDS and phrase[at].name is None:
            # "China's eastern city of Hefei": the place after "of"
            ruled = next(
                (n for i, n in names if i > at and phrase[i - 1].low == "of" and n.kind == "place"), None
            )
            if ruled is not None:
                beside = [n for i, n in names if i < at and not owns(phrase, i) and n.kind != "group"]
                return self._named([*beside, ruled], joined=True)
        main = [(i, n) for i, n in names if i <= at or self._joined(phrase, i)]
        rivals = [
            (i, n) for i, n in main if i + 2 <= at and phrase[i + 1].low in KIN and phrase[i + 2].kind == "N"
        ]
        # "Resonac rival Kyosho": Kyosho alone
        main = [row for row in main if row not in rivals]
        members = [n for i, n in names if n.kind == "organisation" and not owns(phrase, i)]
        if head in BODIES and len(members) > 1:
            return self._named(members)
        if not main:
            return self._by_inner(phrase, names, head)
        if (
            phrase[0].low in v.POSSESSIVES
            and phrase[at].name is None
            and all(n.kind == "place" for _, n in main)
        ):
            # "its Asia-Pacific sales": the place is where, not whose
            return replace(self._by_words(phrase, head), places=place_of(main[0][1]))
        heads = [(i, n) for i, n in main if not owns(phrase, i)]
        if heads and phrase[at].name:
            return self._named([n for _, n in heads], joined=True)
        owners = [n for i, n in main if owns(phrase, i)] or [n for i, n in main]
        who = self._named(owners)
        thing = head in GENERIC_THINGS or head.endswith("works")
        if thing and who.sort == "region" and not owns(phrase, main[0][0]):
            # "the Bremen works of Alba": Alba's, else whose the text says
            firms = [(i, n) for i, n in names if i > at and n.kind == "organisation"]
            return self._by_inner(phrase, firms, head)
        return replace(who, sort="thing" if head in GENERIC_THINGS else who.sort)

    def _joined(self, phrase: list[Token], at: int) -> bool:
        before = [t.low for t in phrase[:at] if t.kind == "w"]
        joined = "and" in before or "&" in before
        return joined and not any(w in v.PREPOSITIONS and w != "of" for w in before)

    def _by_inner(self, phrase: list[Token], names: list[tuple[int, Name]], head: str) -> Who | None:
        """Return whom a name behind "of", "by" or "at" credits: "the output of Nio"."""
        if head in nouns.AGREEMENTS:
            return Who(self.pair or self.company, (), "other", head, "who signed")
        for i, name in names:
            before = next((t.low for t in reversed(phrase[:i]) if t.low in v.PREPOSITIONS), "")
            if name.kind in {"organisation", "government"} and before in {
                "of",
                "by",
                "at",
                "from",
                "between",
                "with",
            }:
                who = self._named([n for j, n in names if n.kind == name.kind and j >= i])
                if who.sort == "region" and not self.region:
                    self.region, self.region_places = who.parties, who.places
                return replace(who, sort="thing" if head in GENERIC_THINGS else "other")
            if name.kind == "group" and before in {"of", "by", "at"}:
                return replace(self._group(name), sort="thing" if head in GENERIC_THINGS else "other")
            if name.kind == "place" and before == "of" and head in REGION_WORDS:
                return Who((name.text,), (name.text, *name.within), "region", head)
            staff = any(t.low.split()[-1] in STAFF for t in phrase[:i])
            if staff and before == "in" and (self.company or self.principal.sort == "organisation"):
                # "some 350 of the 1,900 employees in Luleå": the company's
                return replace(self.us(), places=(name.text, *name.within), sort="other")
            if name.kind == "place" and before in {"of", "in"} and head not in GENERIC_THINGS:
                return Who((name.text,), (name.text, *name.within), "other")
        return None

    def _named(self, names: list[Name], *, joined: bool = False) -> Who:
        firms = [n for n in names if n.kind in {"organisation", "government"}]
        groups = [n for n in names if n.kind == "group"]
        if groups and joined and len(names) > len(groups):
            return self._beside(groups, [n for n in names if n.kind not in {"group", "person"}])
        if not firms and groups:
            return self._group(groups[-1])
        people = [n for n in names if n.kind == "person"]
        if people and not firms:
            return Who((), (), "person", "", "")
        lands = [n for n in names if n.kind == "place"]
        chosen = [*firms, *lands] if joined else firms or lands
        rulers = [n for n in chosen if n.kind in {"government", "place"}]
        if joined and len(rulers) < len(chosen) and rulers:
            # a firm and a state side by side: "the state" means the state
            self.region = tuple(self.known_as(n) for n in rulers)
            self.region_places = merged(*(place_of(n) for n in rulers))
        parties = tuple(dict.fromkeys(self.known_as(n) for n in chosen))
        region = all(n.kind in {"government", "place"} for n in chosen)
        places = merged(*(place_of(n) for n in chosen)) if region else ()
        return Who(parties, places, "region" if region else "organisation")

    def _beside(self, groups: list[Name], others: list[Name]) -> Who:
        """Return whom a group and names side by side mean: "the state government and Alba"."""
        rest = self._named(others, joined=True) if others else NOBODY
        parties = merged(*(self._group(n).parties for n in groups), rest.parties)
        return replace(rest, parties=parties, basis="a name and one said before")

    def _group(self, name: Name) -> Who:
        words = name.text.lower().split()
        last = words[-1]
        if len(words) == 2 and last in BODIES_SHORT and self.short(last).parties:
            return self.short(last)
        if last in PAIR_WORDS or words[0] in {"both"} or "two" in words:
            pair = self.pair or self.company
            if last in {"companies", "firms"}:
                pair = tuple(p for p in pair if p not in self.region) or pair
            return Who(pair, (), "organisation", last, "the two named before")
        if {"national", "federal", "central", "interim"} & set(words) or (last in WIDE and not self.region):
            return Who(
                (" ".join(w for w in name.text.split() if w.lower() != "the"),), (), "region", last, ""
            )
        if last in COUNTRY:
            return self._country(last)
        if (
            last in OFFICES
            and len(words) > 2
            and not {"provincial", "municipal", "local", "regional"} & set(words)
        ):
            return Who(
                (" ".join(w for w in name.text.split() if w.lower() != "the"),), (), "region", last, ""
            )
        if last in REGION_WORDS or (last in {"park", "zone", "area"} and not self.things.get(last)):
            return self.land(words, last)
        if last in GENERIC_THINGS and last not in nouns.ROLE_NOUNS:
            return self.thing_of(last)
        if last == "venture" and self.thing.noun == "venture":
            return self.thing
        return Who(self.company or self.fallback, (), "organisation", last, "the company named before")

    def _by_words(self, phrase: list[Token], head: str) -> Who:
        lows = [t.low for t in phrase]
        if len(lows) == 1 and lows[0] in {"it", "this", "that", "which"}:
            return replace(self.subject, basis="it: the subject before")
        if lows[0] in {"they", "we", "i", "both", "all"} and len(lows) == 1:
            if lows[0] in {"they", "both", "all"} and self.pair:
                return Who(self.pair, (), "organisation", "", "pronoun: the two named before")
            return self.us()
        if "we" in lows[:1]:
            return self.us()
        if any(w in v.POSSESSIVES for w in lows):
            sort = "thing" if head in GENERIC_THINGS else self.subject.sort
            owner = self.subject if self.subject.parties else Who(self.company)
            if {"our", "we", "my"} & set(lows) and self.company:
                owner = Who(self.company, (), "organisation")
            same = owner.places if owner.sort in {"region", "thing"} and head not in nouns.FACILITIES else ()
            return Who(owner.parties, same, sort, head, "possessive: the subject before")
        return self._common(lows, head)

    def _country(self, word: str) -> Who:
        """Return which country "the country" means: the last one named."""
        if self.country:
            return Who((self.country,), (self.country,), "region", word, "the country named before")
        return Who((word.capitalize(),), (), "region", word, "")

    def us(self) -> Who:
        """Return whom "we" means."""
        if (self.plan or self.report) and self.principal.parties:
            return replace(self.principal, basis="we: whom the document is about")
        if self.company:
            return Who(self.company, (), "organisation", "", "we: the company named before")
        if self.region:
            return Who(self.region, self.region_places, "region", "", "we: the government named before")
        return self.first_firm()

    def _common(self, lows: list[str], head: str) -> Who:
        if head in nouns.AGENTS and head.endswith("s") and lows[0] not in v.DETERMINERS:
            return Who((), (), "agent", head, "")
        if head in GENERIC_THINGS:
            new = lows[0] in {"a", "an", "another"} and head not in self.things
            parties = self.thing.parties or self.default().parties
            if new:
                return Who(parties, (), "thing", head, "the company named before")
            return replace(self.thing_of(head), parties=self.thing_of(head).parties or parties)
        if head in nouns.ROLE_NOUNS and lows[0] in {"the", "this", "that"}:
            return Who(self.company or self.fallback, (), "organisation", head, "the company named before")
        if head in REGION_WORDS and lows[0] in {"the", "this"}:
            return self.land(lows, head)
        if head in OFFICES and len(lows) > 2 and not v.PREPOSITIONS & set(lows):
            return Who((), (), "agent", head, "")
        if len(lows) == 2 and head in BODIES_SHORT and lows[0] == "the" and self.short(head).parties:
            return self.short(head)
        if head in ORGANS and not v.PREPOSITIONS & set(lows):
            return self.us()
        if head in nouns.AGENTS and len(lows) < 7 and not v.PREPOSITIONS & set(lows):
            return Who((), (), "agent", head, "")
        return Who((), (), "other", head, "")

    def credited(self, name: Name) -> tuple[str, ...]:
        """Return the parties that a name or a group stands for."""
        return self._named([name]).parties

    def first_firm(self) -> Who:
        """Return the firm that the document is about, else the first that it names."""
        parties = self.principal.parties if self.principal.sort == "organisation" else self.fallback
        return Who(parties, (), "organisation", "", "whom the document is about")

    def default(self) -> Who:
        """Return whom a statement without a subject of its own is about."""
        about = replace(self.principal, basis="whom the document is about") if self.met else NOBODY
        here = self.subject.sort == "organisation" and self.subject_paragraph == self.paragraph
        acts = here and not set(self.subject.parties) & self.principals
        if about.parties and (self.aside or (self.plan and not acts)):
            return about
        near = self.subject_paragraph == self.paragraph or not about.parties
        if self.subject.parties and (near or set(self.subject.parties) & self.principals):
            return self.subject
        if about.parties:
            return about
        if self.subject.parties:
            return self.subject
        if self.company:
            return Who(self.company, (), "organisation", "", "the company named before")
        if self.region:
            return Who(self.region, self.region_places, "region", "", "the place named before")
        return self.first_firm() if self.met or self.principal.sort != "organisation" else NOBODY
