"""Exceptions of hinterland, one small tree.

HinterlandError
├── CaseError           a case, or a file of one, cannot be read or written at all
│   ├── FaultyCase      its tables hold faults; carries them all
│   ├── NewerCase       somebody else saved it in the meantime
│   └── CaseLocked      somebody else is saving it right now
├── UnitError           a unit or currency that is not known, or does not convert
├── DateError           a date or period that cannot be understood
├── StudyError          a study cannot run on this case, and why
│   └── Refused         the same, said in both languages
├── ModelError          an equation of a model addresses what is not there: a fault of the program, not of a case
├── DocumentError       a document cannot be opened or read: damaged, locked, too large, of another kind
│   └── NoText          it opens, and holds no text: empty, scanned, nothing but scripts
├── ReaderError         a reader of documents is not there, or did not answer as it must
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


class ModelError(HinterlandError):
    """An equation of a model does not fit its variables: a dimension forgotten, an index out of range."""


class Refused(StudyError):
    """A study cannot run on this case or with these options; its text is English, `in_` has Chinese too.

    Parameters
    ----------
    en, zh
        What is wrong, where, and what to do.
    """

    def __init__(self, en: str, zh: str) -> None:
        self.en, self.zh = en, zh
        super().__init__(en)

    def __reduce__(self) -> tuple[type[Refused], tuple[str, str]]:
        """Travel between processes with both texts."""
        return type(self), (self.en, self.zh)

    def in_(self, lang: str) -> str:
        """Return the message in `lang` (`en` or `zh`)."""
        return self.zh if lang == "zh" else self.en


class DocumentError(HinterlandError):
    """A document cannot be opened or read; its text is English, `in_` has Chinese too.

    Parameters
    ----------
    name
        File name of the document.
    en, zh
        What is wrong with it and what to do, to stand behind the name.
    """

    def __init__(self, name: str, en: str, zh: str) -> None:
        self.name, self.en, self.zh = name, en, zh
        super().__init__(f"{name} {en}")

    def in_(self, lang: str) -> str:
        """Return the message in `lang` (`en` or `zh`)."""
        return f"{self.name}：{self.zh}" if lang == "zh" else str(self)


class NoText(DocumentError):
    """A document opens, and holds no text."""


class ReaderError(HinterlandError):
    """A reader of documents is not there, or did not answer as it must.

    Parameters
    ----------
    where
        The reader or its endpoint, never with a key.
    problem, advice
        What is wrong, and what to do.
    """

    def __init__(self, where: str, problem: str, advice: str) -> None:
        self.where, self.problem, self.advice = where, problem, advice
        super().__init__(f"{where}: {problem}; {advice}")


class Cancelled(HinterlandError):
    """The user stopped a long piece of work."""
