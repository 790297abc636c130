"""What sort of claim a value makes, by its unit and the words around it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.english import verbs as v
from hinterland.reading.english.who import NOBODY
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.english.values import Spot
    from hinterland.reading.model import ClaimKind


_POLICY_RATES = words(
    "subsidy subsidies tariff tariffs tax duty duties rebate rebates exemption exempt levy interest refund"
)


_POLICY_TERMS = words(
    "subsidy subsidies tariff tariffs tax duty duties rebate rebates exemption exemptions abatement abatements "
    "licence licences license licenses moratorium rent-free tax-free duty-free incentive incentives quota "
    "levy waiver holiday"
)
_POLICY_VERBS = words("exempt subsidise subsidize waive tax reimburse")


_STAGES = words("phase stage project venture scheme works construction expansion unit start-up")


def kind_of(scene: Scene, spot: Spot, last: str) -> ClaimKind:
    """Return what sort of claim a value makes."""
    q = spot.quantity
    future = scene.future(spot.modality, spot.when)
    if q.unit == "currency":
        return _money(scene, spot, last, future=future)
    if q.unit in {"year"}:
        near = {*spot.after[:6], *spot.before[-8:]}
        ruled = nouns.POLICIES & {*spot.after[:6], *spot.before[-5:]} or (
            near & _POLICY_TERMS and _ruler(scene, spot)
        )
        return "policy" if ruled or _rules(spot) else "fact"
    if q.unit in {"percent", "percentage_point", "multiple"}:
        return _share(spot, future=future)
    if q.unit in nouns.JOB_UNITS:
        return "target" if future or _beside_plan(spot, last) else "fact"
    if q.unit in nouns.AREA_UNITS or q.unit in nouns.LENGTH_UNITS:
        return _area(scene, spot)
    if q.unit in nouns.PLANT_UNITS:
        return _capacity(scene, spot, future=future)
    if q.unit in nouns.THING_UNITS and _built(spot):
        return "facility"
    return "target" if future else "fact"


def _beside_plan(spot: Spot, last: str) -> bool:
    """Whether people are estimated beside an investment: "puts the cost at 9 million and the staff at 90"."""
    group = spot.clause.group
    put = group is not None and group.lemma in v.EXPECT | {"put", "give"}
    return put and last == "investment" and spot.at != spot.marks[0] and spot.before[-1:] == ["at"]


def _part(spot: Spot) -> bool:
    """Whether an amount is a part of one before it, or said to come from somebody."""
    group = spot.clause.group
    comes = group is not None and group.lemma in {"come", "stem"} and "from" in spot.after[:3]
    whole = {("of", "which"), ("of", "this"), ("of", "that")}
    return comes or spot.after[:2] == ["of", "which"] or bool(whole & set(pairwise(spot.before[:4])))


def _rules(spot: Spot) -> bool:
    """Whether the verb is that of a rule: "will exempt smelters from tax for five years"."""
    group = spot.clause.group
    return group is not None and group.lemma in _POLICY_VERBS


def _ruler(scene: Scene, spot: Spot) -> bool:
    """Whether a government speaks, or nobody: "Operators may add others under a licence valid for 20 years"."""
    return scene.who.get(spot.number, NOBODY).sort != "organisation"


def _built(spot: Spot) -> bool:
    group = spot.clause.group
    return group is not None and group.of("build") and group.lemma not in {"plan", "begin", "start"}


_BOUGHT = words("contract contracts deal deals investment investments project projects order agreement plant")
_PAYS = words("meet bear put_up bring_in shoulder")
_ADDS = words("add inject contribute bring put provide inject give")
_EQUITY = frozenset({"equity", "capital"})
_REST = frozenset({"remaining", "rest", "balance", "remainder"})
_DRAWS = words("attract draw bring bring_in pull_in")


def _money(scene: Scene, spot: Spot, last: str, *, future: bool) -> ClaimKind:
    """Return whether money is spent, a fund's size, or a figure of business."""
    fallback: ClaimKind = "target" if future else "fact"
    if _rules(spot) and scene.who.get(spot.number, NOBODY).sort == "region":
        return "policy"
    if set(spot.after[:3]) & nouns.FUNDS or set(spot.before[-5:]) & nouns.FUNDS:
        return "fund"
    if _adjective_of(scene, spot):
        return "investment"
    if "worth" in spot.before[-3:]:
        subject = scene.lows(*spot.clause.subject)
        return "investment" if _BOUGHT & {*spot.before, *subject} else fallback
    found = _by_verb(scene, spot, fallback, future=future)
    if found is not None:
        return found
    if _part(spot) and last in {"investment", "fund"}:
        # "640 million, 210 million of which comes from the state"
        return last  # type: ignore[return-value]
    if len(spot.marks) > 1 and spot.at != spot.marks[0] and last in {"investment", "fund", "target", "fact"}:
        return last  # type: ignore[return-value]
    if _REST & set(spot.before[-4:]) and last in {"investment", "fund"}:
        # "the remaining 150 million is the share of Alba"
        return last  # type: ignore[return-value]
    return "investment" if spot.clause.group is None and last == "investment" else fallback


