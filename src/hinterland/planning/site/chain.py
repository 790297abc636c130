"""Terms `suppliers` and `users`: who makes a product's inputs within reach, and who takes the product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.ground.parts import parts
from hinterland.ground.series import weakest
from hinterland.planning.site.compared import NO_POSITION, Term, sure, unknown
from hinterland.planning.site.words import several
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from hinterland.cluster import Cluster
    from hinterland.planning.site.compared import Array, Bools, Compared
    from hinterland.planning.site.project import Project

NO_PRODUCT = Said(
    "not known: nobody says what the project makes or works on; give --product",
    "未知：无从得知项目的产品；请以 --product 指定",
)
SHOWN = 30
"""Plants served that are listed a park, nearest first."""


def suppliers(parks: Compared, project: Project) -> Term:
    """Return the share of the value of a product's direct inputs that is made within reach."""
    if project.product is None:
        return unknown("suppliers", "1", NO_PRODUCT, len(parks))
    inputs = inputs_of(parks.cluster, project.product)
    name = parks.naming.product(project.product)
    if inputs is None:
        why = Said(
            f"not known: no bill of materials says what goes into {name.en}",
            f"未知：没有物料清单说明{name.zh}的投入",
        )
        return unknown("suppliers", "1", why, len(parks))
    hours = parks.roads.hours(parks.where, parks.spots)
    nearest = np.full((len(parks), len(inputs)), np.nan)
    plant = np.full(nearest.shape, -1)
    for k, (product, _, _) in enumerate(inputs):
        of = np.flatnonzero(parks.plants.product == product)
        if len(of):
            away = np.where(np.isnan(hours[:, of]), np.inf, hours[:, of])
            first = away.argmin(axis=1)
            least = away[np.arange(len(parks)), first]
            nearest[:, k] = np.where(np.isinf(least), np.nan, least)
            plant[:, k] = np.where(np.isinf(least), -1, of[first])
    near = parks.near(nearest)
    share = np.array([s for _, s, _ in inputs])
    value = np.where(parks.placed, near @ share, np.nan)
    rows = [
        _row(parks, park, "suppliers", int(plant[park, k]), share=float(share[k]), hours=nearest[park, k])
        for park in range(len(parks))
        for k in np.flatnonzero(near[park])
    ]
    recipe = weakest(b for _, _, b in inputs)
    basis = tuple(
        weakest([recipe, *parks.plants.basis[plant[i, near[i]]].tolist()]) if parks.placed[i] else ""
        for i in range(len(parks))
    )
    detail = tuple(_supplied(parks, i, inputs, near[i], share) for i in range(len(parks)))
    return Term("suppliers", "1", value, value, basis, detail, tuple(rows))


def inputs_of(cluster: Cluster, product: str) -> list[tuple[str, float, str]] | None:
    """Return the direct inputs of a product with their share of the value of all of them, and the basis of it.

    Headings are looked through; processes are value added and no inputs. None where there is no bill of materials.
    """
    made = cluster["recipes"].filter(pl.col("product") == product)
    if not made.height:
        return None
    bill = parts(cluster, product)
    first = [e for e in np.flatnonzero(bill.parent == 0) if bill.component[bill.child[e]]]
    whole = float(bill.part[first].sum())
    if not whole > 0:
        return None
    return [(bill.products[bill.child[e]], float(bill.part[e]) / whole, bill.basis[e]) for e in first]


def _made(parks: Compared) -> set[str]:
    return set(parks.plants.product.tolist())


def in_house(parks: Compared, project: Project) -> list[str]:
    """Return what a product goes into that no plant makes, so that its makers are looked for one step on."""
    if project.product is None or project.serves:
        return []
    made = _made(parks)
    return [p for p in users_of(parks.cluster, project.product) if p not in made]


def unlisted(parks: Compared, product: str | None) -> tuple[int, int, float]:
    """Return inputs of a product, how many no plant that counts makes anywhere, and their share of the value."""
    inputs = inputs_of(parks.cluster, product) if product else None
    made = _made(parks)
    lacking = [share for name, share, _ in inputs or () if name not in made]
    return len(inputs or ()), len(lacking), float(sum(lacking))


def _supplied(
    parks: Compared, park: int, inputs: Sequence[tuple[str, float, str]], near: Bools, share: Array
) -> Said:
    if not parks.placed[park]:
        return NO_POSITION
    lacking = sorted((k for k in range(len(inputs)) if not near[k]), key=lambda k: -share[k])
    names = several(parks.naming.product(inputs[k][0]) for k in lacking)
    en, zh = f"{int(near.sum())} of {len(inputs)} inputs", f"{len(inputs)} 种投入中的 {int(near.sum())} 种"
    if lacking:
        return Said(f"{en}; not within reach: {names.en}", f"{zh}；可达范围内缺：{names.zh}")
    return Said(en, zh)


