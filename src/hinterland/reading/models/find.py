"""Looking up a reader by its name."""

from __future__ import annotations

import os
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any

from hinterland.errors import ReaderError
from hinterland.reading.gazetteer import NOTHING
from hinterland.reading.read import Reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from hinterland.reading.gazetteer import Known

GROUP = "hinterland.readers"
OWN = {
    "rules": EntryPoint("rules", "hinterland.reading.read:read_text", GROUP),
    "llm": EntryPoint("llm", "hinterland.reading.models.llm:read_with_model", GROUP),
}
"""Ours: no other package takes their names."""
URL, MODEL, KEY = "HINTERLAND_LLM_BASE_URL", "HINTERLAND_LLM_MODEL", "HINTERLAND_LLM_KEY"


def readers() -> tuple[str, ...]:
    """Return the names of the readers that there are, ours first."""
    return tuple(_all())


def find_reader(name: str, *, base_url: str = "", model: str = "") -> Callable[..., Reading]:
    """Return the reader called `name`: a function of a text, `published` and `known`.

    Parameters
    ----------
    base_url, model
        Endpoint and model of the reader `llm`; else those of the environment. Its key is only ever taken from
        there, so that it stands in no history of commands.

    Raises
    ------
    ReaderError
        If there is no such reader, it cannot be loaded, or the model's endpoint is not said.
    """
    found = _all()
    if name not in found:
        raise ReaderError(f"reader {name!r}", "there is none", f"there are: {', '.join(found)}")
    if name == "llm":
        return _model(base_url, model)
    if base_url or model:
        raise ReaderError(
            f"reader {name!r}",
            "it takes no endpoint and no model",
            "leave --base-url and --model to --reader llm",
        )
    read = _load(found[name])
    return read if name in OWN else partial(_checked, name, read)


def _all() -> dict[str, EntryPoint]:
    others = {e.name: e for e in entry_points(group=GROUP) if e.name not in OWN}
    return {**OWN, **dict(sorted(others.items()))}


def _load(entry: EntryPoint) -> Callable[..., Any]:
    """Return what an entry point names; whatever is wrong with another's package is told as that."""
    try:
        read = entry.load()
    except Exception as error:
        raise ReaderError(
            f"reader {entry.name!r}", f"it cannot be loaded ({error})", "mend or remove its package"
        ) from error
    if not callable(read):
        raise ReaderError(f"reader {entry.name!r}", "it is no function", "mend or remove its package")
    return read  # type: ignore[no-any-return]


def _model(base_url: str, model: str) -> Callable[..., Reading]:
    base_url, model = base_url or os.environ.get(URL, ""), model or os.environ.get(MODEL, "")
    if not base_url or not model:
        raise ReaderError(
            "reader 'llm'",
            "it is not said which language model to ask",
            f"give --base-url and --model, or set {URL} and {MODEL}",
        )
    try:
        read = OWN["llm"].load()
    except ModuleNotFoundError as error:
        raise ReaderError(
            "reader 'llm'", f"it needs {error.name}", "install it: pip install 'hinterland[llm]'"
        ) from error
    return partial(read, base_url=base_url, model=model, api_key=os.environ.get(KEY, ""))


def _checked(
    name: str, read: Callable[..., Any], text: str, *, published: date | None = None, known: Known = NOTHING
) -> Reading:
    """Call another package's reader, and look at what it returns before anything is made of it."""
    found = read(text, published=published, known=known)
    if not isinstance(found, Reading) or found.text != text:
        raise ReaderError(
            f"reader {name!r}", "it returned no Reading of this text", "mend or remove its package"
        )
    for claim in found.claims:
        if not 0 <= claim.start < claim.end <= len(text) or "claim" not in claim.evidence:
            raise ReaderError(
                f"reader {name!r}",
                f"a claim's words are not in the text ({claim.start} to {claim.end})",
                "mend or remove its package",
            )
    return found