def _by_verb(scene: Scene, spot: Spot, fallback: ClaimKind, *, future: bool) -> ClaimKind | None:
    """Return what the verb and the nouns near an amount make of it."""
    group = spot.clause.group
    lemma = group.lemma if group is not None else ""
    before, after = _nearest(spot.before), _nearest(spot.after[:8])
    if lemma in _DRAWS:
        return fallback
    if spot.after[:1] == ["into"] or (lemma == "go" and "into" in spot.after[:2]):
        return "investment"
    if lemma == "raise" and before != "invest" and spot.before[-1:] in (["to"], ["from"], ["by"]):
        return fallback
    spends = group is not None and (group.of("invest") or lemma in {"cost", "require", "put"} | _PAYS)
    spends = spends or bool(_EQUITY & set(spot.after[:3]) and lemma in _ADDS)
    lender = scene.who.get(spot.number, NOBODY).noun in {"bank", "fund", "agency", "lender"}
    spends = spends or (lender and lemma in {"approve", "promise", "pledge", "agree", "sign", "clear"})
    if before == "result" or (before != "invest" and after == "result" and not spends):
        return fallback
    if not spends and "invest" not in {before, after}:
        return None
    region = scene.who.get(spot.number, NOBODY).sort == "region"
    statistics = not spends and not future and region and spot.when is not None
    return fallback if statistics else "investment"


def _adjective_of(scene: Scene, spot: Spot) -> bool:
    """Whether the amount stands before a plant as its price: "a $2 billion plant"."""
    start = spot.at + 1
    if scene.low(start) == "(":
        start = next(
            (i + 1 for i in range(start, min(start + 8, spot.clause.right)) if scene.low(i) == ")"), start
        )
    for i in range(start, min(start + 5, spot.clause.right)):
        low = scene.low(i)
        name = scene.tokens[i].name
        if name is not None and name.kind != "group":
            continue
        if low in nouns.FACILITIES or low in {
            "project",
            "expansion",
            "investment",
            "scheme",
            "upgrade",
            "programme",
            "contract",
            "deal",
        }:
            return True
        if not low or low in v.PREPOSITIONS or low in {",", ".", "and"} or low in v.DETERMINERS:
            return False
    return False


def _nearest(words: list[str]) -> str:
    for word in reversed(words):
        if word in nouns.INVESTMENT_WORDS:
            return "invest"
        if word in nouns.RESULT_WORDS:
            return "result"
    return ""


def _share(spot: Spot, *, future: bool) -> ClaimKind:
    group = spot.clause.group
    words = set(spot.before[-8:]) | set(spot.after[:6])
    if (
        words & _POLICY_RATES
        and group is not None
        and (group.of("publish") or group.of("invest") or group.lemma in {"be", "have", "exempt", "enjoy"})
    ):
        return "policy"
    return "target" if future else "fact"


def _area(scene: Scene, spot: Spot) -> ClaimKind:
    group, who = spot.clause.group, scene.who.get(spot.number, NOBODY)
    words = set(spot.before) | set(spot.after[:6])
    built = (
        group is None
        or who.sort == "thing"
        or group.of("build")
        or group.of("cover")
        or group.lemma in {"be", "have", "make"}
    )
    return (
        "facility"
        if built or words & nouns.FACILITIES
        else "target"
        if scene.future(spot.modality, spot.when)
        else "fact"
    )


def _capacity(scene: Scene, spot: Spot, *, future: bool) -> ClaimKind:
    group, who = spot.clause.group, scene.who.get(spot.number, NOBODY)
    plant = who.noun in nouns.FACILITIES | _STAGES or (group is not None and group.of("build"))
    words = set(spot.before[-8:]) | set(spot.after[:6])
    aimed = spot.modality == "aim" or (spot.when is not None and future)
    if aimed and not (group is not None and group.of("build") and words & nouns.FACILITIES):
        return "target"
    if set(spot.after[:3]) & nouns.STRONG_FACILITIES and (spot.when is None or future):
        return "facility"
    if (spot.modality == "done" and not words & {"capacity"}) or (spot.when is not None and not future):
        return "fact"
    if plant or words & nouns.FACILITIES or (words & {"capacity"} and spot.when is None):
        return "facility"
    makes = group is not None and (group.of("produce") or group.lemma in {"have", "be", "produce", "make"})
    if future and makes and spot.when is None and scene.memory.thing.parties:
        return "facility"
    return "target" if future else "fact"


# -- drafts
