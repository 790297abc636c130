"""Dates that govern a clause from outside it: the sentence's lead, the clause before, a heading, "by then"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hinterland.reading.english import attach
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.clauses import Clause
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import When


def lead_when(scene: Scene) -> When | None:
    """Return the date that a sentence opens with."""
    first = scene.clauses[0]
    end = min(first.subject[0], first.group.start) if first.group is not None else 0
    if first.group is not None and all(
        t.kind == "W" for t in scene.tokens[first.subject[0] : first.group.start]
    ):
        # "2023 saw Alba sell": the year is the subject
        end = first.group.start
    dates = [w for _, w in attach.whens_of(scene.tokens, 0, end) if w.date and w.role != "since"]
    if first.say:
        # "By 2030, says the plan, the city wants": the day of the saying is no such date
        dates = [w for w in dates if len(w.date) < 10 and scene.low(1) == "," and scene.tokens[0].when is w]
    return dates[-1] if dates else None


def carried(scene: Scene, number: int) -> When | None:
    """Return the date that governs the whole sentence or the clause that this one goes on from."""
    clause = scene.clauses[number]
    if attach.says_then(scene.tokens, clause) and scene.last_when is not None:
        return scene.last_when
    found = _resumed(scene, number) or _condition(scene, number) or _of_whole(scene, number)
    found = found or lead_when(scene) or _of_parent(scene, number)
    if found is not None:
        return found
    at = next(
        (i for i in (clause.asked, clause.left, clause.left - 1) if i > 0 and scene.low(i) == "when"), 0
    )
    if at:
        near = [t.when for t in scene.tokens[max(0, at - 2) : at] if t.when is not None]
        if near and near[-1].date:
            return near[-1]
    if scene.memory.period is not None and _of_period(scene, clause):
        return scene.memory.period
    found = _behind(scene, number)
    if found is not None:
        return found
    items = scene.memory.items
    found = _shared(scene, number) or (items.when if items else None) or _of_paragraph(scene, number)
    return found or _of_figures(scene, number)


_PERIODS = frozenset({("the", "period"), ("that", "period"), ("this", "period"), ("the", "plan")})


def _of_period(scene: Scene, clause: Clause) -> bool:
    """Whether a clause holds for the period of a plan: "By the end of the period, sales are to reach"."""
    first = scene.clauses[0]
    lead = scene.lows(0, first.subject[0]) if clause.how in {"main", "and"} else []
    for lows in (scene.lows(clause.left, clause.right), lead):
        for i, pair in enumerate(pairwise(lows)):
            if (
                pair in _PERIODS
                and i
                and lows[i - 1] in ({"of"} if pair[1] == "plan" else {"of", "over", "in", "during"})
            ):
                return pair[1] == "period" or lows[i - 2 : i - 1] == ["end"]
    return False


def _resumed(scene: Scene, number: int) -> When | None:
    """Return the date of the verb that a subject goes on to: "A grant of 38 million, approved, will be paid by"."""
    clause = scene.clauses[number]
    if clause.how not in {"part", "rel"} or not clause.pending:
        return None
    after = next((c for c in scene.clauses[number + 1 :] if c.how == "main"), None)
    if after is None or after.group is None or after.subject != clause.subject:
        return None
    inside = any(t.quantity for t in scene.tokens[slice(*clause.subject)])
    if (
        not inside
        or clause.group is None
        or any(t.quantity for t in scene.tokens[clause.group.end : clause.right])
    ):
        return None
    if attach.says_then(scene.tokens, after):
        return scene.last_when
    return attach.of_event(scene.tokens, after)


def _of_whole(scene: Scene, number: int) -> When | None:
    """Return the date of the whole that a part is of: "Of the cars built in 2023, 500,000 were electric"."""
    first = scene.clauses[0]
    if number != 1 or scene.low(0) != "of" or first.group is None or first.group.form not in {"d", "n"}:
        return None
    dates = [w for _, w in attach.whens_of(scene.tokens, 0, first.right) if w.date]
    return dates[-1] if dates and tense_of(scene, 0) == tense_of(scene, 1) else None


_ONCE = frozenset({"once", "when", "after", "until"})


def _condition(scene: Scene, number: int) -> When | None:
    """Return the date of what must come first: "will employ 700 once full capacity is reached, expected in 2028"."""
    if tense_of(scene, number) != "future":
        return None
    first = scene.clauses[0]
    if number == 1 and scene.low(0) in _ONCE | {"as"} and first.right == scene.clauses[1].left:
        # "When it opens in 2028, the plant will employ 700"
        dates = [w for _, w in attach.whens_of(scene.tokens, 0, first.right) if w.date]
        return dates[0] if dates else None
    if number + 1 >= len(scene.clauses):
        return None
    after = scene.clauses[number + 1]
    opens = (after.left - 1, after.left, after.asked)
    if not any(i > 0 and scene.low(i) in _ONCE for i in opens):
        return None
    dates = [w for _, w in attach.whens_of(scene.tokens, after.left, len(scene.tokens)) if w.date]
    return dates[0] if dates else None


def _of_parent(scene: Scene, number: int) -> When | None:
    """Return the date of the clause that this one goes on from, where both speak of the same time."""
    clause = scene.clauses[number]
    if clause.parent < 0:
        return None
    up = scene.clauses[clause.parent]
    if clause.how == "and" and scene.last_when is not None and attach.says_then(scene.tokens, up):
        # "the farm will then supply 700,000 households and save 2 million tonnes"
        return scene.last_when
    level = (
        clause.how == "to"
        and clause.group is not None
        and clause.group.lemma in {"stand", "reach", "total", "hit"}
    )
    row = (
        clause.how == "to"
        and scene.low(clause.left - 1) == "and"
        and up.group is not None
        and up.group.infinite
    )
    if clause.how not in {"and", "part", "rel"} and not (level or row or _beside(scene, number)):
        return None
    if up.group is not None and up.group.lemma == "found":
        return None
    if up.say or tense_of(scene, number) != tense_of(scene, clause.parent):
        return None
    found = attach.whens_of(scene.tokens, up.left, up.right)
    dates = [w for i, w in found if w.date and w.role != "since" and not attach.reference(scene.tokens, i)]
    dates = [w for w in dates if not attach.reporting(up, w)]
    return dates[-1] if dates else _of_parent(scene, clause.parent)


def _beside(scene: Scene, number: int) -> bool:
    """Whether a clause states a figure beside another: "revenue rose 5 percent in 2022 while profit fell"."""
    clause = scene.clauses[number]
    joined = scene.low(clause.left - 1) in {"while", "whereas", "and"}
    if scene.low(clause.left - 1) == "when" and scene.modality(number) == "done":
        return True
    up = scene.clauses[clause.parent]
    valued = any(t.quantity for t in scene.tokens[up.left : up.right])
    if joined and valued and tense_of(scene, number) == "future":
        # "will be home to 300 firms by 2026, and output will reach 50 billion"
        return any(w.role == "by" for _, w in attach.whens_of(scene.tokens, up.left, up.right))
    return joined and valued and scene.modality(number) == "done"


def _of_paragraph(scene: Scene, number: int) -> When | None:
    """Return the year that a paragraph, or a section of a report, opens with, for what it tells in the same tense."""
    return scene.memory.context.get(tense_of(scene, number))


_FIGURES = words(
    "export exports sales revenue turnover profit profits income loss output production shipments deliveries import "
    "imports investment employment throughput share margin earnings spending emissions consumption"
)
_OF_IT = frozenset({"this", "that", "these", "which", "total"})


def _of_figures(scene: Scene, number: int) -> When | None:
    """Return the year of the figure in the sentence before, for one that goes on from it.

    "Sales were 310 million in 2023. Exports made up 60 percent." and "Of that, 80 million went to Larissa."
    """
    clause, before = scene.clauses[number], scene.memory.figure
    if before is None or before[0] != scene.memory.paragraph or clause.group is None or number:
        return None
    lows = scene.lows(0, 4)
    part = lows[:1] == ["of"] and bool(_OF_IT & set(lows[1:3]))
    dated = any(t.when for t in scene.tokens)
    subject = scene.lows(*clause.subject)
    plain = subject[:1] and (subject[-1] in _FIGURES or subject[0] in _FIGURES) and "its" not in subject[1:]
    same = before[1] == tense_of(scene, number)
    return before[2] if not dated and (part or (plain and same and before[1] == "done")) else None


def tense_of(scene: Scene, number: int) -> str:
    """Return future for what is still to come, else done or stated."""
    modality = scene.modality(number)
    return "future" if modality in {"planned", "aim", "expected"} else modality


def _behind(scene: Scene, number: int) -> When | None:
    """Return the date of a participle that closes a clause: "had 33 GW of capacity connected at the end of 2024"."""
    clause = scene.clauses[number]
    after = scene.clauses[number + 1] if number + 1 < len(scene.clauses) else None
    if after is None or after.how != "part" or after.group is None or after.group.form not in {"d", "n"}:
        return None
    if (
        scene.tokens[after.group.start - 1].kind != "w"
        or after.group.start - clause.right > 0
        or after.group.of("found")
    ):
        return None
    if any(t.quantity for t in scene.tokens[after.left : after.right]):
        return None
    dates = [w for _, w in attach.whens_of(scene.tokens, after.left, after.right) if w.date]
    return dates[0] if len(dates) == 1 and after.group.lemma in _CLOSING else None


_CLOSING = words(
    "connect install complete build add sell deliver plan commission operate employ hire order book"
)


def _shared(scene: Scene, number: int) -> When | None:
    """Return the date that closes the next verb of the same subject: "served 900 and sold 40 in 2021"."""
    if number + 1 >= len(scene.clauses):
        return None
    after = scene.clauses[number + 1]
    same = after.how == "and" and after.group is not None and scene.modality(number) == after.group.modality
    dates = attach.whens_of(scene.tokens, after.left, after.right)
    values = [i for i in range(after.left, after.right) if scene.tokens[i].quantity]
    return (
        dates[-1][1]
        if same and len(dates) == 1 and values and dates[0][0] > values[-1] and dates[0][1].date
        else None
    )
