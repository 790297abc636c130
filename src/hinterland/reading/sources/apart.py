"""Documents of many parts are taken apart in a process of their own, bounded in time and memory.

PDF, HTML and Word documents are untrusted bytes, and the libraries that open them are large. The process gets bytes
and gives back JSON, nothing else; it is kept for the next document, and ended when one takes too long.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from typing import IO, TYPE_CHECKING, Any

from hinterland.errors import DocumentError, NoText

if TYPE_CHECKING:
    from hinterland.reading.sources.source import Form

SECONDS = 60.0
"""Longest that a document may take: a PDF of a thousand pages takes ten."""
LARGEST_ANSWER = 100_000_000
"""Bytes of an answer that are taken from the process."""
_MOST = 100
"""Documents after which a process is replaced, so that what a library leaks does not add up."""
_FIELDS = ("text", "title", "publisher", "published", "address")
_FAULTS: dict[str, tuple[str, str]] = {
    "damaged": (
        "is damaged or no whole {form} file ({detail}). Save or download it again",
        "已损坏或不是完整的 {form} 文件（{detail}）。请重新保存或下载",
    ),
    "locked": (
        "is protected by a password. Take the protection away and save it again",
        "有密码保护。请去除保护后重新保存",
    ),
    "bomb": (
        "would unpack to {detail} MB, more than such a document should. Do not open it if you do not know its sender",
        "解压后将达 {detail} MB，超出此类文件应有的大小。如不了解来源，请勿打开",
    ),
    "large": (
        "holds more than {detail}; give it in parts",
        "超过 {detail}；请分成几份",
    ),
    "unmapped": (
        "has fonts that do not say which letters they show, so its text cannot be told. Recognise it (OCR) first",
        "的字体未说明所示字符，无法取得文字。请先识别文字（OCR）",
    ),
    "memory": (
        "needs more memory than a document may. Give it in parts, or its text",
        "所需内存超出上限。请分成几份，或提供其文本",
    ),
    "slow": (
        "took longer than {detail} seconds to open. Give it in parts, or its text",
        "打开时间超过 {detail} 秒。请分成几份，或提供其文本",
    ),
}
_EMPTY: dict[str, tuple[str, str]] = {
    "scanned": (
        "has no text layer: its pages are pictures (scanned). Recognise its text first (OCR)",
        "没有文本层：页面均为图片（扫描件）。请先识别文字（OCR）",
    ),
    "scripts": (
        "holds no article, only scripts, menus or frames. Open it in a browser and save it when it is all shown",
        "没有正文，只有脚本、菜单或框架。请在浏览器中打开网页，待完全显示后保存",
    ),
    "empty": ("holds no text. Check that it was saved whole", "没有文字。请检查是否保存完整"),
}
_NAMES = {"html": "HTML", "pdf": "PDF", "docx": "Word (.docx)"}


class _Opener:
    """The process, started when it is needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._served = 0
        self._lock = threading.Lock()

    def ask(self, form: str, data: bytes, seconds: float) -> dict[str, Any]:
        """Return what the process makes of a document; `fault` names what went wrong."""
        with self._lock:
            process = self._started()
            late = threading.Event()
            timer = threading.Timer(seconds, _end, (process, late))
            timer.daemon = True
            timer.start()
            try:
                answer = _exchange(process, form, data, seconds)
            except BaseException:  # Ctrl-C among them: nobody would read the answer any more
                self.close()
                raise
            finally:
                timer.cancel()
            if answer is None or answer.get("fault") == "memory" or self._served >= _MOST:
                self.close()
            if late.is_set():
                return {"fault": "slow", "detail": f"{seconds:.0f}"}
            return answer or {"fault": "damaged", "detail": "its reader broke off"}

    def _started(self) -> subprocess.Popen[bytes]:
        alive = self._process is not None and self._owner == os.getpid() and self._process.poll() is None
        if not alive or self._process is None:
            self.close()
            # -P: what lies in the current folder is not imported
            command = [sys.executable, "-P", "-m", "hinterland.reading.sources.child"]
            self._process = subprocess.Popen(  # noqa: S603 (our own interpreter, no shell)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is ours to handle
            )
            self._owner, self._served = os.getpid(), 0
        self._served += 1
        return self._process

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # what was not sent yet has nobody left to read it
                    pipe.close()
        process.wait()


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _exchange(
    process: subprocess.Popen[bytes], form: str, data: bytes, seconds: float
) -> dict[str, Any] | None:
    """Send a document and return the answer, None where the process ended before it had one."""
    into, out = process.stdin, process.stdout
    if into is None or out is None:
        return None
    try:
        into.write(json.dumps({"form": form, "size": len(data), "seconds": seconds}).encode() + b"\n")
        into.write(data)
        into.flush()
        return _answer(out)
    except (BrokenPipeError, ValueError):
        return None


def _answer(out: IO[bytes]) -> dict[str, Any] | None:
    head = out.readline(40)
    size = int(head or b"-1")
    if not 0 <= size <= LARGEST_ANSWER:
        return None
    body = out.read(size)
    found = json.loads(body) if len(body) == size else None
    return found if isinstance(found, dict) else None


_OPENER = _Opener()
atexit.register(_OPENER.close)


def take_apart(form: Form, data: bytes, name: str, seconds: float | None = None) -> dict[str, Any]:
    """Return the text of a document and what it says of itself, as keywords of `Source`.

    Raises
    ------
    DocumentError
        If it is damaged, locked, too large, or takes too long.
    NoText
        If it holds no text.
    """
    found = _OPENER.ask(form, data, seconds or SECONDS)
    fault = str(found.get("fault", ""))
    if fault in _EMPTY:
        en, zh = _EMPTY[fault]
        raise NoText(name, en, zh)
    if fault:
        en, zh = _FAULTS.get(fault, _FAULTS["damaged"])
        said = {"form": _NAMES[form], "detail": str(found.get("detail", ""))[:120]}
        raise DocumentError(name, en.format(**said), zh.format(**said))
    pictures = tuple(int(n) for n in found.get("pictures", ()))
    return {**{f: str(found.get(f) or "") for f in _FIELDS}, "pictures": pictures}
