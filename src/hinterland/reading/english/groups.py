"""Verb groups: a verb with its auxiliaries, and what they say of its time and certainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.reading.english import verbs as v
from hinterland.reading.english.forms import first_tag, guess, is_adverb, plain_verb
from hinterland.reading.english.openings import opens

if TYPE_CHECKING:
    from hinterland.reading.english.tokens import Token


@dataclass(slots=True)
class Group:
    """A verb group.

    Attributes
    ----------
    start, end
        Numbers of its first token and of the token after its last.
    lemma
        Plain form of its main verb, phrasal ones joined by `_`; "be" or "have" where that is the main verb.
    chain
        Plain forms of the verbs before the main one ("hope" of "hopes to build").
    modality
        planned, aim, expected, done or stated; "" until it is inherited.
    form
        b, s, d, n, g: form of its first verb; "m" after a modal, "t" after "to".
    passive
        Whether the subject is acted upon.
    head
        Number of the token of the main verb.
    """

    start: int
    end: int
    lemma: str = ""
    chain: tuple[str, ...] = ()
    modality: str = ""
    form: str = ""
    passive: bool = False
    head: int = 0
    negative: bool = False
    infinite: bool = False

    @property
    def classes(self) -> frozenset[str]:
        """Classes of the main verb."""
        return v.CLASS_OF.get(self.lemma, v.NO_CLASS)

    def of(self, name: str) -> bool:
        """Whether the main verb is of a class."""
        return name in self.classes


_FUTURE = frozenset({"planned", "aim", "expected"})


_STARTS = frozenset({"start", "begin", "stop", "finish", "keep", "cease", "resume"})


class _Reader:
    """Reads one verb group from its first token."""

    def __init__(self, tokens: list[Token], at: int) -> None:
        self.tokens, self.at = tokens, at
        self.group = Group(at, at)
        self.chain: list[str] = []
        self.perfect = self.was_be = self.past = False
        self.words: list[str] = []

    def low(self, at: int) -> str:
        return self.tokens[at].low if at < len(self.tokens) and self.tokens[at].kind in "wp" else ""

    def adverbs(self, at: int) -> int:
        while is_adverb(self.low(at)):
            at += 1
        return at

    def mark(self, modality: str) -> None:
        """Keep the strongest word on certainty: an aim or expectation wins over a plan, a plan over a plain tense."""
        order = ["", "stated", "done", "planned", "expected", "aim"]
        if order.index(modality) > order.index(self.group.modality):
            self.group.modality = modality

    def read(self) -> Group | None:
        at = self.at
        while at < len(self.tokens):
            at = self.adverbs(at)
            after = self.step(at)
            if after == 0:
                break
            at = after
            if self.group.lemma and not self.goes_on(at):
                break
        group = self.group
        if not group.lemma and not self.was_be and not self.perfect:
            return None
        if not group.lemma:
            group.lemma = "be" if self.was_be else "have"
            self.perfect = False
        group.chain = tuple(self.chain)
        group.end = max(group.end, self.at + 1)
        if (
            group.lemma in {"see", "guide", "foresee", "envisage"}
            and group.form in {"s", "b"}
            and not group.modality
        ):
            self.mark("expected")
        if group.lemma in v.HOPES and not group.passive and group.modality in {"", "stated", "done"}:
            self.mark_chain(group.lemma)
        if not group.modality:
            finished = self.perfect or group.form in {"d", "n"} or self.past
            group.modality = "done" if finished else "" if group.form in {"b", "g", "t"} else "stated"
        return group

    def goes_on(self, at: int) -> bool:
        """Whether "to" and a verb follow a verb that takes them, or a participle follows be."""
        if self.group.lemma in _STARTS and "g" in v.FORMS.get(self.low(at), ("", ""))[1]:
            return True
        if self.group.lemma in {"seem", "appear"} and self.low(at) in v.ADJECTIVES_TO and self.to_verb(at):
            return True
        if self.group.lemma not in v.CHAIN or self.low(at) != "to":
            return False
        return plain_verb(self.tokens, self.adverbs(at + 1), asked=True)

    def step(self, at: int) -> int:
        """Take the word at `at` into the group; 0 where it does not belong."""
        low, group = self.low(at), self.group
        if not low:
            return 0
        first = not group.form
        if low in v.MODALS and not group.lemma:
            return self.modal(at, low)
        if low == "to":
            return self.to(at)
        if low in v.BE or low in v.HAVE or low in v.DO:
            return self.auxiliary(at, low)
        if low in v.ADJECTIVES_TO and (self.was_be or group.lemma in {"seem", "appear"}) and self.to_verb(at):
            self.seem()
        if low in v.ADJECTIVES_TO and self.was_be and not group.lemma and self.to_verb(at):
            self.mark(v.ADJECTIVES_TO[low])
            self.chain.append(v.FORMS.get(low, (low,))[0])
            group.end, self.was_be = at + 1, False
            return at + 1
        return self.verb(at, low, first=first)

    def to_verb(self, at: int) -> bool:
        """Whether "to" and a verb follow."""
        after = self.adverbs(at + 1)
        return self.low(after) == "to" and plain_verb(self.tokens, self.adverbs(after + 1))

    def seem(self) -> None:
        """Take "seems determined to" as one group."""
        if self.group.lemma:
            self.chain.append(self.group.lemma)
            self.group.lemma, self.was_be = "", True

    def modal(self, at: int, low: str) -> int:
        self.mark(v.MODALS[low])
        self.group.form = self.group.form or "m"
        self.group.infinite = True
        self.group.end = at + 1
        return at + 1

    def to(self, at: int) -> int:
        group = self.group
        if group.lemma:
            self.chain.append(group.lemma)
            self.mark_chain(group.lemma)
            group.lemma = ""
        elif self.was_be or self.perfect:
            self.mark("planned")
        group.form = group.form or "t"
        group.infinite = True
        self.was_be = self.perfect = group.passive = False
        group.end = at + 1
        return at + 1

    def mark_chain(self, lemma: str) -> None:
        if lemma in v.AIM:
            self.mark("aim")
        elif lemma in v.EXPECT:
            self.mark("expected")
        elif lemma in v.PLAN:
            self.mark("planned")

    def auxiliary(self, at: int, low: str) -> int:
        group = self.group
        if group.lemma:
            return 0
        if low in v.BE:
            self.was_be, self.past = True, self.past or low in {"was", "were"}
            form = (
                "s"
                if low in {"is", "are"}
                else "d"
                if low in {"was", "were"}
                else "g"
                if low == "being"
                else "b"
            )
        elif low in v.HAVE:
            self.perfect, self.past = True, self.past or low == "had"
            form = "s" if low in {"has", "have"} else "d" if low == "had" else "g"
        else:
            form = "s"
        group.form = group.form or form
        group.end, group.head = at + 1, at
        return at + 1

    def verb(self, at: int, low: str, *, first: bool) -> int:
        group = self.group
        known = v.FORMS.get(low)
        tags = known[1] if known else guess(low)
        if group.lemma in _STARTS and "g" in tags:
            # "will start operating"
            self.chain.append(group.lemma)
            group.lemma, group.head, group.end = (known[0] if known else low), at, at + 1
            return at + 1
        if group.lemma:
            return 0
        if not self.fits(tags, low, at, first=first):
            return 0
        group.lemma, group.head, group.end = (known[0] if known else low), at, at + 1
        participle = "n" in tags and (self.was_be or (self.perfect and not first))
        group.passive = self.was_be and participle and "g" not in tags
        if first:
            group.form = first_tag(tags)
        self.was_be = False
        after = at + 1
        phrase = f"{group.lemma}_{self.low(after)}"
        if phrase in v.CLASS_OF:
            group.lemma, group.end, after = phrase, after + 1, after + 1
        if group.passive and not group.modality and self.foretold(after):
            self.mark_chain(group.lemma)
        return after

    def foretold(self, after: int) -> bool:
        """Whether a passive tells what is to come: "is planned for", not "was set at"."""
        lemma = self.group.lemma
        if lemma in {"set", "time", "target", "earmark", "design"}:
            return self.low(after) in {"to", "for"} or (
                after < len(self.tokens) and self.tokens[after].kind == "W"
            )
        return lemma in v.EXPECT or lemma in {"plan", "schedule", "slate", "propose"}

    def fits(self, tags: str, low: str, at: int, *, first: bool) -> bool:
        """Whether a verb form may stand here after what was read."""
        if first:
            return True
        if self.was_be:
            noun = low in v.NOUNS_TOO and "n" not in tags and "g" not in tags
            return bool(set(tags) & set("ng")) and not noun and self.not_adjective(at)
        if self.perfect:
            return "n" in tags
        return "b" in tags

    def not_adjective(self, at: int) -> bool:
        """Whether a participle after be is no adjective before a noun ("is planned capacity")."""
        return self.low(at) not in v.ING_NOUNS or self.low(at) in v.FORMS or self.at_object(at + 1)

    def at_object(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].kind in "QN"


_TERMS = frozenset(
    {"calls", "call", "called", "describes", "described", "terms", "termed", "says", "said", "claims"}
)


def find_groups(tokens: list[Token]) -> list[Group]:
    """Return the verb groups of a sentence in order."""
    groups: list[Group] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        group = None
        if at > 1 and tokens[at - 2].low == "what" and token.low in _TERMS:
            # "what it calls the largest mill": the mill is the object
            at += 1
            continue
        if token.low in {"chip", "chips"} and (at + 1 == len(tokens) or tokens[at + 1].low != "in"):
            # "a supply of power chips": a noun
            at += 1
            continue
        if token.kind == "w" and opens(tokens, at, groups):
            group = _Reader(tokens, at).read()
        if group is None:
            at += 1
            continue
        group.negative = (at > 0 and tokens[at - 1].low in {"not", "never"}) or any(
            t.low in {"not", "n't", "never", "no", "cannot"} for t in tokens[group.start : group.end]
        )
        groups.append(group)
        at = max(at + 1, group.end)
    return groups
