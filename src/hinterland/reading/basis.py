"""How names and places that a clause does not say were made out, told in both languages.

A basis is a row of short pieces parted by semicolons, as the rooms write them: `anaphora:该项目`, `place:project`,
`it: the subject before`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.ids import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

_PIECES: Mapping[str, tuple[str, str]] = {
    "document": ("whom the document is about", "文件所述主体"),
    "whom the document is about": ("whom the document is about", "文件所述主体"),
    "we: whom the document is about": ("“we”: whom the document is about", "“我们”：文件所述主体"),
    "party:document": ("party: whom the document is about", "当事方：文件所述主体"),
    "place:document": ("place: what the document is about", "地点：文件所述地点"),
    "place:party": ("place: that of the party", "地点：当事方所在地"),
    "place:project": ("place: that of the project", "地点：项目所在地"),
    "place:paragraph": ("place: named in the paragraph", "地点：本段所述"),
    "place: as said before of the same": (
        "place: as said elsewhere of the same",
        "地点：同一主体在文中他处的地点",
    ),
    "it: the subject before": ("“it”: the subject before", "“it”：前文主语"),
    "it: who says it": ("“it”: who says it", "“it”：说话者"),
    "possessive: the subject before": ("possessive: the subject before", "物主代词：前文主语"),
    "the company named before": ("the company named before", "前文所述企业"),
    "the two named before": ("the two named before", "前文所述双方"),
    "the place named before": ("the place named before", "前文所述地点"),
    "the thing named before": ("the thing named before", "前文所述事物"),
    "a name and one said before": ("a name and one said before", "本句名称与前文名称"),
    "who signed": ("who signed", "签约方"),
    "the title": ("the title", "标题"),
}


def basis_words(basis: str | None) -> tuple[str, str]:
    """Return a basis as words in both languages; a piece that has no words of its own is quoted as it is."""
    pieces = [_piece(p) for p in listed(basis)]
    return "; ".join(en for en, _ in pieces), "；".join(zh for _, zh in pieces)


def _piece(piece: str) -> tuple[str, str]:
    if piece in _PIECES:
        return _PIECES[piece]
    what, _, words = piece.partition(":")
    if what == "anaphora":
        return f"“{words}”: named before", f"“{words}”：指前文所述"
    return piece, f"据前文推断（{piece}）"
