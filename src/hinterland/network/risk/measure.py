"""What the study `risk` measures and how: scenarios, the rule of a mode, and losses as tables."""

from __future__ import annotations

import hashlib
import os
import platform
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from hinterland.errors import Refused
from hinterland.nearest import nearest
from hinterland.network.cascade.model import Rule, Shocks
from hinterland.network.raw.faults import visible
from hinterland.result import LIBRARIES, Provenance, Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hinterland.network.cascade.model import Losses
    from hinterland.network.graph import Network

    Floats = NDArray[np.float64]

MODES = ("least", "glcascade")
EPS = {"least": 1e-9, "glcascade": 1e-2}
"""Default largest increase of the last step by mode."""
REFERENCE_MOST = 100_000
"""Steps after which a cascade of mode glcascade is ended; the reference itself would go on for ever."""
NAMED = 10
"""Unknown ids that a message names."""
FIRM = Said("firm", "企业")


@dataclass(frozen=True, slots=True)
class Scenarios:
    """What is shut in each scenario.

    Attributes
    ----------
    labels
        Name of each: the id of the firm, or the number or name that a table of shocks gives.
    shocks
        Initial losses.
    firms
        Whether each scenario is the stop of one firm.
    """

    labels: tuple[str, ...]
    shocks: Shocks
    firms: bool

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.labels)


def rule_of(mode: str, eps: float | None, conv_type: int) -> Rule:
    """Return when and how cascades stop.

    Raises
    ------
    Refused
        If the mode, eps or conv_type is none.
    """
    if mode not in MODES:
        known = ", ".join(MODES)
        raise Refused(
            f"there is no mode {mode!r}; choose one of: {known}", f"没有模式 {mode!r}；可选：{known}"
        )
    if conv_type not in {1, 2}:
        raise Refused(
            f"conv_type is {conv_type}: 1 stops by the largest increase, 2 by the growth of the index",
            f"conv_type 为 {conv_type}：1 按最大增量停止，2 按指数增幅停止",
        )
    chosen = EPS[mode] if eps is None else eps
    if not 0 <= chosen < 1:
        raise Refused(
            f"eps is {chosen:g}: it is the increase at which a cascade ends; write a number such as 1e-2",
            f"eps 为 {chosen:g}：它是级联停止时的增量；请写 0 到 1 之间的数，如 1e-2",
        )
    if mode == "least":
        return Rule(False, chosen, conv_type)
    if chosen == 0:
        raise Refused(
            "eps is 0: the reference has no cap on steps and may never end; write such as 1e-6",
            "eps 为 0：参考实现没有步数上限，可能永不停止；请写如 1e-6",
        )
    return Rule(True, chosen, conv_type, REFERENCE_MOST)


def each_firm(network: Network, only: Sequence[str] | None = None) -> Scenarios:
    """Return the stop of each firm by itself, or of those in `only`, in their order.

    Raises
    ------
    Refused
        If `only` names a firm that there is not, or none.
    """
    if only is None:
        return Scenarios(network.ids, Shocks.each(np.arange(len(network), dtype=np.int32)), firms=True)
    at = positions(only, network.ids, FIRM)
    return Scenarios(tuple(network.ids[i] for i in at), Shocks.each(np.array(at, dtype=np.int32)), firms=True)


def given_shocks(labels: tuple[str, ...], shocks: Shocks, only: Sequence[str] | None = None) -> Scenarios:
    """Return the scenarios of a table of shocks, or those in `only`.

    Raises
    ------
    Refused
        If `only` names a scenario that there is not, or none.
    """
    if only is None:
        return Scenarios(labels, shocks, firms=False)
    at = positions(only, labels, Said("scenario", "情景"))
    return Scenarios(tuple(labels[i] for i in at), shocks.take(at), firms=False)


def check_only(only: Sequence[str], firms: Sequence[str]) -> None:
    """Refuse names of firms that there are not.

    Raises
    ------
    Refused
        If `only` names a firm that there is not, or none.
    """
    positions(only, firms, FIRM)


