"""How the case yangtze-nev is made from its sources; `build.py` runs it."""
