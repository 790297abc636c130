from hinterland.nearest import nearest


def test_a_misspelt_word_finds_the_one_that_is_meant() -> None:
    assert nearest("capcity", ["plant", "capacity", "closed"]) == "capacity"
    assert nearest("xyz", ["plant", "capacity"]) is None
    assert nearest("plant", []) is None


def test_a_mapping_is_searched_by_its_keys() -> None:
    assert nearest("trak", {"track": 1, "run": 2}) == "track"


def test_likeness_can_be_asked_to_be_closer() -> None:
    assert nearest("notes", ["routes"]) == "routes"
    assert nearest("notes", ["routes"], alike=0.8) is None
