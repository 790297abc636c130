"""The names that a case brings along: its firms, organisations, places and their other names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.cluster import Cluster

_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Known:
    """Names that a case brings along: name as written -> (kind of name, id of the row)."""

    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of_cluster(cls, cluster: Cluster) -> Known:
        """Return the names of a case's firms, places and organisations, with their other names, in both languages."""
        names: dict[str, tuple[str, str]] = {}
        kinds: dict[str, str] = {}
        for table, key, kind in (("firms", "firm", "organisation"), ("places", "place", "place")):
            for row in cluster[table].select(key, "name_en", "name_zh").iter_rows():
                kinds[row[0]] = kind
                _add(names, kind, row[0], *row[1:])
        for row in cluster["aliases"].select("id", "name", "scheme").iter_rows():
            if row[0] in kinds and row[2] not in {"credit_code", "listed_code"}:
                _add(names, kinds[row[0]], row[0], row[1])
        for table in ("needs", "offers"):
            for name, firm in cluster[table].select("organisation", "firm").iter_rows():
                _add(names, "organisation", firm or "", name)
        return cls(names)


def _add(names: dict[str, tuple[str, str]], kind: str, row: str, *written: str | None) -> None:
    """Put in names that are not there yet; those of one character say too little."""
    for name in written:
        bare = (name or "").strip()
        if len(bare) >= _SHORTEST:
            names.setdefault(bare, (kind, row))


NOTHING = Known()
