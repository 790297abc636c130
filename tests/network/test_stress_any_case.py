"""Shocks in time on cases of all sorts: unknown sizes and positions, odd recipes, supplies of any value."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chains import DAY, ROOT, chains, cluster
from hinterland.errors import StudyError
from hinterland.ground.naming import Naming
from hinterland.network.stress import Options, Shock, stress
from hinterland.network.stress.answer import headline

KINDS = st.sampled_from(
    [
        ("place", "north"),
        ("place", "abroad"),
        ("product", ROOT),
        ("product", "p0"),
        ("firm", "maker0"),
        ("firm", "f1"),
    ]
)


REFUSED = ("no plant", "no operating plant", "has no operating", "there is no")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    tables=st.one_of(chains(bought=True, made_up=True), *[chains(bought=True, known_sizes=True)] * 3),
    hit=st.lists(KINDS, min_size=1, max_size=2, unique=True),
    size=st.sampled_from([1.0, 0.5, 0.01]),
    options=st.builds(
        Options,
        step=st.sampled_from(["day", "week"]),
        horizon=st.sampled_from([None, 1, 30]),
        inventory=st.sampled_from([None, 0.0, 3.0]),
        rationing=st.sampled_from(["proportional", "priority"]),
        reroute_delay=st.sampled_from([None, 0.0, 2.5]),
        transport=st.sampled_from([0.0, 2.0]),
        synthetic=st.booleans(),
    ),
)
def test_any_case_is_answered_or_refused_with_a_message(tables, hit, size, options):
    of = cluster(tables)
    shocks = [Shock(name, kind, name, size, DAY, duration=9.0) for kind, name in hit]
    told = []
    try:
        told.append(stress(of, shocks, as_of=DAY, options=options, draws=2))
    except StudyError as refused:
        told.append(str(refused))
    (answer,) = told
    if isinstance(answer, str):
        assert any(w in answer for w in REFUSED)
    else:
        _sound(answer, of)


def _sound(result, of):
    """Every number is one or empty; everything is told in both languages."""
    assert all(s.en and s.zh for s in headline(result, Naming.of(of)))
    json.dumps(dict(result.summary), allow_nan=False)
    for name in ("firms", "products", "path"):
        for column in result[name].iter_columns():
            if column.dtype.is_float():
                assert np.isfinite(column.drop_nulls().to_numpy()).all(), (name, column.name)
    lost = result.summary["finished_lost_low"]
    assert lost is None or lost >= 0
    assert (result["total"]["share_high"].drop_nulls() >= 0).all()
    for row in result["path"].iter_rows(named=True):
        assert row["why_en"]
        assert row["why_zh"]
        assert row["cause"] in {"hit", "imports", "lane", "supplier", "buyer", "cut", "rationed"}
