"""The Economic Systemic Risk Index: what stops when a firm stops, up and down the links, to the fixed point."""
