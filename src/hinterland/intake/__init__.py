"""Official statistics as users get them, turned into observations."""