def positions(wanted: Sequence[str], known: Sequence[str], what: Said, where: str = "only") -> list[int]:
    """Return the positions of ids, once each, in the order in which they are wanted.

    Parameters
    ----------
    wanted, known
        Ids, and all that there are.
    what
        What they are ids of.
    where
        Name of the parameter that holds them.

    Raises
    ------
    Refused
        If none is wanted, or some are not known: all are named, each with a near one.
    """
    names = list(dict.fromkeys(str(o).strip() for o in wanted))
    if not names:
        raise Refused(
            f"{where}: it names no {what.en}; leave it out to take all",
            f"{where}：未指定{what.zh}；省略即取全部",
        )
    index = {name: i for i, name in enumerate(known)}
    lost = [w for w in names if w not in index]
    if lost:
        hints = [(repr(w), visible(nearest(w, known) or "")) for w in lost[:NAMED]]
        en = ", ".join(w + (f" (did you mean {close}?)" if close else "") for w, close in hints)
        zh = "、".join(w + (f"（是否应为 {close}？）" if close else "") for w, close in hints)
        more = len(lost) - NAMED
        raise Refused(
            f"{where}: there is no {what.en} {en}{f' and {more:,} more' if more > 0 else ''}",
            f"{where}：没有{what.zh} {zh}{f' 等（另有 {more:,} 个）' if more > 0 else ''}",
        )
    return [index[w] for w in names]


def risk_frame(labels: Sequence[str], losses: Losses, *, reference: bool) -> pl.DataFrame:
    """Return the table `risk`: a row a scenario; the second weight's columns carry `_weight_2`, and so on."""
    columns: dict[str, Any] = {"scenario": pl.Series(list(labels), dtype=pl.String)}
    for w in range(losses.both.shape[1]):
        end = "" if w == 0 else f"_weight_{w + 1}"
        for name, values in (("ESRI", losses.both), ("ESRI_d", losses.down), ("ESRI_u", losses.up)):
            columns[f"{name}{end}"] = np.ascontiguousarray(values[:, w])
    columns["T"] = pl.Series(losses.steps, dtype=pl.Int64)
    if not reference:
        columns |= {"residual": losses.residual, "remainder": losses.remainder, "capped": losses.capped}
    return pl.DataFrame(columns)


def sector_frame(labels: Sequence[str], sectors: Sequence[str], impact: Floats) -> pl.DataFrame:
    """Return the table `sectors`: scenario, sector, impact."""
    scenarios = pl.Series("scenario", list(labels), dtype=pl.String)
    return pl.DataFrame(
        {
            "scenario": scenarios.gather(np.repeat(np.arange(len(labels)), len(sectors))),
            "sector": pl.Series(list(sectors) * len(labels), dtype=pl.String),
            "impact": np.ascontiguousarray(impact).ravel(),
        }
    )


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def digests(network: Network) -> dict[str, str]:
    """Return BLAKE2b digests of what a network is made of, by part."""
    parts: dict[str, list[Any]] = {
        "links": [network.supplier, network.buyer, network.weight],
        "firms": [_ids(network.ids), network.industry.of, _ids(network.industry.names)],
        "essential": [network.essential],
    }
    for name, labels in (("market", network.market), ("sectors", network.sectors)):
        if labels is not None:
            parts[name] = [labels.of, _ids(labels.names)]
    for name, values in (("revenue", network.revenue), ("costs", network.costs), *network.weights):
        if values is not None:
            parts[name] = [values]
    return {name: _digest(arrays) for name, arrays in parts.items()}


def shock_digest(scenarios: Scenarios) -> str:
    """Return the digest of scenarios."""
    shocks = scenarios.shocks
    return _digest([_ids(scenarios.labels), shocks.start, shocks.firm, shocks.down, shocks.up])


def _ids(names: Sequence[str]) -> bytes:
    return "\0".join(names).encode("utf-8", errors="surrogatepass")


def _digest(arrays: Sequence[Any]) -> str:
    found = hashlib.blake2b(digest_size=32)
    for array in arrays:
        data = array if isinstance(array, bytes) else np.ascontiguousarray(array).data
        found.update(f"{len(array)};".encode())
        found.update(data)
    return found.hexdigest()


def origin_of(inputs: Mapping[str, str], parameters: Mapping[str, Any], seconds: float) -> Provenance:
    """Return where a result on a raw network comes from; `inputs` are the digests of its parts."""
    names = (*LIBRARIES, "numba", "numpy")
    return Provenance(
        study="risk",
        case="raw network",
        as_of=None,
        parameters=dict(parameters),
        inputs=dict(inputs),
        revision=_digest([f"{k}={v}".encode() for k, v in sorted(inputs.items())])[:32],
        scenario=(),
        versions={name: metadata.version(name) for name in names} | {"python": platform.python_version()},
        seconds=round(seconds, 6),
    )
