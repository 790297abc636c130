"""Forecasts of many short series at once: arrays in, distributions and sample paths out; no case, no dates.

Series stand on one calendar, one row each; a value that is not there is NaN. Everything works on a transformed
scale (logarithm for what is positive, log-odds for a share of a whole), where growth is a sum.
"""
