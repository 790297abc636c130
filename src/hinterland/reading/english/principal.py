"""Whom a document is about: what its claims fall back on where the grammar does not say who acts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hinterland.reading.english import names_words as w

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.reading.model import Name, Sentence

MOST = 400
"""Names that are weighed: whom a long document is about, its first pages say."""
ENOUGH = 2.0
"""Weight that a name needs: one mention in passing is not enough."""

_TITLED = re.compile(
    r"(?:['’]s|:)?(?: [\w'’&+-]+){0,12}? (?:Plan|Programme|Program|Opinions|Measures|Guidelines|Strategy|Roadmap"
    r"|Notice|Polic(?:y|ies)|Report|Outline|Agenda|Blueprint|Regulations?|Scheme|Budget|Work Points|Key Points)\b",
    re.IGNORECASE,
)
_AIMS = re.compile(
    r" (?:to|plans|aims|will|seeks|vows|sets|targets|unveils|launches|pledges|wants|bets|eyes|earmarks) "
)
_PAPER = re.compile(
    r"\b(?:plan|programme|program|opinions|measures|guidelines|strategy|roadmap|polic(?:y|ies)|report|outline|agenda"
    r"|blueprint|regulations?|budget)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(r"(?:['’]s [a-z]|,? (?:(?:also|now|today|has|have|had|which|and) ){0,2}([a-z]{2,20})\b)")
_LISTED = re.compile(r"(?:,|,? and|,? &) (?:the |[A-Z]\w{2,20}['’]s ){0,2}")
_DEFINED = re.compile(
    r"[^()\n]{0,40}\((?:[^()\n]{0,60}\b)?(?:the )?[\"“'](?:the )?(?:Company|Group|Issuer|Corporation)\b"
)
_SOURCE = re.compile(
    r"\b(?:according to|estimates? (?:by|from)|forecasts? (?:by|from)|data from|figures from|research by|survey by"
    r"|told|report(?:s|ed)? (?:by|in|from)|said in|quoted by|analysts? (?:at|with|from)|economists? (?:at|with|from)"
    r"|strategists? (?:at|with|from)|consultan(?:t|cy|ts) )(?: the| a)?\W*(?:\w+ )?$",
    re.IGNORECASE,
)
_WATCHES = re.compile(
    r"(?:['’]s)? ?,? ?(?:analysts?|economists?|strategists?|research(?:ers)?\b"
    r"|, a (?:consultancy|broker|research|think)"
    r"|(?:said|wrote|estimates?|reckons?|forecasts?|notes?) in a (?:note|report))",
    re.IGNORECASE,
)
_ALLOWS = re.compile(
    r" (?:on \w{3,9} |yesterday |today )?(?:has |had |have )?(?:on \w{3,9} )?(?:approved|cleared|granted|permitted"
    r"|ruled|licensed|authorised|authorized|certified|signed off)\b"
)
_AGENT = re.compile(
    r"\b(?:built|developed|operated|run|owned|led|undertaken|implemented|constructed|invested in"
    r"|proposed|project) (?:by|of) (?:the |a )?(?:[\w-]+ ){0,3}$",
    re.IGNORECASE,
)
_PARENT = re.compile(
    r"\b(?:subsidiary|unit|arm|affiliate|division|branch|part|member|backed|controlled|majority-owned)"
    r" (?:of|by) (?:the )?(?:[\w'’-]+ ){0,3}$|\b(?:parent|parent company|owner|shareholder),? $",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\b(?:chosen|picked|selected|built|made|bought|announced|planned|started|opened|launched) by $"
)
_BESIDE = re.compile(
    r"\b(?:with|from|by|to|for|of|between|and|than|like|including|against|via|at|in) (?:the |a |an )?$"
)
_ORGAN = re.compile(
    r"\b(?:board(?: of directors)?|directors|management|shareholders|head|president|chairman|chief executive"
    r"|(?:managing )?director|spokes(?:man|woman|person)) (?:of|at|for) (?:the )?$",
    re.IGNORECASE,
)
_ORDERS = w.words("imperatives")
_VERBS = w.ORG_VERBS - {"and"}
_OBSERVERS = w.words("observer_heads")
_FORMS = {x.strip(".").lower() for x in w.COMPANY_ENDS}


@dataclass(slots=True)
class _Weighed:
    """A name with its short forms: every mention, and what speaks for it."""

    names: list[Name] = field(default_factory=list)
    weight: float = 0.0
    acts: float = 0.0
    body: int = 0
    out: bool = False

    def best(self) -> Name:
        """Return the fullest mention, one in small letters before one in capitals."""
        return max(
            self.names, key=lambda n: (not n.text.isupper(), len(_bare(n.text)), len(n.text), -n.start)
        )


def principals(text: str, sentences: Sequence[Sentence], names: Sequence[Name]) -> tuple[Name, ...]:
    """Return the organisations and governments that a document is about, the most salient first.

    Parameters
    ----------
    text
        The clean text.
    sentences
        Its sentences.
    names
        The names that were found in it, in order.

    Returns
    -------
    The fullest mention of each; none where nobody stands out. A place stands for its government where the document
    is a plan or report with its name in the title. Publishers, brokers and consultants are left out.
    """
    english = [s for s in sentences if s.lang == "en"]
    if not english:
        return ()
    starts = _Places(english, text)
    firms = [n for n in names[:MOST] if _may_be(n)]
    groups = _grouped(text, firms)
    starts.acting = _acting(text, firms)
    _titled(text, english[0], names, groups)
    for group in groups:
        for name in group.names:
            _weigh(text, starts, group, name)
        _sum_up(group)
    groups = [g for g in groups if not g.out and g.weight >= 0.0]
    groups.sort(key=lambda g: (-g.weight, g.names[0].start))
    kept = [g for g in groups if g.weight >= max(ENOUGH, 0.4 * groups[0].weight)] or groups[:1]
    return tuple(g.best() for g in kept) or _of_place(english[0], names)


def _of_place(head: Sentence, names: Sequence[Name]) -> tuple[Name, ...]:
    """Return the place of the headline that the text goes on to talk of, where it names no organisation at all."""
    places = [n for n in names if n.kind == "place" and n.head != "dateline"]
    counts = Counter(n.text for n in places)
    found = [n for n in places if n.start < head.end and (counts[n.text] > 1 or len(counts) == 1)]
    again = [
        n
        for n in places
        if n.start >= head.end and any(n.text in p.text for p in places if p.start < head.end)
    ]
    return tuple(found[:1] or again[:1])


class _Places:
    """Where sentences begin, and which of them are the head of the document."""

    def __init__(self, sentences: Sequence[Sentence], text: str) -> None:
        self.sentences = sentences
        first = sentences[0].paragraph
        self.head_end = sentences[0].end
        self.lead = next((s for s in sentences if s.paragraph > first and s.end - s.start > 60), sentences[0])
        if sentences[0].end - sentences[0].start > 60 and text[sentences[0].end - 1] == ".":
            # no headline
            self.lead = sentences[0]
        self._starts = [s.start for s in sentences]
        self.acting: set[int] = set()

    def of(self, name: Name) -> Sentence:
        """Return the sentence of a name."""
        return self.sentences[max(0, bisect_right(self._starts, name.start) - 1)]


def _acting(text: str, names: Sequence[Name]) -> set[int]:
    """Return where the names stand that a verb follows, or that one in a list with them is followed by."""
    found: set[int] = set()
    after: Name | None = None
    for name in reversed(names):
        match = _ACTS.match(text, name.end, name.end + 60)
        acts = match is not None and (match[1] is None or match[1] in _VERBS or match[1].endswith("ed"))
        listed = after is not None and after.start in found and _LISTED.fullmatch(text, name.end, after.start)
        if acts or listed:
            found.add(name.start)
        after = name
    return found


def _may_be(name: Name) -> bool:
    return name.kind in {"organisation", "government"} and name.head not in {"media", "dateline"}


def _bare(text: str) -> str:
    """Return a name in small letters without "the" and its legal form."""
    words = [x.strip(".,()").lower() for x in text.split()]
    if words[:2] == ["government", "of"]:
        words = [*words[2:], "government"]
    while len(words) > 1 and words[-1] in _FORMS | {"&", "co", ""}:
        words.pop()
    return " ".join(words[1:] if len(words) > 1 and words[0] in {"the", "pt"} else words)


def _grouped(text: str, names: Sequence[Name]) -> list[_Weighed]:
    """Return the names with their short forms together."""
    groups: dict[str, _Weighed] = {}
    first: dict[str, str] = {}
    last, at = "", -9
    for name in names:
        bare = _bare(name.text)
        front = bare.split(" ")[0]
        if last and text[at : name.start] == " (" and text[name.end : name.end + 1] == ")":
            first[bare] = last  # Volta Aluminium Co (VALCO)
        alias = first.get(bare) if " " not in bare else None
        key = bare if bare in groups else first.get(front, bare)
        alike = bare.startswith(key) or key.startswith(bare) or _initials(key) == bare
        if not (alike or alias == key) or (name.kind == "government" and bare != key):
            key = bare
        groups.setdefault(key, _Weighed()).names.append(name)
        last, at = key, name.end
        if not w.everyday(front):
            first.setdefault(front, key)
    return list(groups.values())


def _initials(bare: str) -> str:
    return "".join(x[0] for x in bare.split() if x)


def _titled(text: str, head: Sentence, names: Sequence[Name], groups: list[_Weighed]) -> None:
    """Put in the place or government whose plan or report the document is: "Zhuzhou Work Plan for ..."."""
    inside = [n for n in names if n.start < head.end and n.head != "dateline"]
    rulers = [n for n in inside if n.kind == "government"]
    if rulers and _PAPER.search(text, head.start, head.end) and all(n.kind != "organisation" for n in inside):
        next(g for g in groups if rulers[0] in g.names).weight += 6.0
        return
    for name in names:
        if name.start >= head.end:
            return
        again = [n for n in names if n.kind == "place" and n.text == name.text and n.head != "dateline"]
        if (
            name.kind == "place"
            and name.start == head.start
            and len(again) > 1
            and _AIMS.match(text, name.end)
        ):
            groups.append(_Weighed(again, 1.0))
            return
        if name.kind == "place" and name.head != "dateline" and name.start - head.start < 12:
            dated = text[name.end : name.end + 3] in {" - ", " – ", " — "}
            if not dated and _TITLED.match(text, name.end, head.end):
                groups.append(_Weighed([name], 6.0))
            return


def _weigh(text: str, starts: _Places, group: _Weighed, name: Name) -> None:
    """Count one mention."""
    before, after = text[max(0, name.start - 48) : name.start], text[name.end : name.end + 60]
    sentence = starts.of(name)
    observes = bool(set(_last(name.text)) & _OBSERVERS)
    if _SOURCE.search(before) or _WATCHES.match(after) or observes:
        group.out = group.out or name.kind != "government"
    group.weight += _standing(text, starts, sentence, name)
    group.body += name.start >= starts.head_end and not _alone(sentence, name)
    if _DEFINED.match(text, name.end, name.end + 110):
        group.weight += 5.0
    if _PARENT.search(before):
        group.weight -= 2.0
        return
    if sentence is starts.lead and _DOES.search(before):
        group.acts += 1.5
        group.weight += 2.0
        return
    if _AGENT.search(before):
        group.weight += 2.0 if sentence in (starts.lead, starts.sentences[0]) else 0.5
        return
    if _ORGAN.search(before):
        group.acts += 1.5
        group.weight += 2.0 * (sentence is starts.lead)
        return
    ordered = before.rstrip().rpartition(" ")[2].lower() in _ORDERS
    if ordered or _BESIDE.search(before):
        return
    if _ALLOWS.match(after):
        group.weight -= 1.0
        return
    group.acts += 1.5 * (name.start in starts.acting)
    if sentence is starts.lead:
        into = name.start - sentence.start
        group.weight += 3.0 if into < 5 else 2.0 * (into < 60)


def _standing(text: str, starts: _Places, sentence: Sentence, name: Name) -> float:
    """Return the weight of where a mention stands: a letterhead, the headline, a signature."""
    alone = _alone(sentence, name)
    if name.start < starts.head_end:
        return 6.0 if alone else 1.0
    if alone or text[max(sentence.start, name.start - 5) : name.start].lower() == "for ":
        return 4.0 if name.head or name.text.isupper() else 0.5
    return 0.0


def _alone(sentence: Sentence, name: Name) -> bool:
    """Whether a name is all of its line, as a letterhead is."""
    return sentence.end - sentence.start <= name.end - name.start + 2


def _sum_up(group: _Weighed) -> None:
    """Add what all the mentions say together."""
    formal = any(set(_last(n.text)) & _FORMS for n in group.names)
    headed = len(group.names) > group.body
    group.weight += min(group.acts, 4.5) + 0.5 * min(group.body, 6) + 1.0 * formal
    group.weight += 2.0 if headed and group.body else 0.0
    if len(group.names) == 1 and not group.acts:
        group.weight -= 1.0


def _last(text: str) -> list[str]:
    return [x.strip(".,").lower() for x in text.split()[-2:]]
