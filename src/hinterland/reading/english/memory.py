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
    RANKS,
    REGION_WORDS,
    STAFF,
    WIDE,
    office_names,
)
from hinterland.reading.english.kept import Kept
from hinterland.reading.english.phrases import HERE, JOINT_BODIES, PAIR_WORDS, head_of, owns, phrase_of
from hinterland.reading.english.places import level_of, merged, place_of, places_in
from hinterland.reading.english.rows import subject_row
from hinterland.reading.english.who import NOBODY, Who
from hinterland.reading.gazetteer.places import find

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Span
    from hinterland.reading.english.tokens import Token
    from hinterland.reading.model import Name


_INNER = frozenset({"of", "by", "at", "from", "between", "with"})


def _is_firm(token: Token) -> bool:
    return token.name is not None and token.name.kind == "organisation"


class Memory(Kept):
    """What the text has talked of so far, and whom a noun phrase means by it."""

    def _sides(self, phrase: list[Token], names: list[tuple[int, Name]]) -> tuple[str, ...]:
        """Return both sides of "a contract with Alba": whoever is talked of, and Alba."""
        for i, name in names:
            before = next((t.low for t in reversed(phrase[:i]) if t.low in v.PREPOSITIONS), "")
            if before == "with" and name.kind in {"organisation", "government"}:
                return merged(self.default().parties, self.of(name).parties)
        return ()

    def resolve(self, tokens: list[Token], span: Span) -> Who:
        """Return whom the words of a subject mean."""
        phrase = phrase_of(tokens, span)
        if not phrase:
            return NOBODY
        row = subject_row(self, tokens, span)
        if row.parties:
            return row
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
        # "Norway's Fjordstal and the port": the firm, not whose it is
        firms = [i for i, n in main if owns(phrase, i) and i + 2 < len(phrase) and _is_firm(phrase[i + 2])]
        owned = [(i, n) for i, n in main if i not in firms]
        owners = [n for i, n in owned if owns(phrase, i)] or [n for i, n in owned]
        who = self._named(owners)
        first = next((i for i, n in owned if owns(phrase, i)), len(phrase))
        ranked = first + 2 < len(phrase) and phrase[first + 2].low in RANKS
        if ranked and who.sort == "region" and head in nouns.FACILITIES:
            # "Ghana's first grinding plant": there, not theirs
            return Who((), who.places, "thing", head)
        if head in nouns.AGREEMENTS and owners and owners[0].kind == "group":
            # "the shareholders' agreement": theirs, but none of them acts
            return replace(who, sort="other")
        thing = head in GENERIC_THINGS or head.endswith("works")
        if thing and who.sort == "region" and not owns(phrase, main[0][0]):
            # "the Bremen works of Alba": Alba's, else whose the text says
            builders = [(i, n) for i, n in names if i > at and n.kind == "organisation"]
            return self._by_inner(phrase, builders, head) or self._thing_at(who.parties, head)
        return replace(who, sort="thing" if head in GENERIC_THINGS else who.sort)

    def _joined(self, phrase: list[Token], at: int) -> bool:
        before = [t.low for t in phrase[:at] if t.kind == "w"]
        joined = "and" in before or "&" in before
        return joined and not any(w in v.PREPOSITIONS and w != "of" for w in before)

    def _by_inner(self, phrase: list[Token], names: list[tuple[int, Name]], head: str) -> Who | None:
        """Return whom a name behind "of", "by" or "at" credits: "the output of Nio"."""
        if head in nouns.AGREEMENTS | {"order", "orders"}:
            sides = self._sides(phrase, names)
            return Who(sides or self.pair or self.company, (), "other", head, "who signed")
        for i, name in names:
            before = next((t.low for t in reversed(phrase[:i]) if t.low in v.PREPOSITIONS), "")
            if name.kind in {"organisation", "government"} and before in _INNER:
                who = self._named([n for j, n in names if n.kind == name.kind and j >= i])
                if who.sort == "region" and not self.region:
                    self.region, self.region_places = who.parties, who.places
                if head in ORGANS and who.sort == "organisation":
                    # "the board of Alba": Alba itself
                    return who
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
        if len(names) == 1 and names[0].text.endswith(" Government"):
            # "the State Government" of a filing
            ruled = self.ruled(names[0].text.lower().split())
            if ruled.parties:
                return ruled
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
        """Return whom a group means: "the company", "both sides", "the ministry"."""
        words = name.text.lower().split()
        last = words[-1]
        if len(words) == 2 and last in BODIES_SHORT and self.short(last).parties:
            return self.short(last)
        joint = last in JOINT_BODIES or "joint" in words
        meant = self.cast.meant([last]) if joint and last != "companies" else ()
        if len(meant) == 1:
            return Who(meant, (), "organisation", last, "the one described so before")
        if last in PAIR_WORDS or words[0] in {"both"} or "two" in words or (joint and len(self.pair) > 1):
            pair = self.pair or self.cast.both() or self.company
            if last in {"companies", "firms"}:
                pair = tuple(p for p in pair if p not in self.region) or pair
            return Who(pair, (), "organisation", last, "the two named before")
        return self._ruler(name, words) or self._firm(name, words)

    def _firm(self, name: Name, words: list[str]) -> Who:
        """Return which firm or plant a group means that is no pair and no ruler."""
        last = words[-1]
        if self.cast.roles.get(last) and len(words) == 2:
            return Who(self.cast.roles[last], (), "organisation", last, "the one described so before")
        if last in GENERIC_THINGS and last not in nouns.ROLE_NOUNS:
            return self.thing_of(last)
        if last == "venture" and self.thing.noun == "venture":
            return self.thing
        about = self.principal
        if name.text.endswith(" Company") and about.sort == "organisation" and about.parties:
            # the Company of a filing
            return replace(about, noun=last, basis="whom the document is about")
        meant = self.cast.meant(name.text.split())
        if meant:
            return Who(meant, (), "organisation", last, "the one described so before")
        return Who(self.company or self.fallback, (), "organisation", last, "the company named before")

    def _ruler(self, name: Name, words: list[str]) -> Who | None:
        """Return which government or place a group means, None where it means neither."""
        last = words[-1]
        literal = Who((" ".join(w for w in name.text.split() if w.lower() != "the"),), (), "region", last, "")
        if {"national", "federal", "central", "interim"} & set(words):
            return literal
        ruled = self.ruled(words) if last in {"government", "administration"} else NOBODY
        if ruled.parties:
            return ruled
        if last in WIDE and not self.region:
            return literal
        if last in COUNTRY:
            return self.land_of_country(last, capital=name.text.split()[-1][0].isupper())
        if last == "government" and self.region and office_names(self.region):
            # the government, not the ministry that was named before
            return literal
        levels = {"provincial", "municipal", "local", "regional"}
        if last in OFFICES and len(words) > 2 and not levels & set(words):
            return literal
        if last not in REGION_WORDS and (not self.grounds(last) or self.things.get(last, NOBODY).places):
            return None
        land = self.land(words, last)
        if words != ["the", "government"] or len(land.parties) != 1 or not find(land.parties[0]):
            return land
        town = level_of(land.parties[0]) == "city" and self.country
        return replace(land, parties=(f"government of {town or land.parties[0]}",))

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
        other = self.other(lows, head) or self.cast.of_land([t.raw for t in phrase])
        if other:
            return Who(other, (), "organisation", head, "the other of the two")
        if any(w in v.POSSESSIVES for w in lows):
            sort = "thing" if head in GENERIC_THINGS else self.subject.sort
            owner = self.subject if self.subject.parties else Who(self.company)
            if {"our", "we", "my"} & set(lows) and self.company:
                owner = Who(self.company, (), "organisation")
            same = owner.places if owner.sort in {"region", "thing"} and head not in nouns.FACILITIES else ()
            return Who(owner.parties, same, sort, head, "possessive: the subject before")
        pair = self.pair or self.cast.both()
        if lows[0] == "the" and len(lows) == 2 and head in PAIR_WORDS and len(pair) > 1:
            return Who(pair, (), "organisation", head, "those named before")
        meant = (
            self.cast.meant([t.raw for t in phrase])
            if lows[0] == "the" and head not in GENERIC_THINGS
            else ()
        )
        if meant:
            return Who(meant, (), "organisation", head, "the one described so before")
        return self._common(lows, head)

    def _new_one(self, head: str) -> Who:
        """Return what "the new plant" means: the one the text is about, not an old one named since."""
        found = self.thing_of(head)
        same = self.main.places and self.main.parties == found.parties
        return replace(self.main, noun=head) if same else found

    def _common(self, lows: list[str], head: str) -> Who:
        if head in nouns.AGENTS and head.endswith("s") and lows[0] not in v.DETERMINERS:
            return Who((), (), "agent", head, "")
        if head in GENERIC_THINGS:
            new = lows[0] in {"a", "an", "another"} and head not in self.things
            parties = self.thing.parties or self.default().parties
            if new:
                return Who(parties, (), "thing", head, "the company named before")
            found = self._new_one(head) if "new" in lows else self.thing_of(head)
            return replace(found, parties=found.parties or parties)
        if head in nouns.ROLE_NOUNS and lows[0] in {"the", "this", "that"}:
            return Who(self.company or self.fallback, (), "organisation", head, "the company named before")
        if head in REGION_WORDS and lows[0] in {"the", "this"}:
            return self.land(lows, head)
        if head in OFFICES and len(lows) > 2 and not v.PREPOSITIONS & set(lows):
            return Who((), (), "agent", head, "")
        if len(lows) == 2 and head in BODIES_SHORT and lows[0] == "the" and self.short(head).parties:
            return self.short(head)
        if head in ORGANS and not v.PREPOSITIONS & set(lows):
            near = self.default() if head in {"workforce", "payroll", "headcount", "staff"} else NOBODY
            return near if near.sort == "organisation" else self.us()
        if head in nouns.AGENTS and len(lows) < 7 and not v.PREPOSITIONS & set(lows):
            return Who((), (), "agent", head, "")
        return Who((), (), "other", head, "")

    def of(self, name: Name) -> Who:
        """Return whom a name or a group stands for."""
        return self._named([name])

    def credited(self, name: Name) -> tuple[str, ...]:
        """Return the parties that a name or a group stands for."""
        return self.of(name).parties
