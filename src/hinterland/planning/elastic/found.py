"""What gives where a plan is impossible: limits that are short, targets that miss, rows that conflict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.planning.matrix import Array
    from hinterland.planning.solve.answer import Status
    from hinterland.result import Said

Kind = Literal["limits", "targets", "cheapest"]
"""Which mixture: limits are relaxed and targets held; targets miss and limits are held; both, at stated prices."""


@dataclass(frozen=True, slots=True)
class Give:
    """One limit that is short, or one target that misses.

    Attributes
    ----------
    family
        Of the row: `budget`, `land`, `labour`, `supply`, `market`, `inertia`, `sources`, `growth`, `target`.
    row
        Position of the row in the program (of `single`, its row in the block `target`).
    where
        Index by dimension: {"instrument": 0, "year": 1}, {"park": 2, "year": 0}, {"target": 1} ...
    label
        The row's name in the program: `budget[grants,2022]`.
    year
        Calendar year, None for rows without one.
    by
        Missing amount in the row's unit (CNY, ha, persons, units; of a target its level: 0.02 is two points).
    share
        The same as a share of the limit or level.
    """

    family: str
    row: int
    where: Mapping[str, int]
    label: str
    year: int | None
    by: float
    share: float


@dataclass(frozen=True, slots=True)
class Mixture:
    """One way out.

    Attributes
    ----------
    kind
        Which.
    status
        Of the search for whole plants; `infeasible` where this way does not exist.
    total, bound
        Its measure with whole plants, and the least it can be (that of the linear relaxation, or better): sum of
        shares for `limits` (weighted) and `targets`, CNY for `cheapest`. None where nothing was found.
    gives
        What gives, largest share first within a family by row; of the whole plan where one was found (`whole`), else
        of the linear relaxation, which says what is missing at least in total.
    whole
        Whether `gives` and `x` are of a plan with whole plants.
    public
        Public cost of that plan, CNY discounted.
    prices
        Stated prices of `cheapest`: CNY for 100 percent, by family.
    """

    kind: Kind
    status: Status
    total: float | None
    bound: float | None
    gives: tuple[Give, ...] = ()
    whole: bool = False
    public: float | None = None
    prices: Mapping[str, float] = field(default_factory=dict)
    x: Array | None = None


@dataclass(frozen=True, slots=True)
class Miss:
    """By what share of its level a target must miss while limits are held.

    Attributes
    ----------
    target
        Position in the problem.
    least, most
        Where it is favoured, and where all others are; None where not known. 0 is held.
    whole
        Whether both are of plans with whole plants; else of linear relaxations, and whole plants may miss by more.
    """

    target: int
    least: float | None
    most: float | None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Elastic:
    """The elastic answer: three mixtures and the range of each hard target."""

    mixtures: tuple[Mixture, ...]
    misses: tuple[Miss, ...] = ()

    def mixture(self, kind: Kind) -> Mixture | None:
        """Return the mixture of a kind, if it was looked for."""
        return next((m for m in self.mixtures if m.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Clash:
    """A row, or a family of them, of a set that cannot hold together.

    Attributes
    ----------
    family
        Of the row.
    label
        Its name in the program, of a family the family.
    where, year
        As in `Give`.
    said
        What it demands.
    row
        Position in the program, None of a family.
    """

    family: str
    label: str
    where: Mapping[str, int]
    year: int | None
    said: Said
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rows that cannot hold together, grouped by family.

    Attributes
    ----------
    of
        `relaxation`: plants in parts cannot hold them either. `whole`: only whole plants cannot; then the clashes are
        families, one each. `none`: no conflict. `unknown`: not found in the time.
    irreducible
        Whether it was shown that without any one of them the rest can hold.
    clashes
        By family, most telling first: targets, limits, then the equations between them.
    said
        The same in a sentence.
    """

    of: Literal["relaxation", "whole", "none", "unknown"]
    irreducible: bool
    clashes: tuple[Clash, ...]
    said: Said

    def families(self) -> dict[str, tuple[Clash, ...]]:
        """Return the clashes by family, in order."""
        found: dict[str, tuple[Clash, ...]] = {}
        for clash in self.clashes:
            found[clash.family] = (*found.get(clash.family, ()), clash)
        return found
