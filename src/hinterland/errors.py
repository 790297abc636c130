"""Exceptions of hinterland, one small tree.

HinterlandError
├── CaseError           a case, or a file of one, cannot be read or written at all
│   ├── FaultyCase      its tables hold faults; carries them all
│   ├── NewerCase       somebody else saved it in the meantime
│   └── CaseLocked      somebody else is saving it right now
├── UnitError           a unit or currency that is not known, or does not convert
├── DateError           a date or period that cannot be understood
├── StudyError          a study cannot run on this case, and why
└── Cancelled           the user stopped it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hinterland.faults import Fault


class HinterlandError(Exception):
    """Anything this package raises on purpose. Its text names the place, the rule and the fix."""


class CaseError(HinterlandError):
    """A case, or a file of one, cannot be read or written."""


class FaultyCase(CaseError):
    """The tables of a case hold faults; `faults` lists them all."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        errors = [f for f in self.faults if f.severity == "error"]
        head = "\n".join(f"  - {f.line()}" for f in errors[:20])
        more = f"\n  ... and {len(errors) - 20} more" if len(errors) > 20 else ""
        count = f"{len(errors)} fault{'s' if len(errors) != 1 else ''}"
        super().__init__(f"The case has {count}; run `hinterland check` to see each.\n{head}{more}")


class NewerCase(CaseError):
    """Somebody else saved the case after it was read here; nothing was overwritten."""


class CaseLocked(CaseError):
    """Somebody else is saving the case; nothing was written."""


class UnitError(HinterlandError):
    """A unit or currency is not known, or two units do not measure the same thing."""

    @property
    def advice(self) -> str:
        """What the message proposes behind its semicolon, as a sentence."""
        proposed = str(self).rpartition("; ")[2]
        return proposed[:1].upper() + proposed[1:]


class DateError(HinterlandError):
    """A date or period cannot be understood."""


class StudyError(HinterlandError):
    """A study cannot run on this case."""


class Cancelled(HinterlandError):
    """The user stopped a long piece of work."""
