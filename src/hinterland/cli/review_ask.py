"""A person goes through drafts one by one: single keys on a terminal, a letter a line from a pipe."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import options, review_show
from hinterland.cli.read_words import plain
from hinterland.cli.review_words import FIELDS, HELP, counted, field_of, option, say
from hinterland.errors import HinterlandError
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hinterland.reading.review import Item, Session

OK, CANCELLED = 0, 130
EDITED = tuple(f for f in FIELDS if f != "resolved")
_ESCAPE = "\x1b"


@dataclass(slots=True)
class Talk:
    """A review at the terminal."""

    session: Session
    document: str
    lang: str
    line: Callable[..., None] = field(default_factory=options.printer)
    skipped: set[str] = field(default_factory=set)

    def run(self) -> int:
        """Go through the drafts until none is left or the person leaves; return the exit code."""
        code = OK
        try:
            while self._one():
                pass
        except EOFError:
            self.line()
        except (KeyboardInterrupt, click.exceptions.Abort):
            self.line()
            code = CANCELLED
        self.line(counted(len(self.session.decided), len(self.session.items(self.document)), self.lang))
        return code

    def _one(self) -> bool:
        """Show the next draft and do what the person says; False at the end."""
        rest = [i for i in self.session.items(self.document) if i.claim["claim"] not in self.skipped]
        if not rest:
            self.line()
            self.line((say("end", self.lang), "bold"))
            return False
        item = rest[0]
        done = len(self.session.decided) + len(self.skipped)
        self._show(item, done + 1, done + len(rest))
        while (key := self._key("keys")) in {"?", "h", ""} or key not in "aerusq":
            for words in HELP[self.lang]:
                self.line(words, indent=2)
        return key != "q" and self._do(key, item)

    def _show(self, item: Item, number: int, total: int) -> None:
        documents = self.session.cluster["documents"]
        about = documents.filter(document=item.claim["document"]).row(0, named=True)
        place = f"第 {number} 条，共 {total} 条" if self.lang == "zh" else f"{number} of {total}"
        review_show.show(item, about, place, self.line, self.lang)
        self._preview(item.claim["claim"], None, "would")

    def _preview(self, claim: str, changes: Mapping[str, Any] | None, head: str) -> bool:
        """Show what a decision would make; False where it cannot be taken."""
        try:
            outcome = self.session.preview(claim, changes)
        except HinterlandError as error:
            self._complain(error)
            return False
        review_show.made(outcome, self.session.cluster, self.line, self.lang, head)
        return True

    def _do(self, key: str, item: Item) -> bool:
        claim = item.claim["claim"]
        try:
            if key == "a":
                review_show.decided(self.session.accept(claim), "confirmed", self.line, self.lang)
            elif key == "r":
                review_show.decided(self.session.reject(claim), "rejected", self.line, self.lang)
            elif key == "e":
                self._edit(item)
            elif key == "u":
                self._undo()
            else:
                self.skipped.add(claim)
                self.line((say("skipped", self.lang), "dim"), indent=2)
        except HinterlandError as error:
            self._complain(error)
        return True

    def _undo(self) -> None:
        outcome = self.session.undo()
        if outcome is None:
            self.line((say("no_undo", self.lang), "yellow"), indent=2)
            return
        self.skipped.discard(outcome.claim)
        review_show.decided(outcome, "draft", self.line, self.lang)

    def _edit(self, item: Item) -> None:
        """Let the person change fields, show what comes of it, and save it if they confirm."""
        changes: dict[str, Any] = {}
        while (column := self._column(item.claim | changes)) is not None:
            changes |= self._typed(column, item.claim | changes)
        changes = {c: v for c, v in changes.items() if v != item.claim[c]}
        if not changes:
            self.line((say("unchanged", self.lang), "yellow"), indent=2)
            return
        review_show.fields(item.claim | changes, self.line, self.lang)
        if not self._preview(item.claim["claim"], changes, "would_edit"):
            return
        while (key := self._key("sure")) not in {"y", "n"}:
            pass
        if key == "y":
            outcome = self.session.edit(item.claim["claim"], changes)
            review_show.decided(outcome, "edited", self.line, self.lang)

    def _column(self, claim: Mapping[str, Any]) -> str | None:
        """Return the field that the person wants to change, None where they are done."""
        for number, name in enumerate(EDITED, 1):
            held = field_of(claim, name, self.lang) or say("empty", self.lang)
            self.line((f"{number:>2}", "bold"), f"  {FIELDS[name][self.lang == 'zh']}: {held}", indent=2)
        while typed := self._words("which"):
            if typed.isascii() and typed.isdigit() and 1 <= int(typed[:3]) <= len(EDITED):
                return EDITED[int(typed[:3]) - 1]
            self.line((say("number", self.lang), "yellow"), indent=2)
        return None

    def _typed(self, column: str, claim: dict[str, Any]) -> dict[str, Any]:
        """Return what the person changes in a field; asked again until it is understood or left as it is."""
        from hinterland.reading.review.typed import CHOICES, read_typed

        for number, word in enumerate(CHOICES.get(column, ()), 1):
            self.line((f"{number:>2}", "bold"), f"  {option(column, word, self.lang)} ({word})", indent=4)
        while typed := self._words("typed"):
            found = read_typed(column, typed, claim)
            if not isinstance(found, Said):
                return found
            self.line((found.in_(self.lang), "yellow"), indent=4)
        return {}

    def _complain(self, error: HinterlandError) -> None:
        self.line((plain(str(error)), "bold red"), indent=2)

    def _key(self, prompt: str) -> str:
        """Return the key pressed, in lower case; from a pipe the first letter of a line."""
        self.line((say(prompt, self.lang), "bold"))
        if not sys.stdin.isatty():
            while not (words := _read_line().strip()):
                pass
            return words[0].lower()
        key = click.getchar()
        return "" if key.startswith(_ESCAPE) else key[:1].strip().lower()

    def _words(self, prompt: str) -> str:
        """Return a line that the person typed."""
        self.line(f"{say(prompt, self.lang)}:", indent=2)
        return _read_line().strip()


def _read_line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
