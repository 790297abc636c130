"""What gives where a plan is impossible: the elastic answer, and the rows that conflict."""

from hinterland.planning.elastic.elastic import elastic
from hinterland.planning.elastic.found import Clash, Conflict, Elastic, Give, Miss, Mixture
from hinterland.planning.elastic.iis import conflict
from hinterland.planning.elastic.words import FAMILIES, RELAXABLE, family_said, sentences

__all__ = [
    "FAMILIES",
    "RELAXABLE",
    "Clash",
    "Conflict",
    "Elastic",
    "Give",
    "Miss",
    "Mixture",
    "conflict",
    "elastic",
    "family_said",
    "sentences",
]
