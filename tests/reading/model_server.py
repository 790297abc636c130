"""A language model's endpoint on this machine, which answers what a test tells it to."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Reply:
    """One reply: a status, a body, headers, and how slowly it comes."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    endless: bool = False


@dataclass
class Served:
    """The address of the server, and the requests it got."""

    base_url: str
    replies: list[Reply]
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


def answer(*claims: dict[str, Any], **more: Any) -> Reply:
    """A good reply with these claims."""
    return content(json.dumps({"claims": list(claims)}), **more)


def content(text: str | None, **more: Any) -> Reply:
    """A reply of the right envelope, whatever is inside."""
    return Reply(json.dumps({"choices": [{"message": {"content": text}, **more}]}).encode())


def said(quote: str, **more: Any) -> dict[str, Any]:
    """One claim as a model says it."""
    empty: dict[str, Any] = dict.fromkeys(
        ("value", "value_high", "comparator", "value_quote", "deadline", "deadline_quote")
    )
    lists: dict[str, Any] = {"parties": [], "places": [], "topics": []}
    return {"quote": quote, "kind": "target", "modality": "planned", "measure": "", **empty, **lists, **more}


@contextmanager
def serving(*replies: Reply) -> Iterator[Served]:
    """Serve the replies one after another, the last one for ever."""
    served = Served("", list(replies))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            served.requests.append({"path": self.path, **json.loads(self.rfile.read(size))})
            served.headers.append(dict(self.headers))
            reply = served.replies.pop(0) if len(served.replies) > 1 else served.replies[0]
            time.sleep(reply.wait)
            try:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if not reply.endless:
                    self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)
                while reply.endless:
                    self.wfile.write(reply.body)
            except OSError:
                pass  # the reader went away, as it should

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    served.base_url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
