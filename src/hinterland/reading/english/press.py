"""Those who only watch and report: newspapers, agencies, brokers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hinterland.reading.english import nouns
from hinterland.reading.quantities.lexicon import bag as words

if TYPE_CHECKING:
    from hinterland.reading.english.scene import Scene
    from hinterland.reading.model import Name


_OBSERVERS = words(
    "securities research analytics consulting ratings brokerage equities intelligence economics insights advisory"
)


def observes(scene: Scene, span: tuple[int, int]) -> bool:
    """Whether a subject only watches: a broker, a rating agency, a consultancy."""
    names = [t.name for t in scene.tokens[span[0] : span[1]] if t.name]
    return any(n.text.split()[-1].lower() in _OBSERVERS for n in names) or media(scene, span)


_PRESS = words(
    "gazette times herald tribune daily post journal bulletin chronicle observer reporter newswire courier wire"
)


def is_press(name: Name) -> bool:
    """Whether a name is that of a newspaper or an agency, which only reports."""
    return name.head == "media" or name.text.split()[-1].lower() in _PRESS


def media(scene: Scene, span: tuple[int, int]) -> bool:
    """Whether a subject only reports."""
    names = [t.name for t in scene.tokens[span[0] : span[1]] if t.name]
    lows = set(scene.lows(*span))
    return any(is_press(n) for n in names) or bool(lows & nouns.MEDIA_NOUNS)
