"""Links nobody has published: drawn by sector, size and distance around those that are known.

`draw.complete(actors, wanted, seed=)` draws one network, `draw.ensemble` several; `draw` states the model.
"""
