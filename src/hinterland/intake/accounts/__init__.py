"""Input-output tables as users get them, turned into `sectors` and `io_table`.

    file or folder ── read_accounts ──► Accounts (sectors, flows, what does not add up) ── add_accounts ──► case

Layouts: workbooks of China's National Bureau of Statistics (`nbs`), the inter-country tables of the OECD (`icio`),
WIOD 2016 (`wiod`), folders that pymrio saves (`pymrio`). The layout is told by what stands in the file.
"""

from __future__ import annotations

from hinterland.intake.accounts.adding import AddedAccounts, add_accounts
from hinterland.intake.accounts.model import LAYOUTS, Accounts, AccountsError, Asked, Difference
from hinterland.intake.accounts.read import read_accounts

__all__ = [
    "LAYOUTS",
    "Accounts",
    "AccountsError",
    "AddedAccounts",
    "Asked",
    "Difference",
    "add_accounts",
    "read_accounts",
]
