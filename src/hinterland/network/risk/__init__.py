"""The systemic risk of every firm: for tables of links, and for a case as a distribution over drawn networks."""
