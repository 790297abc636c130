"""One POST to an OpenAI-compatible endpoint: bounded in time, in size and in tries, and never redirected."""

from __future__ import annotations

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
from pydantic import ValidationError

from hinterland.errors import ReaderError
from hinterland.reading.models.answer import Answer, Envelope

if TYPE_CHECKING:
    from collections.abc import Coroutine

LARGEST = 4_000_000
"""Bytes of an answer that are read."""
TRIES = 4
BUSY = frozenset({408, 429, 500, 502, 503, 504})
_STATUS = {
    401: ("the key is not accepted", "set HINTERLAND_LLM_KEY to the endpoint's key"),
    403: ("the key does not allow this", "set HINTERLAND_LLM_KEY to a key for this model"),
    404: ("there is no such endpoint or model", "check --base-url (it often ends in /v1) and --model"),
    413: ("the document is too long for it", "read it with --reader rules"),
}


class _Again(Exception):
    """The server is busy; `wait` is how many seconds it asks for."""

    def __init__(self, problem: str, wait: float = 0.0) -> None:
        super().__init__(problem)
        self.wait = wait


@dataclass(slots=True)
class Endpoint:
    """Where a language model answers.

    Attributes
    ----------
    timeout
        Seconds that one try may take, from the first byte sent to the last one read.
    until
        Moment (`time.monotonic`) after which nothing is tried any more.
    pause
        Seconds before the second try; they double from try to try.
    """

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 60.0
    until: float = float("inf")
    pause: float = 1.0

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.base_url)
            named = f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"
        except ValueError:
            parts, named = urlsplit(""), "the endpoint"
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ReaderError("--base-url", "it is no address", "write one such as https://example.org/v1")
        if parts.username or parts.password:
            raise ReaderError("--base-url", "it holds a name or password", "set HINTERLAND_LLM_KEY instead")
        if not self.key.isascii() or not self.key.isprintable() or " " in self.key:
            raise ReaderError(
                "HINTERLAND_LLM_KEY", "it is no key", "set it to the key alone, ASCII without blanks"
            )
        self.base_url = named.rstrip("/")

    def ask(self, body: dict[str, Any]) -> Answer:
        """Return the model's answer.

        Raises
        ------
        ReaderError
            If none comes in time, or it has not the shape that was asked for.
        """
        return _parsed(self.base_url, _run(self._tried(body)))

    async def _tried(self, body: dict[str, Any]) -> bytes:
        """Return the server's reply; a busy or silent one is asked again, later and later."""
        pause, problem = self.pause, "it does not answer"
        for _ in range(TRIES):
            left = self.until - time.monotonic()
            if left <= 0:
                break
            try:
                async with asyncio.timeout(min(self.timeout, left)):
                    return await self._post(body)
            except TimeoutError:
                problem = f"no whole answer within {min(self.timeout, left):g} seconds"
                break  # what was slow once is slow again
            except _Again as busy:
                problem = str(busy)
                wait = max(pause, busy.wait)
            except httpx.HTTPError as error:
                problem, wait = f"it cannot be reached ({type(error).__name__})", pause
            if time.monotonic() + wait >= self.until:
                break
            await asyncio.sleep(wait)
            pause *= 2
        raise ReaderError(self.base_url, problem, "try later, or read with --reader rules")

    async def _post(self, body: dict[str, Any]) -> bytes:
        """Send one request and read at most `LARGEST` bytes; proxies and passwords of the environment stay out."""
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        data = json.dumps(body).encode("ascii")
        address = f"{self.base_url}/chat/completions"
        client = httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=self.timeout)
        async with client, client.stream("POST", address, content=data, headers=headers) as reply:
            self._judged(reply)
            found = bytearray()
            async for chunk in reply.aiter_raw():
                found += chunk
                if len(found) > LARGEST:
                    raise self._refused(f"it answers more than {LARGEST:,} bytes", "ask another model")
            return bytes(found)

    def _judged(self, reply: httpx.Response) -> None:
        """Raise for a reply that is no answer; its body is not repeated: it may hold the key."""
        status = reply.status_code
        if reply.has_redirect_location or 300 <= status < 400:
            raise self._refused(
                "it sends the request on to another address", "give that address by --base-url"
            )
        if status in BUSY:
            raise _Again(f"it is busy (status {status})", _seconds(reply.headers.get("Retry-After", "")))
        if status != 200:
            unknown = (
                f"it refuses (status {status})",
                "check --model, and that it knows response_format json_schema",
            )
            raise self._refused(*_STATUS.get(status, unknown))
        if reply.headers.get("Content-Encoding", "identity").lower() not in {"", "identity"}:
            raise self._refused("it packs its answer though asked not to", "ask another endpoint")

    def _refused(self, problem: str, advice: str) -> ReaderError:
        return ReaderError(self.base_url, problem, advice)


def _seconds(text: str) -> float:
    """Return the seconds of a Retry-After header, 0 where it names a date or nothing."""
    return float(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0.0


def _run(work: Coroutine[Any, Any, bytes]) -> bytes:
    """Run to the end, also where an event loop is running already (a notebook)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def _parsed(where: str, reply: bytes) -> Answer:
    advice = "ask a model that knows response_format json_schema, or read with --reader rules"
    try:
        choice = Envelope.model_validate_json(reply).choices[0]
    except ValidationError as error:
        raise ReaderError(where, "its answer is not that of chat/completions", "check --base-url") from error
    content = (choice.message.content or "").strip()
    if not content:
        raise ReaderError(where, "the model answers nothing", advice)
    if content.startswith("```"):
        content = content.removeprefix("```json").removeprefix("```").removesuffix("```")
    try:
        return Answer.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(x) for x in first["loc"])[:80]
        cut = ", which was cut off at its limit" if choice.finish_reason == "length" else ""
        problem = f"the model's answer{cut} has not the shape asked for ({place or 'JSON'}: {first['type']})"
        raise ReaderError(where, problem, advice) from None
