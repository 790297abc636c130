"""Solving: HiGHS behind one door, and the ladder from a bound to a plan."""
