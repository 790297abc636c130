"""Reading by a language model: an option, off unless asked for, held to the text by the rules."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from hinterland.errors import ReaderError
from hinterland.reading.gazetteer import NOTHING
from hinterland.reading.models.answer import asked
from hinterland.reading.models.call import Endpoint
from hinterland.reading.models.quoted import Quoted, hold_against
from hinterland.reading.read import Reading, assemble, tag
from hinterland.reading.text import Text

if TYPE_CHECKING:
    from datetime import date

    from hinterland.reading.gazetteer import Known
    from hinterland.reading.model import Claim, Issue

PIECE = 6_000
"""Code points of a document that are sent at once; pieces end where paragraphs end."""
LONGEST = 400_000
"""Code points of a document that are sent at all."""
TOTAL = 900.0
"""Seconds for a whole document, tries and pauses included."""


def read_with_model(
    raw: str,
    *,
    published: date | None = None,
    known: Known = NOTHING,
    base_url: str,
    model: str,
    api_key: str = "",
    timeout: float = 60.0,
    pause: float = 1.0,
) -> Reading:
    """Return the claims that a language model finds in a text, with the values that the rules read in its words.

    Parameters
    ----------
    base_url, model
        An OpenAI-compatible endpoint; `{base_url}/chat/completions` is asked. The document is sent there.
    timeout
        Seconds for one request.
    pause
        Seconds before a busy server is asked again.

    Raises
    ------
    ReaderError
        If the endpoint does not answer as it must.
    """
    endpoint = Endpoint(base_url, model, api_key, timeout, time.monotonic() + TOTAL, pause)
    text = Text.of(raw)
    if len(text.clean) > LONGEST:
        raise ReaderError(
            endpoint.base_url,
            f"the document has {len(text.clean):,} characters, more than the {LONGEST:,} that are sent",
            "read it with --reader rules, or in parts",
        )
    tagged = tag(text, published, known)
    quoted = Quoted()
    for piece in pieces(text):
        body = asked(model, text.clean[slice(*piece)], published.isoformat() if published else "")
        hold_against(text.clean, piece, endpoint.ask(body).claims, tagged, quoted)
    tagged = replace(tagged, notices=(*tagged.notices, *quoted.notices))
    reading = assemble(text, tagged, quoted.drafts, published)
    claims = tuple(_marked(text, c, quoted) for c in reading.claims)
    issues = sorted([*reading.issues, *_issues(text, claims, quoted)], key=lambda i: (i.start, i.end))
    notices = sorted(reading.notices, key=lambda n: (n.start, n.end))
    return replace(reading, claims=claims, issues=tuple(issues), notices=tuple(notices))


def pieces(text: Text) -> list[tuple[int, int]]:
    """Return the spans that are sent one by one: whole paragraphs, or sentences of one that is too long."""
    parts: list[tuple[int, int]] = []
    for start, end in text.paragraphs:
        if end - start <= PIECE:
            parts.append((start, end))
        else:
            parts += [(s.start, s.end) for s in text.sentences if start <= s.start < end]
    found: list[tuple[int, int]] = []
    for start, end in parts:
        if found and end - found[-1][0] <= PIECE:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _marked(text: Text, claim: Claim, quoted: Quoted) -> Claim:
    """Return a claim marked where its words were found only nearly."""
    if (claim.start, claim.end) not in {text.origin(*s) for s in quoted.near}:
        return claim
    words = replace(claim.evidence["claim"], alignment="fuzzy")
    return replace(claim, evidence={**claim.evidence, "claim": words})


def _issues(text: Text, claims: tuple[Claim, ...], quoted: Quoted) -> list[Issue]:
    """Return what the model reads differently, at its words and for the claims it is about."""
    found = []
    for span, issue in quoted.issues:
        about = tuple(n for n, c in enumerate(claims) if (c.start, c.end) == text.origin(*span))
        start, end = text.origin(issue.start, issue.end)
        found.append(replace(issue, start=start, end=end, claims=about))
    return found
