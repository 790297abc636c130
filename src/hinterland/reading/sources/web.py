"""The article of a saved web page, by trafilatura; menus, advertisements and comments are left out."""

from __future__ import annotations

import email
import email.policy
import re
from typing import Any

import trafilatura

from hinterland.reading.sources.unreadable import Unreadable

_SAVED = re.compile(r"<!--\s{0,9}saved from url=\(\d{1,9}\)(\S{1,2000}?)\s{0,9}-->")
_DECLARATION = re.compile(r"\s{0,99}<\?xml[^>]{0,200}\?>")
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2200-12-31"}
"""Only what the page says for itself: its address, its metadata, its time elements; no guessing over all its text."""


def take(data: bytes) -> dict[str, Any]:
    """Return the article of a page in UTF-8, or of a saved one in MHTML, and what the page says of itself."""
    page, address = _page(data)
    page = _DECLARATION.sub("", page, count=1)
    saved = _SAVED.search(page[:4_000])
    address = address or (saved[1] if saved else "")
    found = trafilatura.bare_extraction(
        page,
        url=address or None,
        include_comments=False,
        include_tables=True,
        with_metadata=True,
        date_extraction_params=_DATES,
    )
    about = {k: getattr(found, k, None) or "" for k in ("title", "sitename", "date", "url")} if found else {}
    text = str(getattr(found, "text", "") or "")
    if not re.search(r"\w", text):
        _, text, _ = trafilatura.baseline(page)
    if not re.search(r"\w", text):
        raise Unreadable("scripts")
    return {
        "text": re.sub(r"\s*\n\s*", "\n\n", text).strip(),
        "title": str(about.get("title", "")),
        "publisher": str(about.get("sitename", "")),
        "published": str(about.get("date", ""))[:10],
        "address": address or str(about.get("url", "")),
    }


def _page(data: bytes) -> tuple[str, str]:
    """Return the HTML of a page, and its address where it was saved with one."""
    head = data[:2_000].lower()
    if b"multipart/related" not in head or b"<html" in head[:200]:
        return data.decode("utf-8", "replace"), ""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            words = (
                body.decode(part.get_content_charset() or "utf-8", "replace")
                if isinstance(body, bytes)
                else ""
            )
            return words, str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
    raise Unreadable("scripts")
