"""Agreement with BoARIO's ARIO model with psi on a table of three sectors: the same equations, written elsewhere."""

from __future__ import annotations

import logging
import warnings
from typing import Any

import numpy as np
import pytest

from hinterland.network.stress.model import Rules, Shocked, System
from hinterland.network.stress.simulate import simulate

boario = pytest.importorskip("boario", reason="BoARIO is not installed (a test dependency, GPL)")
pymrio = pytest.importorskip("pymrio")
pd = pytest.importorskip("pandas")

SECTORS = ("agri", "energy", "manu")
FLOWS = np.array([[20.0, 10.0, 80.0], [30.0, 25.0, 120.0], [40.0, 60.0, 200.0]]) * 1e3
FINAL = np.array([150.0, 90.0, 500.0]) * 1e3
DAYS = {"agri": 20, "energy": 12, "manu": 30}
PSI, TAU, STEPS = 0.5, 40, 120
TOLERANCE = 1e-9


def theirs(left: Any) -> Any:
    """The production of BoARIO, (T, 3), with these capacities: its steps, without its loop of events."""
    from boario.extended_models import ARIOPsiModel

    index = pd.MultiIndex.from_product([["reg"], SECTORS], names=["region", "sector"])
    households = pd.MultiIndex.from_tuples([("reg", "hh")], names=["region", "category"])
    table = pymrio.IOSystem(
        Z=pd.DataFrame(FLOWS, index, index), Y=pd.DataFrame(FINAL[:, None], index, households)
    )
    table.calc_all()
    model = ARIOPsiModel(
        table,
        order_type="noalt",
        alpha_base=1.0,
        alpha_max=1.0,
        alpha_tau=365,
        inventory_dict=DAYS,
        psi_param=PSI,
        inventory_restoration_tau=TAU,
        monetary_factor=10**6,
        productive_capital_to_VA_dict=dict.fromkeys(SECTORS, 4),
    )
    made = []
    for capacity in left:
        model.prod_cap_delta_arbitrary = 1.0 - capacity
        model.calc_production(len(made))
        made.append(model.production.copy())
        model.distribute_production()
        model.calc_orders()
    return np.array(made)


def ours(left: Any) -> Any:
    """The production of the engine with BoARIO's rules and the same capacities, (T, 3)."""
    count = len(SECTORS)
    output = (FLOWS.sum(axis=1) + FINAL) / 365
    size = count * count
    of = System(
        base=output,
        limit=output,
        final=FINAL / 365,
        product=np.arange(count, dtype=np.int32),
        demand=np.arange(0, size + 1, count, dtype=np.int32),
        input=np.tile(np.arange(count, dtype=np.int32), count),
        rate=(FLOWS / 365 / output).T.ravel(),
        essential=np.ones(size, dtype=bool),
        cover=np.tile([float(DAYS[s]) for s in SECTORS], count),
        outside=np.zeros(size),
        link=np.arange(size + 1, dtype=np.int32),
        supplier=np.tile(np.arange(count, dtype=np.int32), count),
        share=np.ones(size),
    )
    none = np.full(size, count, dtype=np.int32)
    shocked = Shocked(np.vstack([left.T, np.ones(len(left))]), np.arange(count, dtype=np.int32), none, none)
    rules = Rules(tau=float(TAU), psi=PSI, by_demand=False)
    return simulate(of, shocked, rules)[0].made


@pytest.mark.parametrize(("days", "loss", "recovery"), [(15, 0.3, 10), (30, 0.7, 20), (60, 0.95, 1)])
def test_production_is_that_of_boario(days: int, loss: float, recovery: int) -> None:
    """Rules as BoARIO has them: orders by what was made, psi, no more than the base."""
    left = np.ones((STEPS, len(SECTORS)))
    left[5 : 5 + days, 1] = 1.0 - loss
    left[5 + days : 5 + days + recovery, 1] = np.linspace(1.0 - loss, 1.0, recovery + 1)[1:]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.CRITICAL)
        try:
            made = theirs(left)
        finally:
            logging.disable(logging.NOTSET)
    fall = (made / made[0]).min(axis=0)
    assert (fall < 0.98).all()  # the shock is felt by those who are not hit, too
    np.testing.assert_allclose(ours(left), made, rtol=TOLERANCE)
