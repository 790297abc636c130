"""The multi-year plan: the cheapest way to keep the promises, the price of each, or what breaks and by how much."""
