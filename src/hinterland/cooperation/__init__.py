"""Who works with whom: agreements and what became of them."""

from hinterland.cooperation.agreements import agreements

__all__ = ["agreements"]