def users_of(cluster: Cluster, product: str, made: Container[str] | None = None) -> list[str]:
    """Return the products that a product goes into directly, headings looked through, by name.

    With `made` (products that somebody makes on record) one that nobody makes is looked through too: who makes what
    it goes into is taken to make it in house, such as the packs of a carmaker.
    """
    into: dict[str, set[str]] = {}
    for whole, part in cluster["recipes"].select("product", "input").unique().iter_rows():
        into.setdefault(part, set()).add(whole)
    kinds = dict(cluster["products"].select("product", "kind").iter_rows())
    found: set[str] = set()
    seen, todo = {product}, [product]
    while todo:
        for above in into.get(todo.pop(), ()):
            if kinds.get(above) != "heading" and (made is None or above in made):
                found.add(above)
            elif above not in seen:
                seen.add(above)
                todo.append(above)
    return sorted(found - {product})


def users(parks: Compared, project: Project) -> Term:
    """Return the share of the capacity of the plants served that lies within reach, mean over their products."""
    if project.product is None:
        return unknown("users", "1", NO_PRODUCT, len(parks))
    name = parks.naming.product(project.product)
    served = [project.product] if project.serves else users_of(parks.cluster, project.product, _made(parks))
    groups = [np.flatnonzero(parks.plants.product == p) for p in served]
    groups = [g for g in groups if len(g)]
    if not groups:
        why = (
            Said(f"not known: no plant of the case takes {name.en}", f"未知：案例中没有使用{name.zh}的工厂")
            if not project.serves
            else Said(f"not known: no plant of the case makes {name.en}", f"未知：案例中没有{name.zh}的工厂")
        )
        return unknown("users", "1", why, len(parks))
    every = np.concatenate(groups)
    hours = parks.roads.hours(parks.where, parks.spots.take(every))
    near = parks.near(hours)
    weight = np.concatenate([_weights(parks.plants.capacity[g]) for g in groups]) / len(groups)
    value = np.where(parks.placed, near @ weight, np.nan)
    rows: list[dict[str, Any]] = []
    for park in range(len(parks)):
        order = np.argsort(np.where(near[park], hours[park], np.inf), kind="stable")
        rows += [
            _row(parks, park, "users", int(every[k]), share=float(weight[k]), hours=hours[park, k])
            for k in order[: min(SHOWN, int(near[park].sum()))]
        ]
    basis = tuple(
        weakest(["inferred" if not _all_known(parks, every) else "reported", *parks.plants.basis[every]])
        if parks.placed[i]
        else ""
        for i in range(len(parks))
    )
    detail = tuple(_served(parks, i, every, near[i], hours[i]) for i in range(len(parks)))
    return Term("users", "1", value, value, basis, detail, tuple(rows))


def _weights(capacity: Array) -> Array:
    """Return capacities as shares; one that nobody knows counts as the median of the others."""
    known = capacity[~np.isnan(capacity) & (capacity > 0)]
    middle = float(np.median(known)) if len(known) else 1.0
    filled = np.where(np.isnan(capacity), middle, capacity)
    total = float(filled.sum())
    return filled / total if total > 0 else np.full(len(filled), 1 / len(filled))


def _all_known(parks: Compared, rows: np.ndarray[Any, Any]) -> bool:
    return bool(np.isfinite(parks.plants.capacity[rows]).all())


def _served(parks: Compared, park: int, every: np.ndarray[Any, Any], near: Bools, hours: Array) -> Said:
    if not parks.placed[park]:
        return NO_POSITION
    count, of = int(near.sum()), len(every)
    known = np.flatnonzero(~np.isnan(hours))
    if not len(known):
        return Said(f"{count} of {of} plants", f"{of} 家工厂中的 {count} 家")
    first = int(known[hours[known].argmin()])
    en, zh = parks.naming.plant(str(parks.plants.plant[every[first]]))
    return Said(
        f"{count} of {of} plants; nearest: {en}, {hours[first]:.1f} h",
        f"{of} 家工厂中的 {count} 家；最近：{zh}，{hours[first]:.1f} 小时",
    )


def _row(parks: Compared, park: int, term: str, plant: int, *, share: float, hours: float) -> dict[str, Any]:
    """Return one plant that a term rests on."""
    plants = parks.plants
    en, zh = parks.naming.plant(str(plants.plant[plant]))
    return {
        "place": parks.places[park],
        "term": term,
        "table": "plants",
        "id": str(plants.plant[plant]),
        "name_en": en,
        "name_zh": zh,
        "product": str(plants.product[plant]),
        "part": share,
        "hours": float(hours),
        "basis": sure([str(plants.basis[plant])])[0],
        "source": plants.rows["source"][plant],
    }
