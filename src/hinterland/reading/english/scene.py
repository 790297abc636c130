"""A sentence with its clauses and who, where, when and how sure each of them is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.clauses import Clause, cut_clauses
from hinterland.reading.english.heads import REGION_WORDS
from hinterland.reading.english.lands import GROUNDS
from hinterland.reading.english.places import level_of, merged, places_in
from hinterland.reading.english.who import NOBODY, Who
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from datetime import date

    from hinterland.reading.english.clauses import Span
    from hinterland.reading.english.memory import Memory
    from hinterland.reading.english.tokens import Token
    from hinterland.reading.model import Hole, Modality, When

_FUTURE = frozenset({"planned", "aim", "expected"})
_TAIL = frozenset({",", ".", ";", ":", "(", "–", "—", '"', "“", "”", "?", "!", "-", "'", "’"}) | words(
    "and but or that of with while as which to from whereas because once if until when where saying than for in on "
    "said"
)
_HEADS_ON = frozenset(
    {",", ";", ":", "and", "but", "or", "-", "•", "·", "*", '"', "“", "”", "–", "—", "(", ")", "that"}
)


REFUSALS = frozenset(
    {
        "decline",
        "refuse",
        "reject",
        "deny",
        "scrap",
        "shelve",
        "abandon",
        "cancel",
        "drop",
        "oppose",
        "fail",
        "suspend",
    }
)
_SIGNS = frozenset({"sign", "conclude", "ink", "seal", "initial", "finalise", "finalize", "clinch"})
_LIES = frozenset({"lie", "be", "stand", "locate", "sit", "situate", "border"})
_HERE = frozenset({"there", "here", "nearby", "locally"})
_WITHIN = frozenset({"in", "within", "across", "throughout", "inside", "outside", "near"})
_KNOWN = frozenset({"the", "this", "that", "its", "their", "both", "these", "our"})


@dataclass(slots=True)
class Scene:
    """A sentence being read."""

    tokens: list[Token]
    clauses: list[Clause]
    memory: Memory
    published: date | None
    holes: tuple[Hole, ...] = ()
    who: dict[int, Who] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    last_when: When | None = None
    plain: list[str] = field(init=False)
    """The word of each token, "" where a name, date or value stands: they are asked for often."""

    def __post_init__(self) -> None:
        self.plain = [t.low if t.kind in "wp" else "" for t in self.tokens]

    @classmethod
    def of(
        cls, tokens: list[Token], memory: Memory, published: date | None, holes: tuple[Hole, ...]
    ) -> Scene:
        """Cut a sentence."""
        return cls(tokens, cut_clauses(tokens), memory, published, holes)

    # -- words

    def low(self, at: int) -> str:
        """Return the word at a token, "" where a name, date or value stands."""
        return self.plain[at] if 0 <= at < len(self.plain) else ""

    def lows(self, start: int, end: int) -> list[str]:
        """Return the words between two tokens; names, dates and values give none."""
        return [low for low in self.plain[max(0, start) : end] if low]

    def trimmed(self, start: int, end: int) -> Span:
        """Return the span without marks and conjunctions at its ends."""
        while start < end and self.tokens[start].kind in "wp" and self.tokens[start].low in _HEADS_ON:
            start += 1
        while end > start and self.tokens[end - 1].kind in "wp" and self.tokens[end - 1].low in _TAIL:
            end -= 1
        return start, end

    def spot(self, start: int, end: int) -> Span:
        """Return the span of the text of a trimmed run of tokens."""
        a, b = self.trimmed(start, end)
        if a >= b:
            a, b = start, max(end, start + 1)
        return self.tokens[a].start, self.tokens[b - 1].end

    # -- what a clause says

    def opening(self, clause: Clause) -> int:
        """Return where the quotation of a clause begins: at its subject where that stands in it."""
        start, end = clause.subject
        if clause.left <= start < end <= clause.right:
            return start
        before = self.clauses[clause.parent] if clause.parent >= 0 else None
        if (
            clause.how == "main"
            and before is not None
            and before.how in {"rel", "part"}
            and start < end <= clause.left
        ):
            return start
        if clause.group is not None and clause.how != "rel":
            lead = clause.group.start
            while lead > clause.left and self.tokens[lead - 1].kind == "W":
                lead -= 1
            return lead
        return clause.left

    def modality(self, number: int) -> Modality:
        """Return how sure the clause is of what it says."""
        clause = self.clauses[number]
        group = clause.group
        items = self.memory.items
        if group is None and items is not None and items.modality:
            return items.modality  # type: ignore[return-value]
        if group is None:
            listed = ":" in self.lows(0, len(self.tokens)) or self.tokens[0].low in {"-", "•", "*", "·"}
            return "planned" if listed and self.memory.thing.parties else "stated"
        if group.lemma in {"plan", "propose", "envisage"} and group.form in {"d", "n"}:
            return "planned"
        said = group.modality
        if group.form in {"d", "n"} and self.wished(clause):
            return self.modality(clause.parent)
        if said == "stated" and self._in_progress(clause):
            return "planned"
        if said == "stated" and self.low(clause.left - 1) == "if":
            return "planned"
        if said in {"planned", "aim", "expected", "done", "stated"}:
            return said  # type: ignore[return-value]
        return self._inherited(number)

    def wished(self, clause: Clause) -> bool:
        """Whether a participle is what somebody wants to see: "would like to see output doubled"."""
        up = self.clauses[clause.parent].group if clause.how == "part" and clause.parent >= 0 else None
        return up is not None and up.lemma in {"see", "want", "have", "get"} and up.infinite

    def _in_progress(self, clause: Clause) -> bool:
        group = clause.group
        if group is None or not (group.of("build") or group.of("invest")):
            return False
        lows = self.lows(group.start, group.end)
        return bool(set(lows) & v.BE) and (
            lows[-1].endswith("ing") or "being" in lows or any(w.endswith("ing") for w in lows)
        )

    def _inherited(self, number: int) -> Modality:
        clause = self.clauses[number]
        form = clause.group.form if clause.group else ""
        items = self.memory.items
        if clause.parent < 0 and form == "b" and items is not None and items.modality:
            return items.modality  # type: ignore[return-value]
        if clause.parent < 0:
            return (
                "planned"
                if form == "t"
                else "aim"
                if form == "b" and clause.subject[0] >= clause.subject[1]
                else "stated"
            )
        before = self.modality(clause.parent)
        up = self.clauses[clause.parent]
        if (
            form == "t"
            and before == "stated"
            and {"capacity", "ability", "able"} & set(self.lows(up.left, up.right))
        ):
            return "stated"
        level = clause.group is not None and clause.group.lemma in {"stand", "reach", "total", "hit"}
        if form == "t" and level and before == "done" and up.group is not None and up.group.of("change"):
            # "rose by 16 percent to stand at": no aim, but where it came to
            return "done"
        if form == "b" and clause.how == "and" and before in {"stated", "done"}:
            return "aim"
        if form == "t" or (form == "b" and clause.how == "and"):
            return "planned" if before in {"done", "stated", "signed"} and form == "t" else before
        if form == "g":
            return before
        return "stated"

    def future(self, modality: str, when: When | None) -> bool:
        """Whether the clause speaks of what is still to come."""
        if modality in _FUTURE:
            return True
        if when is None or not when.date or self.published is None or modality == "done":
            return False
        return when.date > self.published.isoformat()[: len(when.date)]

    def denied(self, number: int) -> bool:
        """Whether the clause says that something will not be: "has no plans to build", "refused to build"."""
        clause = self.clauses[number]
        if clause.group is None or clause.group.negative:
            return True
        above = self.clauses[clause.parent] if clause.parent >= 0 else None
        if above is not None and above.group is not None and above.group.lemma in {"deny", "rule_out"}:
            return True
        up = above.group if above is not None and clause.how == "to" else None
        if up is None:
            return False
        return up.negative or up.lemma in REFUSALS or "no" in self.lows(up.end, clause.group.start)

    def places(self, number: int) -> tuple[str, ...]:
        """Return the places that the clause names or carries over."""
        clause = self.clauses[number]
        found = places_in(self.tokens, clause.left, clause.right)
        at = next((i for i in range(clause.left, clause.right) if self.low(i) in _HERE), -1)
        if at >= 0:
            land = self.who.get(number, NOBODY).sort == "region"
            # "Alba, based in Toledo, opened its first mill there"
            near = places_in(self.tokens, 0, at) if clause.subject[0] > 0 or clause.how == "main" else ()
            found = found if land else merged(found, near or self.memory.places)
        found = found or self._land(clause)
        if not found and number == 1 and self.low(0) == "of":
            # "Of the 2 million cars built in Puebla, 500,000 were electric"
            found = places_in(self.tokens, 0, self.clauses[0].right)
        who = self.who.get(number, NOBODY)
        if found:
            return merged(who.places, found) if who.sort == "region" else found
        if who.places:
            return who.places
        child = self.clauses[number + 1] if number + 1 < len(self.clauses) else None
        if child is not None and child.how == "to" and child.parent == number:
            found = places_in(self.tokens, child.left, child.right)
            if found:
                return found
        goes_on = clause.how in {"to", "part", "rel"} or (
            clause.how == "and" and self.modality(number) != "stated"
        )
        if clause.parent >= 0 and goes_on:
            return self.places(clause.parent)
        first = self.clauses[0]
        start = first.group.start if first.group is not None else 0
        return places_in(self.tokens, 0, min(first.subject[0], start))

    def stays(self, number: int) -> tuple[str, ...]:
        """Return the places that a clause leaves for "there": not of a signing, but of "in the province"."""
        clause = self.clauses[number]
        signs = clause.group is not None and clause.group.lemma in _SIGNS
        left = 0 if number == 0 else clause.left
        end = clause.group.start if signs and clause.group is not None else clause.right
        found = places_in(self.tokens, left, end) or self._land(clause)
        who = self.who.get(number, NOBODY)
        inner = who.places[:1] and level_of(who.places[0]) in {"city", "district", ""}
        if who.sort == "region" and inner and found and set(found) <= set(who.places[1:]):
            # "Beihai in Guangxi has set land aside": the city, not what it lies in
            return who.places
        if who.sort == "region" and who.places and clause.group is not None and clause.group.lemma in _LIES:
            # "Taraz lies in the south of Kazakhstan"
            return who.places
        return found

    def _land(self, clause: Clause) -> tuple[str, ...]:
        """Return the place that "in the city", "across the province" means."""
        for i in range(clause.left + 1, clause.right):
            name = self.tokens[i].name
            if (
                name is not None
                and name.kind == "group"
                and self.low(i - 1) in _WITHIN
                and name.head in REGION_WORDS | GROUNDS
            ):
                return self.memory.resolve(self.tokens, (i, i + 1)).places
        return ()

    def of_thing(
        self, number: int, kind: str, *, pointed: bool = False, jobs: bool = False
    ) -> tuple[str, ...]:
        """Return the places of the plant that the clause goes on talking of."""
        thing, who = self.memory.thing, self.who.get(number, NOBODY)
        if not thing.places:
            return self._around(number, kind)
        clause = self.clauses[number]
        named = self._points_at(clause)
        if pointed:
            return thing.places if named else ()
        same = who.parties == thing.parties or (
            not who.parties and self.memory.default().parties == thing.parties
        )
        near = (
            who.sort == "thing"
            or named
            or (same and (kind in {"facility", "investment"} or jobs or self.memory.subject.sort == "thing"))
        )
        if kind == "fact":
            return thing.places if self._stands_at(clause) else ()
        return thing.places if near and kind in {"facility", "investment", "target", "fund"} else ()

    def _stands_at(self, clause: Clause) -> bool:
        """Whether a fact is of what is at a plant named before: "900 people are employed at the site"."""
        for i in range(clause.left + 2, clause.right):
            if self.low(i) in nouns.STRONG_FACILITIES and self.low(i - 1) in _KNOWN:
                return self.low(i - 2) in {"at", "in", "through", "on"}
        return False

    def _around(self, number: int, kind: str) -> tuple[str, ...]:
        """Return where a plant is of which the text says no place itself: that of its paragraph, else of the text."""
        memory, who = self.memory, self.who.get(number, NOBODY)
        ours = {*memory.site_firms, *memory.main.parties}
        if who.parties and ours and who.sort == "organisation" and not ours & set(who.parties):
            # a rival's plant is not where ours is
            return ()
        if kind not in {"facility", "investment", "target"} and (who.parties or who.sort == "organisation"):
            return ()
        if memory.places_paragraph == memory.paragraph and (
            kind in {"facility", "investment"} or not who.parties
        ):
            here = memory.site_here if memory.site_paragraph == memory.paragraph else ()
            return here if kind == "target" and memory.site else memory.places
        about = who.sort == "thing" or self._points_at(self.clauses[number])
        return memory.home if about and kind in {"facility", "investment", "target"} else ()

    def _points_at(self, clause: Clause) -> bool:
        """Whether the clause names a plant as known: "the plant", "its first line"."""
        things = [
            i
            for i in range(clause.left, clause.right)
            if self.low(i) in nouns.FACILITIES or self.low(i) in {"project", "venture", "scheme"}
        ]
        return any(self.low(j) in _KNOWN for i in things for j in range(max(clause.left, i - 4), i))

    def has_hole(self, start: int, end: int, missing: str) -> bool:
        """Whether a name is missing between two tokens."""
        a, b = self.tokens[start].start, self.tokens[end - 1].end
        return any(h.missing == missing and a - 2 <= h.start <= b for h in self.holes)
