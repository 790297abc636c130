"""One thing of an English text with two costs, sizes, capacities, numbers of jobs or opening days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from hinterland.reading.doubts.amounts import base
from hinterland.reading.doubts.scene import NOT_ADDED, Scene

if TYPE_CHECKING:
    from hinterland.reading.model import Quantity

MOST = 60
"""Most amounts of a text that are compared."""
BACK = 320
"""How far before "it" and "its" the thing may be named."""
_NOUN = (
    r"(?:plant|factory|facility|mill|works|park|zone|project|fund|deal|contract|order|dairy|refinery"
    r"|terminal|port"
    r"|mine|bridge|railway|line|campus|cent(?:re|er)|hub|complex|smelter|yard|farm|base|programme"
    r"|program|package"
    r"|investment|takeover|acquisition|merger|loan|venture|site|scheme|tower|airport|warehouse|brewery"
    r"|foundry|dam"
    r"|station|pipeline|expansion|upgrade|phase|stage|agreement|fab|bakery|cannery|sawmill|quay"
    r"|reservoir|hospital)"
)
_ONE_NAME = {
    "factory": "plant",
    "facility": "plant",
    "works": "plant",
    "fab": "plant",
    "mill": "plant",
    "program": "programme",
}
_WORDS = r"(?:[\w'’&.-]+\s){0,3}?"
_FOR_MONEY = (
    r"(?:cost(?:s|ing)?|worth|valued at|priced at|investment of|outlay of|budget of|price of"
    r"|size of|(?<!output )(?<!sales )(?<!export )(?<!added )(?<!sale )value of)"
)
_FOR_SIZE = (
    r"(?:capacity of|capacity (?:will be|is)|rated at|covers?|covering|spans|spread over|area of|size of"
    r"|produces?"
    r"|turns? out|process(?:es)?|makes?|treats?|handles?|refines?|smelts?|serves?|assembles?)"
)
_VERB = re.compile(
    rf"\b(?P<verb>{_FOR_MONEY}|{_FOR_SIZE})\s(?:about\s|some\s|around\s|a total of\s)?$", re.IGNORECASE
)
_THING = re.compile(
    rf"\b(?P<det>the|a|an|its|this|new|\w+['’]s)\s(?P<mods>{_WORDS})(?P<noun>{_NOUN})\b(?!['’]s)",
    re.IGNORECASE,
)
_IN_FRONT = re.compile(r"\b(?P<det>the|this|a|an|its)\s(?P<mods>(?:[\w'’&.-]+\s){0,2})$", re.IGNORECASE)
_BEHIND = re.compile(rf"[\s-](?P<mods>{_WORDS})(?P<noun>{_NOUN})\b(?!['’]s|-)")
_SPENDS = re.compile(
    r"\b(?:spend|invest|put|pour|commit)\w*\s(?:about\s|some\s|around\s|a total of\s)?$", re.IGNORECASE
)
_ON = re.compile(
    rf"\s(?:on|in|into)\s(?P<det>the|a|an|its|this)\s(?P<mods>{_WORDS})(?P<noun>{_NOUN})\b", re.IGNORECASE
)
_OF = re.compile(
    rf"\b(?:investment|cost|capacity|area|size|value|price)\s(?:in|of|for)\s(?P<det>the"
    rf"|this)\s(?P<mods>{_WORDS})"
    rf"(?P<noun>{_NOUN})\s(?:is|was|will be|would be|amounts to|comes to|stands at|of)\s$",
    re.IGNORECASE,
)
_HEADED = re.compile(rf",\s(?P<det>the|this)\s(?P<mods>{_WORDS})(?P<noun>{_NOUN})\b")
_IT = re.compile(r"\b(?:it|its|which)\b", re.IGNORECASE)
_JOBS = re.compile(
    r"\b(?:creat\w+|provid\w+|generat\w+|bring\w*|offer\w*|the|will employ|would employ|work for"
    r"|employment (?:for|to)|jobs for)"
    r"\s(?:about\s|some\s|up to\s|work for\s|employment (?:for|to)\s|jobs for\s|a total of\s)?$",
    re.IGNORECASE,
)
# words that make an amount one of a part, another time, an earlier plan or a growth
_OTHERWISE = re.compile(
    r"\b(?:each|another|additional|further|other|second|third|two|three|including|of which|remaining"
    r"|separate|respectively"
    r"|currently|existing|up to then|from|initial\w*|original\w*|first (?:estimate|plan|put|announced)"
    r"|earlier|previous\w*"
    r"|estimate\w*|now|revised|raised|increase\w*|grown|since|later|eventual\w*|ultimate\w*|average|per"
    r"|half|expand\w*"
    r"|expansion|existing|if|could|at (?:first|least)|phase|stage|started|last year|today|direct\w*"
    r"|indirect\w*|suppliers?"
    r"|construction|temporary|full capacity|complet\w+|when fully|rising|\d+ percent of)\b",
    re.IGNORECASE,
)
_PHASE_WORDS = re.compile(r"\b(?:first|second|third|phase|stage|initial)\b", re.IGNORECASE)
_WEAK = frozenset(
    {"new", "planned", "proposed", "large", "huge", "whole", "entire", "big", "latest", "the", "of", "first"}
)


@dataclass(frozen=True, slots=True)
class Said:
    """An amount said of a thing."""

    q: Quantity
    measure: str
    noun: str
    mods: frozenset[str]
    definite: bool


def find_things(scene: Scene) -> list[tuple[Quantity, Quantity]]:
    """Return pairs of amounts that one thing is said to have of one measure, in different sentences."""
    groups: dict[tuple[str, str, str], list[Said]] = {}
    for q in scene.tagged.quantities:
        said = _said(scene, q)
        if said:
            groups.setdefault((said.measure, said.noun, base(q)[0].split("/")[0]), []).append(said)
    found = []
    for group in groups.values():
        values = {s.q.value * base(s.q)[1] for s in group}
        if len(group) > MOST or not 2 <= len(values) <= 3 or _sums(values):
            continue
        for one, other in combinations(group, 2):
            if one.q.value != other.q.value and other.definite and _one_thing(scene, one, other):
                found.append((one.q, other.q))
    return found


def _sums(values: set[float]) -> bool:
    """Whether one of the values is the sum of the others."""
    return len(values) == 3 and abs(2 * max(values) / sum(values) - 1) < 0.01


def _one_thing(scene: Scene, one: Said, other: Said) -> bool:
    if scene.sentence(one.q.start) is scene.sentence(other.q.start):
        return False
    if one.noun in {"phase", "stage"}:
        return one.mods == other.mods and bool(one.mods)
    return not (one.mods and other.mods) or bool(one.mods & other.mods)


def _said(scene: Scene, q: Quantity) -> Said | None:
    """Return what an amount is said of, None where that is not plain."""
    if (
        q.label
        or q.change
        or q.comparator not in {"eq", "approx"}
        or q.value <= 0
        or not (q.unit or q.currency)
    ):
        return None
    sentence = scene.sentence(q.start)
    if sentence is None or sentence.lang != "en" or (q.unit in NOT_ADDED and not q.currency):
        return None
    floor, ceiling = max(sentence.start, q.start - 140), min(sentence.end, q.end + 60)
    before, after = scene.text[floor : q.core_start], scene.text[q.core_end : ceiling]
    if q.unit == "job" or (
        q.unit == "person" and re.search(r"(?:will|would) employ|work for|jobs for", before[-40:])
    ):
        plain = _JOBS.search(before) and not _OTHERWISE.search(
            _clause(before) + " " + after.split(",")[0][:24]
        )
        return Said(q, "jobs", "jobs", frozenset(), True) if plain else None
    found = _in_front(before, after, q) or _by_verb(scene, floor, before, after, q)
    if found is None:
        return None
    words = _clause(before) + " | " + re.sub(r"\b(?:two|three)\b", "", after.split(",")[0][:24])
    if found.noun in {"phase", "stage"}:
        words = _PHASE_WORDS.sub(" ", words)
    return None if _OTHERWISE.search(words) else found


def _clause(before: str) -> str:
    return re.split(r"[,;:]\s", before)[-1] if len(before) > 60 else before


def _in_front(before: str, after: str, q: Quantity) -> Said | None:
    """Return the thing of "the $90 million plant", "a 300 MW wind farm"."""
    lead, tail = _IN_FRONT.search(before), _BEHIND.match(after)
    if not lead or not tail:
        return None
    return _make(q, "cost" if q.currency else "size", lead["det"], lead["mods"] + tail["mods"], tail["noun"])


def _by_verb(scene: Scene, floor: int, before: str, after: str, q: Quantity) -> Said | None:
    """Return the thing that costs, covers, produces so much."""
    measure = "cost" if q.currency else "size"
    named = _OF.search(before)
    if _SPENDS.search(before):
        named = _ON.match(after)
    if named:
        return _make(q, measure, named["det"], named["mods"], named["noun"])
    verb = _VERB.search(before)
    if not verb or (
        bool(re.fullmatch(_FOR_MONEY, verb["verb"], re.IGNORECASE)) != bool(q.currency)
        and verb["verb"] != "size of"
    ):
        return None
    lead = before[: verb.start()]
    if not lead.strip():
        head = _HEADED.match(after)
        return _make(q, measure, head["det"], head["mods"], head["noun"]) if head else None
    things = list(_THING.finditer(lead))
    if things and not re.search(r"[.;]\s", lead[things[-1].end() :]):
        last = things[-1]
        return _make(q, measure, last["det"], last["mods"], last["noun"])
    if _IT.search(lead):
        earlier = list(_THING.finditer(scene.text, max(0, floor - BACK), floor))
        if earlier:
            return _make(q, measure, "it", earlier[-1]["mods"], earlier[-1]["noun"])
    return None


def _make(q: Quantity, measure: str, det: str, mods: str, noun: str) -> Said:
    noun = noun.lower()
    words = frozenset(w.lower().strip(".,") for w in mods.split())
    weak = _WEAK if noun not in {"phase", "stage"} else frozenset({"the"})
    return Said(q, measure, _ONE_NAME.get(noun, noun), words - weak, det.lower() not in {"a", "an", "new"})
