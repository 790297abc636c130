"""Funds and policies that are set up, published, explored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.reading.english import attach, nouns, objects
from hinterland.reading.english.drafts import draft, words_of
from hinterland.reading.english.frames import BUILDERS
from hinterland.reading.english.who import NOBODY
from hinterland.reading.model import Draft
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.objects import Phrase
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import When


_FUNDERS = BUILDERS | words("raise explore study close announce form back discuss")


_PUBLISHERS = words(
    "publish release unveil issue adopt introduce announce approve pass enact promulgate draft roll_out present "
    "endorse ratify launch explore outline draw_up formulate revise amend implement clear"
)


_FAVOURS = words(
    "package incentives levy moratorium credit credits relief exemption exemptions quota quotas tax duties"
)
_RULES = words(
    "prepare plan propose consider finalise finalize put pass sign set set_out extend grant offer back exempt cut "
    "raise lower draw_up write establish create design review update tighten ease relax scrap suspend agree work"
)
_GIVEN = words("subsidy subsidies incentive grant")
_PROHIBITS = words("ban abolish lift impose prohibit outlaw scrap")


_CURBS = words(
    "ban bans tariff tariffs restriction restrictions curbs limit limits duty duties sanctions quota quotas"
)


_OWN_PLANS = frozenset({"plan", "plans"})


def find_fund(scene: Scene, number: int) -> Draft | None:
    """Return the fund that the clause says is set up, raised or studied."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or clause.say or group.lemma not in _FUNDERS or scene.denied(number):
        return None
    acted = group.passive or (clause.how == "part" and group.form in {"d", "n"})
    rows = objects.subject_of(scene, clause) if acted else objects.object_of(scene, clause)
    phrase = objects.first_of(rows, nouns.FUNDS)
    if phrase is None:
        return None
    parties = scene.who.get(number, NOBODY).parties or scene.memory.default().parties
    scene.memory.keep_thing("fund", parties, scene.places(number))
    near = any(scene.tokens[i].quantity for i in range(phrase.start, min(phrase.end + 3, clause.right)))
    if phrase.valued or near:
        return None
    return draft(
        scene,
        number,
        "fund",
        (scene.opening(clause), clause.right),
        measure=words_of(scene, phrase),
        when=attach.of_event(scene.tokens, clause),
    )


_TITLES = words(
    "Plan Programme Program Strategy Roadmap Measures Opinions Guidelines Blueprint Policy Regulations"
)


def find_title(scene: Scene) -> Draft | None:
    """Return the plan or programme that a document's title says it is."""
    if scene.clauses[0].group is not None or scene.tokens[-1].low in {".", ":"}:
        return None
    titled = any(_TITLES & set(t.raw.split()) for t in scene.tokens if t.kind in "wNW")
    about = scene.memory.principal
    if not titled or about.sort != "region":
        return None
    dates = [w for _, w in attach.whens_of(scene.tokens, 0, len(scene.tokens)) if w.date]
    start, end = scene.spot(0, len(scene.tokens))
    return Draft(
        "policy", start, end, "done", "plan", when=dates[-1] if dates else None, parties=about.parties,
        places=about.places, basis="the title",
    )  # fmt: skip


def _priced(scene: Scene, phrase: Phrase) -> bool:
    """Whether a subsidy is given with its amount, which makes a claim of its own."""
    return phrase.valued or any(t.quantity for t in scene.tokens[phrase.end : phrase.end + 3])


def find_policy(scene: Scene, number: int) -> Draft | None:
    """Return the plan, law or measure that the clause says is published or to be explored."""
    clause = scene.clauses[number]
    group = clause.group
    if group is None or clause.say or scene.denied(number):
        return None
    if group.lemma in _PROHIBITS:
        return _prohibition(scene, number)
    ruler = scene.who.get(number, NOBODY).sort == "region"
    if group.lemma not in _PUBLISHERS and not (ruler and group.lemma in _RULES):
        return None
    acted = group.passive or (
        group.form in {"d", "n"} and (clause.how == "part" or scene.low(group.end) == "by")
    )
    rows = objects.subject_of(scene, clause) if acted else objects.object_of(scene, clause)
    heads = nouns.POLICIES | _FAVOURS if ruler else nouns.POLICIES
    phrase = objects.first_of(rows, heads)
    if phrase is not None and phrase.head in _FAVOURS | _GIVEN and _priced(scene, phrase):
        return None
    if phrase is None or not _public(scene, number, phrase):
        return None
    quantity = None
    for i in range(phrase.start, min(phrase.end + 1, clause.right)):
        q = scene.tokens[i].quantity
        if q is not None and q.unit == "year":
            quantity = q
            scene.used.add(i)
    made = draft(
        scene,
        number,
        "policy",
        (scene.opening(clause), clause.right),
        measure=words_of(scene, phrase),
        when=_of_plan(scene, clause, phrase),
    )
    if quantity is None:
        return made
    return replace(made, quantity=quantity)


def _public(scene: Scene, number: int, phrase: Phrase) -> bool:
    """Whether a plan is a document, not what a firm means to do ("announced plans to build")."""
    if phrase.head in _OWN_PLANS:
        after = (
            phrase.end + 1
            if phrase.end < len(scene.tokens) and scene.tokens[phrase.end].kind == "W"
            else phrase.end
        )
        follows = scene.low(after)
        region = scene.who.get(number, NOBODY).sort == "region"
        if (follows == "to" and not (region and phrase.head == "plan")) or (
            follows == "for" and scene.who.get(number, NOBODY).sort != "region"
        ):
            return False
    return not (
        phrase.head in {"bill", "measure", "standard", "tariff", "paper"}
        and scene.who.get(number, NOBODY).sort == "organisation"
    )


def _of_plan(scene: Scene, clause: Clause, phrase: Phrase) -> When | None:
    """Return the period of a plan where the words name one, else the day of its publication."""
    right = clause.right
    if right < len(scene.tokens) and scene.low(right) in {
        "covering",
        "spanning",
        "covers",
        "runs",
        "running",
    }:
        # "has issued a plan for the industry covering 2024 to 2026"
        right = next((i for i in range(right, len(scene.tokens)) if scene.low(i) in {",", ".", ";"}), right)
    dates = [w for i, w in attach.whens_of(scene.tokens, clause.left, right) if w.date and i >= phrase.start]
    periods = [w for w in dates if w.first]
    return periods[-1] if periods else attach.of_event(scene.tokens, clause)


def _prohibition(scene: Scene, number: int) -> Draft | None:
    clause = scene.clauses[number]
    who = scene.who.get(number, NOBODY)
    rows = objects.object_of(scene, clause)
    bans = clause.group is not None and clause.group.lemma in {
        "ban",
        "abolish",
        "prohibit",
        "outlaw",
        "impose",
    }
    if who.sort != "region" or not rows or not (bans or rows[0].head in _CURBS):
        return None
    return draft(
        scene,
        number,
        "policy",
        (scene.opening(clause), clause.right),
        measure=words_of(scene, rows[0]),
        when=attach.of_event(scene.tokens, clause),
    )
