"""Words of the section on documents and their claims, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MADE = (
    ("targets", "target"),
    ("agreements", "agreement"),
    ("workstreams", "workstream"),
    ("observations", "metric"),
)
"""Tables whose rows stand on a claim, with the column that names the row."""
READING_WORDS: Mapping[str, tuple[str, str]] = {
    "claims": ("What the documents say", "文件原文"),
    "claims_intro": (
        "Claims with the words they stand on; what is doubtful stays marked after a person has confirmed them.",
        "每条主张均附所依据的原文；经人确认后，疑点仍保留标注。",
    ),
    "claim_words": ("Words", "原文"),
    "claim_kind": ("Kind", "类别"),
    "claim_read": ("Read as", "读作"),
    "claim_became": ("Became", "生成"),
    "claim_doubts": ("Doubts", "疑点"),
    "claim_fuzzy": ("words found again only nearly", "原文已变动，近似定位"),
    "claim_orphaned": ("words no longer in the document", "原文已不在文件中"),
    "claim_by": ("by", "审核人"),
    "claim_edited": ("edited; what was read stays in the tables", "已修改；原读数保留在表中"),
    "claim_open": ("open doubts", "未决疑点"),
    "claim_more": ("more claims in", "条主张见"),
    "claim_elsewhere": ("Elsewhere in the document", "文件其他疑点"),
}
