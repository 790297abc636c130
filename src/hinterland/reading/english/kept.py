"""What a text has talked of so far: who acted, which plant, whom "we" and a missing subject mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english.cast import Cast
from hinterland.reading.english.heads import OFFICES, WHOLES
from hinterland.reading.english.lands import Lands
from hinterland.reading.english.who import NOBODY, Items, Who
from hinterland.reading.gazetteer.places import find

if TYPE_CHECKING:
    from hinterland.reading.model import Name, When


class Kept(Lands):
    """What the text has talked of so far."""

    def __init__(self) -> None:
        super().__init__()
        self.cast = Cast()
        self.company: tuple[str, ...] = ()
        self.pair: tuple[str, ...] = ()
        self.fallback: tuple[str, ...] = ()
        self.principals: set[str] = set()
        self.plan = False
        self.titled = False
        self.met = False
        self.principal_at = 0
        self.aside = False
        self.kept = NOBODY
        self.joint: tuple[str, ...] = ()
        self.approver = NOBODY
        self.places_paragraph = -1
        self.home: tuple[str, ...] = ()
        self.subject_paragraph = -1
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
        self.cast.acts = self.cast.acts or who.sort in {"organisation", "region"}
        if who.sort == "organisation" and who.parties:
            self.company = tuple(p for p in who.parties if p not in self.region) or who.parties
            if len(who.parties) > 1:
                self.pair = self.joint = who.parties
        elif who.sort == "region" and who.parties:
            self.region, self.region_places = who.parties, who.places
            self.keep_land(who.places)
        if who.sort not in {"other", "agent"} or (who.parties and who.sort != "agent"):
            self.subject, self.subject_paragraph, self.aside = who, self.paragraph, False

    def rule(self, who: Who) -> None:
        """Keep a government as what "the state" means, without making it the subject."""
        if who.sort == "region" and who.parties:
            self.region, self.region_places = who.parties, who.places

    def short(self, last: str) -> Who:
        """Return the body that "the Authority" stands for: the last full name with that word."""
        for long in reversed(list(self.full.values())):
            if last in long.lower().split():
                ruler = last in OFFICES - {"agency", "authority"}
                return Who((long,), (), "region" if ruler else "organisation", last, "the body named before")
        return NOBODY

    def keep_thing(self, noun: str, parties: tuple[str, ...], places: tuple[str, ...]) -> None:
        """Keep a plant or fund that was talked of."""
        old = self.things.get(noun)
        if old and not places and (not parties or not old.parties or set(parties) & set(old.parties)):
            # a plant of somebody else is another
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

    def _thing_at(self, places: tuple[str, ...], noun: str) -> Who | None:
        """Return the plant of which the text said that it is there: "the Bremen works"."""
        found = (t for t in reversed(self.things.values()) if t.parties and set(places) & set(t.places))
        there = next(found, None)
        return replace(there, noun=noun, basis="the thing there") if there else None

    def other(self, lows: list[str], head: str) -> tuple[str, ...]:
        """Return the other of two for "its partner", "the other partner"."""
        if head not in {"partner", "counterpart", "co-owner", "ally"} or not {"its", "their", "other"} & set(
            lows
        ):
            return ()
        pair = self.pair if len(self.pair) == 2 else self.cast.both()
        rest = tuple(p for p in pair if p not in self.subject.parties)
        return rest if len(rest) == 1 and len(pair) == 2 else ()

    def us(self) -> Who:
        """Return whom "we" means."""
        if (self.plan or self.report) and self.principal.parties:
            return replace(self.principal, basis="we: whom the document is about")
        if self.company:
            return Who(self.company, (), "organisation", "", "we: the company named before")
        if self.region:
            return Who(self.region, self.region_places, "region", "", "we: the government named before")
        return self.first_firm()

    def first_firm(self) -> Who:
        """Return the firm that the document is about, else the first that it names."""
        parties = self.principal.parties if self.principal.sort == "organisation" else self.fallback
        return Who(parties, (), "organisation", "", "whom the document is about")

    def default(self) -> Who:
        """Return whom a statement without a subject of its own is about."""
        about = replace(self.principal, basis="whom the document is about") if self.met else NOBODY
        owns = set(self.thing.parties) & set(self.company)
        if about.sort == "region" and owns and not (self.plan or self.report):
            about = Who(self.company, (), "organisation", "", "whose the plant is")
        if self.aside and self.kept.parties and not self.plan:
            return replace(self.kept, basis=self.kept.basis or "the subject before")
        here = self.subject.sort == "organisation" and self.subject_paragraph == self.paragraph
        acts = here and not set(self.subject.parties) & self.principals
        if about.parties and (self.aside or (self.plan and not acts)):
            return about
        near = self.subject_paragraph == self.paragraph or not about.parties
        if self.subject_paragraph != self.paragraph and set(self.subject.parties) < set(self.pair) & set(
            self.joint
        ):
            return Who(self.pair, (), "organisation", "", "those who act together")
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
