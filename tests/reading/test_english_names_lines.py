"""Names where capitals say little: headlines, letterheads, lines in capitals, items of plans."""

from __future__ import annotations

import pytest
from named import found


@pytest.mark.parametrize(
    ("words", "names"),
    [
        # orders of plans: the verb is no part of the name
        ("Support Lusong Aero Engine Co., Ltd. in building a base.", {"Lusong Aero Engine Co., Ltd.": "o"}),
        ("4. Attract Siemens. Introduce Fanuc.", {"Siemens": "o", "Fanuc": "o"}),
        ("2. Deliver Hongrui Optics to start production.", {"Hongrui Optics": "o"}),
        ("Complete the facilities. Build 45 landing points.", {}),
        ("II. Accelerate Phase II of the Robot Industrial Park.", {"Robot Industrial Park": "p"}),
        # salutations, labels, codes
        ("Dear Sir/Madam,\n\nThanking You,", {}),
        ("Regd. Office: 12 Park Street\nCIN: L40100WB2005PLC101234", {}),
        ("Hanwool Chemical (012345 KS): Buy", {"Hanwool Chemical": "o"}),
        ("Q: When? A: In May. We've heard it.", {}),
        ("The Board of Directors agreed.", {}),
        # who is from a region is no name
        ("Patagonian ammonia: three schemes", {}),
        ("Sichuanese peppers sell well.", {}),
        # landscapes colour a noun
        ("Gobi wind farm near Yumen to send power", {"Yumen": "p"}),
        ("It lies in the Sahara near Ouarzazate.", {"Sahara": "p", "Ouarzazate": "p"}),
        # works of the land are named after it
        ("Cerro Pelado copper mine to restart in March", {"Cerro Pelado": "p"}),
        # a word that the text has in small letters as well
        ("Canola plant clears hurdle\n\nA canola plant came a step closer.", {}),
        # lists of places after one preposition
        ("cotton from Kitui farms in Kitui, Makueni and Busia", {"Kitui": "p", "Makueni": "p", "Busia": "p"}),
        ("a mill in Altona, Man., where jobs were cut", {"Altona": "p", "Man": "p"}),
        ("the Qinzhou Port Area of Guangxi", {"Qinzhou Port Area": "p", "Guangxi": "p"}),
        # technologies before their nouns
        ("It builds a TOPCon cell project and a PDH unit.", {}),
        # who signs papers
        ("The Allottee shall pay the Lessor.", {"The Allottee": "u", "the Lessor": "u"}),
        ("Your Company achieved growth.", {"Your Company": "u"}),
        # towns on rivers
        ("mills in Newcastle upon Tyne", {"Newcastle upon Tyne": "p"}),
        ("a mill in Frankfurt an der Oder", {"Frankfurt an der Oder": "p"}),
        ("Its Chu Lai factory and its works council agreed.", {"Chu Lai": "p"}),
        # datelines credit their agency
        ("RECIFE (Jornal do Norte) - Goma S.A. agreed.", {"RECIFE": "p", "Jornal do Norte": "o", "Goma S.A.": "o"}),
    ],
)  # fmt: skip
def test_capitals_that_say_little_are_read_with_care(words: str, names: dict[str, str]) -> None:
    assert found(words) == names


@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("NARMADA FLUOROCHEM LIMITED\n\n10 August 2023", "NARMADA FLUOROCHEM LIMITED", "o"),
        ("THE PUBLIC INVESTMENT BOARD\n\nDecision of May", "PUBLIC INVESTMENT BOARD", "g"),
        ("CHANGCHUN HIGH-TECH ZONE: KEY POINTS OF WORK", "CHANGCHUN HIGH-TECH ZONE", "p"),
        (
            "Nantong Municipal People's Government\nSeveral Opinions on Promoting Growth",
            "Nantong Municipal People's Government",
            "g",
        ),
        (
            "GREENVALE BIOFUELS ANNOUNCES RESULTS\n\nGreenvale Biofuels Inc. reported.",
            "GREENVALE BIOFUELS",
            "o",
        ),
        ("Longhai Petrochemical started a unit. Longhai did not respond.", "Longhai", "o"),
        ("They sold it to M/s Deccan Cells Pvt. Ltd. at once.", "Deccan Cells Pvt. Ltd.", "o"),
    ],
)
def test_letterheads_and_lines_in_capitals_name_what_they_name(words: str, name: str, kind: str) -> None:
    assert found(words)[name] == kind


@pytest.mark.parametrize(
    "words",
    [
        "MEDIA RELEASE",
        "KEY POINTS OF WORK FOR 2024",
        "SUBJECT: Land allotment",
        "Two enterprises shall enter.",
    ],
)
def test_lines_of_common_words_name_nobody(words: str) -> None:
    assert found(words) == {}
