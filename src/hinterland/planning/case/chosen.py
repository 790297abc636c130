"""Which place plans, for which targets, over which years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.errors import Refused
from hinterland.ground.places import chain_up, parents, within
from hinterland.nearest import nearest
from hinterland.planning.case.ask import due
from hinterland.planning.case.options import LONGEST

if TYPE_CHECKING:
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.planning.case.options import Options, Told

Row = dict[str, Any]


def open_targets(seen: Cluster, first: int, last: int | None) -> list[Row]:
    """Return the targets that stand and are due within the horizon, in the order of the table.

    Raises
    ------
    Refused
        If there is none.
    """
    end = first + LONGEST - 1 if last is None else last
    rows = seen["targets"].filter(pl.col("superseded_on").is_null()).iter_rows(named=True)
    found = [r for r in rows if r["deadline"] and first <= due(r) <= end]
    if not found:
        raise Refused(
            f"targets: none that is known on that day is due from {first} to {end}; fill in `targets`, or "
            f"look from "
            f"another day (as_of)",
            f"targets：当日已知的承诺中没有在 {first} 至 {end} 年到期的；请填写 `targets`，或改变所看日期（as_of）",
        )
    return found


def place_of(seen: Cluster, options: Options, targets: list[Row]) -> str:
    """Return the place that plans.

    Raises
    ------
    Refused
        If the one named is unknown, or none holds all places of candidates and has a target.
    """
    known = set(seen["places"]["place"].to_list())
    if options.place is not None:
        if options.place not in known:
            raise _unknown("place", "places", options.place, known)
        return options.place
    above = parents(seen)
    named = {r["target"]: r["place"] for r in seen["targets"].iter_rows(named=True)}
    asked = {str(named[t]) for t in options.targets if named.get(t)}
    holders = asked or {str(t["place"]) for t in targets if t["place"]}
    eligible = {
        p
        for e in seen["candidates"]["eligible_places"].drop_nulls().to_list()
        for p in e.split(";")
        if p in known
    }
    chains = [chain_up(p, above) for p in sorted(eligible)]
    common = [p for p in chains[0] if all(p in c for c in chains)] if chains else []
    for place in common:
        if place in holders:
            return place
    if not chains and holders:
        return min(holders, key=lambda p: (len(within(seen, p)), p))
    listed = ", ".join(sorted(str(h) for h in holders)) or "none"
    raise Refused(
        f"no place holds all places where candidates may go and has an open target in these years; name one with "
        f"`place` (places with targets: {listed})",
        f"没有地点既包含全部候选落地地点又有期内的承诺；请用 place 指定（有承诺的地点：{listed}）",
    )


def _unknown(word: str, table: str, value: str, known: set[str]) -> Refused:
    close = nearest(value, sorted(known))
    en = f"did you mean {close}?" if close else f"look at {table}.{word}"
    zh = f"是否为 {close}？" if close else f"请查看 {table}.{word}"
    return Refused(f"there is no {word} {value!r} in the case; {en}", f"案例中没有 {word} {value!r}；{zh}")


def chosen(seen: Cluster, options: Options, place: str, targets: list[Row], told: Told) -> list[Row]:
    """Return the targets that are planned for.

    Raises
    ------
    Refused
        If one that is named does not exist, or there is none.
    """
    inside = within(seen, place)
    rows = {r["target"]: r for r in seen["targets"].iter_rows(named=True)}
    for name in (*options.targets, *options.definitions, *options.levels, *options.soft):
        if name not in rows:
            raise _unknown("target", "targets", name, set(rows))
    if options.targets:
        found = [rows[t] for t in dict.fromkeys(options.targets)]
        for row in found:
            if row["place"] and row["place"] not in inside:
                told.fault(
                    f"targets: {row['target']} is one of {row['place']}, which does not lie in {place}; plan for a "
                    f"place that holds both",
                    f"targets：{row['target']} 属于 {row['place']}，不在 {place} 之内；请选择包含两者的地点",
                )
        return found
    found = [t for t in targets if t["place"] is None or t["place"] in inside]
    if not found:
        listed = ", ".join(sorted({str(t["place"]) for t in targets})) or "none"
        raise Refused(
            f"targets: none of {place} is open and due within the plan; fill in `targets`, or name another place "
            f"({listed})",
            f"targets：{place} 没有规划期内到期的承诺；请填写 `targets`，或指定其他地点（{listed}）",
        )
    return found


def years_of(options: Options, day: date, targets: list[Row], told: Told) -> tuple[int, ...]:
    """Return the years of the plan: from the day's own year to the latest deadline, at most `LONGEST`."""
    first = options.first_year if options.first_year is not None else day.year
    last = options.last_year if options.last_year is not None else max(due(t) for t in targets)
    for target in targets:
        year = due(target)
        if year < first:
            told.fault(
                f"targets: {target['target']} is due in {year}, before the first year of the plan, {first}; begin "
                f"earlier or leave it out",
                f"targets：{target['target']} 于 {year} 年到期，早于规划首年 {first}；请提前起始年或不选该目标",
            )
        elif year > last:
            told.fault(
                f"targets: {target['target']} is due in {year}, after the last year of the plan, {last}; "
                f"plan until "
                f"then",
                f"targets：{target['target']} 于 {year} 年到期，晚于规划末年 {last}；请延长规划期",
            )
    if last < first:
        told.fault(
            f"the last year of the plan, {last}, is before its first, {first}",
            f"规划末年 {last} 早于首年 {first}",
        )
        last = first
    if last - first + 1 > LONGEST:
        told.fault(
            f"the plan would run over {last - first + 1} years; it takes {LONGEST} at most: leave out targets due "
            f"later, or begin later",
            f"规划期长达 {last - first + 1} 年，最多 {LONGEST} 年：请去掉较晚到期的目标，或推迟起始年",
        )
        last = first + LONGEST - 1
    return tuple(range(first, last + 1))
