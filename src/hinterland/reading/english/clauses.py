"""A sentence cut into clauses, each with its verb group and the place of its subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.reading.english import verbs as v
from hinterland.reading.english.edges import Edges
from hinterland.reading.english.groups import Group, find_groups
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.tokens import Token

Span = tuple[int, int]


@dataclass(slots=True)
class Clause:
    """A clause: numbers of tokens of the sentence, end exclusive.

    Attributes
    ----------
    left, right
        All of it; what stands before the subject of the first clause is the sentence's lead.
    group
        Its verb group; None where the sentence has no verb.
    subject
        Its subject, which may stand before a clause that was put between.
    asked
        Number of the token "which", "where", "whose" that opens it, -1 for none.
    how
        main, and (shares the subject of the clause before), to, part, rel (its subject is what it follows).
    parent
        Number of the clause it hangs on, -1 for none.
    """

    left: int
    right: int
    group: Group | None
    subject: Span
    how: str = "main"
    parent: int = -1
    pending: bool = False
    outer: Span = (0, 0)
    say: bool = False
    asked: int = -1


_SPEECH = words(
    "according say tell add note comment explain remark believe think argue stress claim confirm warn recall"
)
_CONNECTS = frozenset(
    {"connect", "connected", "install", "locate", "found", "own", "sign", "build", "make", "employ"}
)
_ASKING = frozenset({"which", "whose", "where", "whom"})


class _Cutter(Edges):
    """Cuts a sentence at its verb groups."""

    def cut(self) -> list[Clause]:
        self.groups = find_groups(self.tokens)
        for group in self.groups:
            self.current = group.start
            self.clauses.append(self.clause(group))
        if not self.clauses:
            return [Clause(0, len(self.tokens), None, (0, 0))]
        self.clauses[0].left = 0
        first = self.clauses[0]
        if first.how == "part" and first.subject[0] >= first.subject[1] and len(self.clauses) > 1:
            # "Established in 2016, the firm is": the subject comes after
            first.subject = self.clauses[1].subject
        for one, after in zip(self.clauses, self.clauses[1:], strict=False):
            one.right = after.left
        self.clauses[-1].right = len(self.tokens)
        for clause in self.clauses:
            last = clause.subject[1] - 1
            if last > clause.subject[0] and self.low(last) in {"it", "they", "we"}:
                # "Thanks to a loan from the bank it can begin": a pronoun before a verb is its subject
                clause.subject = (last, last + 1)
            clause.say = self.speaks(clause)
        return self.clauses

    def clause(self, group: Group) -> Clause:
        from_ = self.clauses[-1].group.end if self.clauses and self.clauses[-1].group else 0
        if group.form == "t":
            return self.infinitive(group, from_)
        edge = self.edge(group.start - 1, from_)
        if self.empty(edge + 1, group.start) or self.parted(edge, group.start):
            return self.bare(group, edge, from_)
        return self.with_subject(group, edge, from_)

    def infinitive(self, group: Group, from_: int) -> Clause:
        if not self.clauses:
            start = self.lead_end(0, group.start)
            return Clause(0, 0, group, (start, group.start), outer=(start, group.start))
        last = self.clauses[-1]
        raised = last.group is not None and last.group.lemma in v.RAISERS and not last.group.passive
        edge = self.edge(group.start - 1, from_)
        if raised and edge < from_ and from_ < group.start and self.nounish(from_, group.start):
            if not group.modality and last.group is not None:
                group.modality = (
                    "expected"
                    if last.group.lemma in v.EXPECT
                    else "aim"
                    if last.group.lemma in v.AIM
                    else "planned"
                )
            return Clause(
                from_, 0, group, (from_, group.start), "main", len(self.clauses) - 1, outer=last.outer
            )
        if (
            edge >= from_
            and self.low(edge) == ","
            and self.low(group.start - 1) not in {"able", "ready", "designed", "enough"}
            and self.nounish(edge + 1, group.start)
            and edge + 1 < group.start
        ):
            return Clause(edge + 1, 0, group, (edge + 1, group.start), outer=(edge + 1, group.start))
        subject = last.subject
        if group.passive and from_ < group.start and self.nounish(from_, group.start):
            # "a plant to be built by": the noun before is acted upon
            subject = (self.noun_start(from_, group.start), group.start)
        return Clause(group.start, 0, group, subject, "to", len(self.clauses) - 1, outer=last.outer)

    def bare(self, group: Group, edge: int, from_: int) -> Clause:
        """Return a clause whose verb follows a mark, a conjunction or a relative at once."""
        low, last = self.low(edge), self.clauses[-1] if self.clauses else None
        if edge >= from_ and low in v.RELATIVES:
            return self.relative(group, edge, from_)
        before = edge - 1 if edge >= from_ and low == "," else -1
        if before >= from_ and self.low(before) in v.RELATIVES:
            return self.relative(group, before, from_)
        participle = group.form in {"n", "g"} or (group.form == "d" and self.reduced(group))
        if last is None:
            return self.first_bare(group, edge, participle=participle)
        number = len(self.clauses) - 1
        if low == "," and edge > from_ + 1 and not participle and self.spoken() and not last.pending:
            # "announced that Alba, a maker of resins, will expand"
            start = from_ + 1 if self.low(from_) == "that" else from_
            span = (self.first_noun(start, edge), edge)
            return Clause(start, 0, group, span, "main", number, outer=span)
        fresh = self.fresh_subject(group, edge, from_) if not participle and low == "," else -1
        if fresh >= 0:
            return Clause(fresh, 0, group, (fresh, edge), "main", number, outer=(fresh, edge))
        after = group.form == "d" and last.how in {"rel", "part"}
        if participle and low == "," and edge > from_ and not after:
            return self.participle(group, edge, from_)
        if low == "," and last.how == "rel" and last.pending and self.apposed(edge, last.outer):
            # "the institute that will run it, Instituto Sur, expects"
            return Clause(edge - 1, 0, group, (edge - 1, edge), "main", number, outer=last.outer)
        if last.how in {"rel", "part"} and (last.pending or low == ",") and low not in {"and", "or"}:
            return Clause(edge + 1, 0, group, last.outer, "main", number, outer=last.outer)
        if group.form == "g":
            return Clause(group.start, 0, group, last.subject, "part", number, outer=last.outer)
        return self.beside(group, edge)

    def beside(self, group: Group, edge: int) -> Clause:
        """Return a clause that goes on with the subject of one before it."""
        number = self.partner(group)
        partner = self.clauses[number]
        self.go_on_passive(group, partner)
        return Clause(edge + 1, 0, group, partner.subject, "and", number, outer=partner.outer)

    def go_on_passive(self, group: Group, before: Clause) -> None:
        """Let a participle share the "will be" of the verb before: "will be built in May and handed over in June"."""
        up = before.group
        bare = group.form in {"d", "n"} and group.start == group.head and not group.chain
        if up is None or not bare or not up.passive:
            return
        after = self.tokens[group.end] if group.end < len(self.tokens) else None
        if after is None or not (after.low in v.DETERMINERS or after.kind in "NQ"):
            group.passive, group.modality, group.infinite = True, up.modality, up.infinite

    def fresh_subject(self, group: Group, edge: int, from_: int) -> int:
        """Return where a subject with an aside behind it begins: ", and the start, due in 2026, has moved"."""
        if group.form not in {"s", "m", "d"}:
            return -1
        for i in range(edge - 1, max(from_, edge - 24), -1):
            joined = self.low(i) in {"and", "but", "while", "whereas"} and self.low(i - 1) == ","
            if not joined and self.low(i) != ";":
                continue
            comma = next((j for j in range(i + 1, edge) if self.low(j) == ","), -1)
            named = comma > i + 1 and self.nounish(i + 1, comma) and not self.preposition(i + 1)
            return i + 1 if named else -1
        return -1

    def first_bare(self, group: Group, edge: int, *, participle: bool) -> Clause:
        """Return the first clause of a sentence where a mark stands right before its verb."""
        how = "part" if participle else "main"
        if edge < 0:
            return Clause(0, 0, group, (0, 0), how)
        span = (self.first_noun(0, edge), edge)
        if participle and self.low(edge) == ",":
            return Clause(edge + 1, 0, group, span, "part", -1, pending=True, outer=span)
        return Clause(0, 0, group, span, how, outer=span)

    def spoken(self) -> bool:
        """Whether the clause before says that somebody says what follows."""
        last = self.clauses[-1].group if self.clauses else None
        return last is not None and last.of("say") and last.lemma != "according"

    def partner(self, group: Group) -> int:
        """Return the clause that a verb after "and" goes on from: one of its own form, no participle put between."""
        for number in range(len(self.clauses) - 1, -1, -1):
            one = self.clauses[number]
            if one.group is None or (
                one.how == "part" and one.group.form in {"d", "n", "g"} and not one.pending and number
            ):
                continue
            if group.form == "b" and not (one.group.infinite or one.group.form == "b"):
                continue
            if group.form in {"m", "s", "d"} and one.how == "to" and number:
                continue
            return number
        return len(self.clauses) - 1

    def relative(self, group: Group, edge: int, from_: int) -> Clause:
        """Return a clause after which, that, who: its subject is the noun before."""
        end = edge - 1 if self.low(edge - 1) == "," else edge
        if self.low(edge - 1) == "of" and edge - 2 > from_ and self.tokens[edge - 2].kind == "Q":
            # "70 percent of which is borne": the value is the subject
            first = next(
                (i + 1 for i in range(edge - 3, max(from_, edge - 9), -1) if self.low(i) == ","), edge - 2
            )
            ahead = (self.lead_end(0, first - 1), first - 1) if first > 1 else (first, edge)
            outer = self.clauses[-1].outer if self.clauses else ahead
            return Clause(first, 0, group, (first, edge - 1), "rel", len(self.clauses) - 1, outer=outer)
        if end > from_ and self.low(end) in {"of", "in", "for", "with", "by", "from"}:
            end -= 1
        before = self.edge(end - 1, from_)
        start = self.noun_start(self.names_before(before, max(before + 1, from_)), end)
        pending = (
            not self.clauses
            or before >= from_
            or bool(self.clauses[-1].group and self.clauses[-1].group.of("say"))
        )
        if not self.clauses:
            start = self.first_noun(0, end)
        thing = self.thing_before(from_, start, end)
        if thing >= 0:
            start = thing
        outer = (max(start, 0), end) if pending else self.clauses[-1].outer
        return Clause(
            edge, 0, group, (start, end), "rel", len(self.clauses) - 1, pending=pending, outer=outer
        )

    def participle(self, group: Group, edge: int, from_: int) -> Clause:
        last = self.clauses[-1]
        if group.form == "g":
            return Clause(edge + 1, 0, group, last.subject, "part", len(self.clauses) - 1, outer=last.outer)
        before = self.edge(edge - 1, from_)
        pending = before >= from_ or last.say or bool(last.group and last.group.of("say"))
        start = before + 1 if pending else from_
        outer = (start, edge) if pending else last.outer
        return Clause(
            edge + 1, 0, group, (start, edge), "part", len(self.clauses) - 1, pending=pending, outer=outer
        )

    def with_subject(self, group: Group, edge: int, from_: int) -> Clause:
        """Return a clause whose subject stands before its verb."""
        start = edge + 1
        if not self.clauses:
            return self.opening(group, edge)
        last, number = self.clauses[-1], len(self.clauses) - 1
        start = self.names_before(edge, start) if edge >= from_ else start
        first = self.lead_end(start, group.start)
        spoken = last.group is not None and last.group.of("say") and last.group.lemma != "according"
        if edge < from_ and group.form in {"d", "n"} and self.reduced(group) and not spoken:
            subject = (self.noun_start(start, group.start), group.start)
            return Clause(group.start, 0, group, subject, "part", number, outer=last.outer)
        if self.low(edge) == "and" and self.reduced(group) and group.lemma in _CONNECTS:
            return Clause(group.start, 0, group, (start, group.start), "part", number, outer=last.outer)
        if first >= group.start or self.preposition(start):
            return self.resumed(group, edge, start, first)
        if edge < from_ and group.form in {"d", "n", "g"} and not spoken:
            subject = (self.noun_start(start, group.start), group.start)
            return Clause(group.start, 0, group, subject, "part", number, outer=last.outer)
        if self.low(start) == "with":
            return Clause(start, 0, group, (start + 1, group.start), "part", number, outer=last.outer)
        return self.new_subject(group, edge, start, first)

    def opening(self, group: Group, edge: int) -> Clause:
        """Return the first clause of a sentence."""
        start = edge + 1
        if self.low(edge) in _ASKING and edge > 1:
            end = edge - 1 if self.low(edge - 1) == "," else edge
            whole = (self.first_noun(0, end), end)
            return Clause(0, 0, group, (start, group.start), "rel", pending=True, outer=whole, asked=edge)
        if group.form in {"d", "n"} and self.reduced(group) and self.preposition(0):
            # "Under an agreement signed on Friday, the firms will"
            return Clause(0, 0, group, (self.noun_start(0, group.start), group.start), "part")
        made = group.form in {"d", "n"} and group.end - group.start == 1 and self.low(group.end) == "by"
        if made and edge < 0 and self.more_after(group):
            # "a base built by Alba went into operation"
            span = (self.lead_end(0, group.start), group.start)
            return Clause(0, 0, group, span, "part", -1, pending=True, outer=span)
        described = self.low(edge) == "," and self.low(start) in {"a", "an", "the"} and edge > 0
        if described and group.form in {"d", "n"} and self.reduced(group) and self.nounish(0, edge):
            # "Alba, a developer backed by funds, has filed"
            outer = (self.first_noun(0, edge), edge)
            return Clause(start, 0, group, (start, group.start), "part", -1, pending=True, outer=outer)
        aside = self.low(edge) == "," and edge > 0 and self.preposition(edge + 1)
        if aside and group.form in {"d", "n"} and self.reduced(group) and self.nounish(0, edge):
            # "The board of Alba, at a meeting held today, approved"
            outer = (self.first_noun(0, edge), edge)
            inner = (self.noun_start(edge + 1, group.start), group.start)
            return Clause(edge + 1, 0, group, inner, "part", -1, pending=True, outer=outer)
        start = self.lead_end(max(0, self.names_before(edge, start)), group.start)
        if self.low(edge) == "and" and self.low(edge - 1) == "," and self.names_at(edge + 1):
            # "Alba, a maker of rods, and Corvo signed": no verb yet, so all is one subject
            start = self.first_noun(0, edge - 1)
        return Clause(0, 0, group, (start, group.start), outer=(start, group.start))

    def more_after(self, group: Group) -> bool:
        """Whether a finite verb of the same subject follows, with no mark or conjunction between."""
        after = next((g for g in self.groups if g.start >= group.end), None)
        if after is None or after.form in {"t", "g", "n"}:
            return False
        return not any(
            self.low(i) in {",", "and", "that", "which", ";"} for i in range(group.end, after.start)
        )

    def resumed(self, group: Group, edge: int, start: int, first: int) -> Clause:
        """Return a clause before whose verb only an adverbial stands: its subject came earlier."""
        last, number = self.clauses[-1], len(self.clauses) - 1
        if first < group.start and self.low(first) == "with" and group.form == "g":
            # ", with exports contributing 40 percent"
            return Clause(first, 0, group, (first + 1, group.start), "part", number, outer=last.outer)
        if first < group.start and self.low(first - 1) == ",":
            return Clause(start, 0, group, (first, group.start), parent=number, outer=(first, group.start))
        # "a pipeline planned by the operator would bring": what came before was part of the subject
        how = "and" if self.low(edge) in {"and", "but", "or"} else "main"
        subject = last.outer if last.pending else last.subject
        return Clause(group.start, 0, group, subject, how, number, outer=last.outer)

    def new_subject(self, group: Group, edge: int, start: int, first: int) -> Clause:
        """Return a clause with a subject of its own, or one after which, where, whose and that."""
        last, number = self.clauses[-1], len(self.clauses) - 1
        asking = self.low(edge) in _ASKING or self.object_that(edge)
        left = edge if asking else start
        spoken = last.group is not None and last.group.of("say") and edge < last.group.end
        if spoken and self.tokens[start].kind == "W":
            # "said on Tuesday it would": the day is that of the saying
            left = first
        outer = last.outer if asking else (first, group.start)
        how, asked = ("rel", edge) if asking else ("main", -1)
        ahead = last.group is not None and last.group.modality in {"planned", "expected", "aim"}
        if not asking and ahead and self.low(edge) in {"and", ";", ","}:
            # "Ground is to be broken in May and the first goods shipped in June"
            self.go_on_passive(group, last)
        return Clause(left, 0, group, (first, group.start), how, number, outer=outer, asked=asked)

    def own_figure(self, group: Group, clause: Clause) -> bool:
        """Whether a value stands in the object itself: "claims a market share of 14 percent"."""
        return any(self.tokens[i].kind == "Q" for i in range(group.end, clause.right))

    def speaks(self, clause: Clause) -> bool:
        """Whether the clause only says who says it."""
        group = clause.group
        if group is None or not group.of("say"):
            return False
        if group.lemma == "add" and (group.passive or self.low(group.end) in {"a", "an", "another"}):
            # "400 jobs will be added", "is to add a second line"
            return False
        if (
            group.lemma == "claim"
            and self.low(group.end) in {"a", "an", "the"}
            and self.own_figure(group, clause)
        ):
            return False
        told = range(group.end, clause.right)
        # "reported third-quarter revenue of 1.9 billion": what is reported stands in the clause
        dated = group.end < len(self.tokens) and self.tokens[group.end].kind == "W"
        if group.lemma not in _SPEECH and dated and any(self.tokens[i].kind == "Q" for i in told):
            return False
        if group.lemma in _SPEECH or self.low(group.end) in {"that", "", ",", ".", '"', "”"}:
            return not (
                group.lemma == "add"
                and any(
                    self.tokens[i].kind == "Q" for i in range(group.end, min(group.end + 6, clause.right))
                )
            )
        return not any(
            self.tokens[i].kind == "Q" for i in range(group.end, clause.right)
        ) and group.lemma not in {
            "announce",
            "disclose",
            "reveal",
            "show",
            "signal",
        }


def cut_clauses(tokens: list[Token]) -> list[Clause]:
    """Return the clauses of a sentence in order; one without a verb where there is none."""
    return _Cutter(tokens).cut()
