"""The chain of a place: what is nearby under four definitions, what is made here, what is missing and why."""

from hinterland.chain.content import content
from hinterland.chain.gaps import gaps

__all__ = ["content", "gaps"]
