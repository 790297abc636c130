"""Folders of tables: what is read, what saving keeps, who may save, and what an interrupted save leaves."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from filelock import FileLock

from hinterland.errors import CaseError, CaseLocked, NewerCase
from hinterland.sheets import Reading, Store
from hinterland.store import FolderStore, folder, guard, open_store, snapshot, swap
from hinterland.store.excel import ExcelStore

if TYPE_CHECKING:
    from hinterland.faults import Fault

PLACES = pl.DataFrame({"place": ["cn", "anhui"], "kind": ["country", "province"], "parent": [None, "cn"]})
FIRMS = pl.DataFrame({"firm": ["nio"], "revenue": [62.5e9]})


def cells(reading: Reading, table: str) -> dict[str, list[object]]:
    raw = next(t for t in reading.tables if t.table == table)
    return {h: c.to_list() for h, c in zip(raw.headers, raw.columns, strict=True)}


def names(path: Path) -> list[str]:
    return sorted(
        p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file() and p.name != folder.LOCK
    )


def entries(path: Path) -> list[str]:
    return sorted(p.name for p in path.iterdir())


@pytest.fixture
def case(tmp_path: Path) -> FolderStore:
    store = FolderStore(tmp_path / "case")
    store.write({"places": PLACES, "firms": FIRMS}, expected=None)
    return store


@pytest.fixture(params=["exchange", "two renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of replacing a folder: in one step, and where the system cannot do that."""
    if request.param == "two renames":
        monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    return str(request.param)


def only(reading: Reading) -> Fault:
    assert len(reading.faults) == 1, [f.line() for f in reading.faults]
    return reading.faults[0]


def test_what_was_written_is_what_is_read(case: FolderStore) -> None:
    reading = case.read()
    assert cells(reading, "places") == {
        "place": ["cn", "anhui"],
        "kind": ["country", "province"],
        "parent": [None, "cn"],
    }
    assert cells(reading, "firms") == {"firm": ["nio"], "revenue": ["62500000000"]}
    assert sorted(reading.files) == ["firms.csv", "places.csv"]
    assert reading.faults == ()
    assert isinstance(case, Store)


def test_the_revision_is_that_of_the_content_wherever_it_lies(case: FolderStore, tmp_path: Path) -> None:
    other = FolderStore(tmp_path / "other")
    revision = other.write({"firms": FIRMS, "places": PLACES}, expected=None)
    assert revision == case.read().revision == other.read().revision
    assert other.write({"firms": FIRMS}, expected=revision) != revision


def test_saving_the_same_again_changes_nothing_and_keeps_the_files(case: FolderStore, way: str) -> None:
    file = case.path / "tables" / "places.csv"
    before = file.stat()
    revision = case.read().revision
    assert case.write({"places": PLACES, "firms": FIRMS}, expected=revision) == revision
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert file.stat().st_nlink == 1


def test_saving_leaves_no_temporaries_and_other_files_alone(case: FolderStore, way: str) -> None:
    tables = case.path / "tables"
    (case.path / "notes.md").write_text("mine")
    (tables / "README.md").write_text("mine too")
    (tables / "old").mkdir()
    (tables / "old" / "plants.csv").write_text("plant\n")
    (tables / "wishes.csv").write_text("wish\nx\n")
    reading = case.read()
    revision = case.write({"places": PLACES}, expected=reading.revision)
    assert names(case.path) == [
        "notes.md", "tables/README.md", "tables/firms.csv", "tables/old/plants.csv", "tables/places.csv",
        "tables/wishes.csv",
    ]  # fmt: skip
    assert case.read().revision == revision
    assert cells(case.read(), "wishes") == {"wish": ["x"]}
    assert (
        cells(case.read(), "firms") == {"firm": [], "revenue": []} or not cells(case.read(), "firms")["firm"]
    )


def test_a_table_without_rows_keeps_its_headings_and_gets_no_file_of_its_own(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "plants.csv").write_text("plant,capacity [万辆/yr]\n")
    revision = store.read().revision
    store.write(
        {"places": PLACES, "firms": FIRMS.clear(), "plants": pl.DataFrame({"plant": []})}, expected=revision
    )
    assert names(tmp_path) == ["tables/places.csv", "tables/plants.csv"]
    assert (tmp_path / "tables" / "plants.csv").read_text() == "plant,capacity [万辆/yr]\n"


def test_large_tables_become_parquet_and_small_ones_come_back_as_they_were(
    case: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "LARGE", 2)
    many = pl.DataFrame({"firm": ["a", "b", "c"], "revenue": [1.5, None, -2.0], "note": ["=1", "'x", None]})
    revision = case.write({"places": PLACES, "firms": many}, expected=case.read().revision)
    assert names(case.path) == ["tables/firms.parquet", "tables/places.csv"]
    assert cells(case.read(), "firms") == many.to_dict(as_series=False)
    case.write({"places": PLACES, "firms": FIRMS}, expected=revision)
    assert names(case.path) == ["tables/firms.parquet", "tables/places.csv"]
    case.write({"places": PLACES}, expected=case.read().revision)
    assert names(case.path) == ["tables/firms.csv", "tables/places.csv"]


def test_a_folder_is_written_in_the_form_asked_for_and_stays_so(case: FolderStore, tmp_path: Path) -> None:
    store = open_store(tmp_path / "new", new=True, form="parquet")
    store.write({"places": PLACES}, expected=None)
    again = FolderStore(tmp_path / "new")
    again.write({"places": PLACES, "firms": FIRMS}, expected=again.read().revision)
    assert names(tmp_path / "new") == ["tables/firms.parquet", "tables/places.parquet"]
    back = FolderStore(tmp_path / "new", form="csv")
    assert (
        back.write({"places": PLACES, "firms": FIRMS}, expected=back.read().revision) == case.read().revision
    )


def test_a_table_in_two_files_is_an_error(case: FolderStore) -> None:
    PLACES.write_parquet(case.path / "tables" / "places.parquet")
    (case.path / "tables" / "Firms.CSV").write_text("firm\nx\n")
    reading = case.read()
    assert sorted((f.table, f.severity) for f in reading.faults) == [("firms", "error"), ("places", "error")]
    assert len(reading.tables) == 2


def test_files_that_only_look_like_tables_are_named(case: FolderStore) -> None:
    tables = case.path / "tables"
    for name in ("plants.xlsx", "firms.csv.gz", "~$plants.xlsx", ".firms.csv", "picture.png"):
        (tables / name).write_bytes(b"x")
    (tables / "routes.csv").mkdir()
    (case.path / "plants.csv").write_text("plant\n")
    faults = case.read().faults
    assert sorted((f.file, f.severity) for f in faults) == [
        ("firms.csv.gz", "warning"), ("plants.csv", "warning"), ("plants.xlsx", "warning"),
        ("routes.csv", "error"),
    ]  # fmt: skip


def test_loose_files_are_read_and_saving_makes_a_folder_of_tables_beside_them(
    tmp_path: Path, way: str
) -> None:
    (tmp_path / "Places.csv").write_text("place,kind\ncn,country\n")
    (tmp_path / "plant.csv").write_text("plant\nx\n")
    store = FolderStore(tmp_path)
    reading = store.read()
    assert cells(reading, "places") == {"place": ["cn"], "kind": ["country"]}
    assert "plants.csv" in only(reading).fix
    store.write({"places": PLACES}, expected=reading.revision)
    assert names(tmp_path) == ["Places.csv", "plant.csv", "tables/places.csv"]
    assert cells(store.read(), "places")["place"] == ["cn", "anhui"]
    assert only(store.read()).file == "Places.csv"


def test_naming_the_folder_of_tables_itself_means_the_case_above_it(case: FolderStore) -> None:
    assert open_store(case.path / "tables").path == case.path.resolve()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone", "does not exist"), ("gone.xlsx", "does not exist"), ("old.xls", "save it as an Excel workbook"),
        ("case.ods", "LibreOffice"), ("places.csv", "name the folder"), ("empty", "no file named as a table"),
        ("file.doc", "a case is a folder"),
    ],
)  # fmt: skip
def test_what_is_no_case_is_refused_with_what_to_do(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.doc").write_text("")
    with pytest.raises(CaseError, match=words):
        open_store(tmp_path / name)


def test_a_new_case_may_not_exist_yet(tmp_path: Path) -> None:
    assert isinstance(open_store(tmp_path / "new", new=True), FolderStore)
    assert isinstance(open_store(str(tmp_path / "new.xlsx"), new=True), ExcelStore)
    assert isinstance(open_store(tmp_path, new=True), FolderStore)
    with pytest.raises(CaseError):
        FolderStore(tmp_path / "new").read()
    with pytest.raises(CaseError, match="LibreOffice"):
        open_store(tmp_path / "new.ods", new=True)


def test_the_second_of_two_writers_is_told_what_changed_and_nothing_is_lost(case: FolderStore) -> None:
    other = FolderStore(case.path)
    expected = other.read().revision
    mine = case.write(
        {"places": PLACES.head(1), "products": pl.DataFrame({"product": ["cell"]}), "firms": FIRMS},
        expected=case.read().revision,
    )
    with pytest.raises(NewerCase, match=r"changed: places\.csv; new: products\.csv") as told:
        other.write({"places": PLACES}, expected=expected)
    assert "Read it again" in str(told.value)
    assert case.read().revision == mine


def test_a_change_made_in_an_editor_counts_as_well(case: FolderStore) -> None:
    expected = case.read().revision
    (case.path / "tables" / "firms.csv").unlink()
    guard._SEEN.clear()
    with pytest.raises(NewerCase, match="was changed after it was read here; nothing"):
        case.write({"places": PLACES}, expected=expected)


def test_a_new_case_never_replaces_one_and_a_case_that_is_gone_is_not_made_anew(case: FolderStore) -> None:
    with pytest.raises(NewerCase, match="is a case already"):
        FolderStore(case.path).write({"places": PLACES}, expected=None)
    expected = case.read().revision
    shutil.rmtree(case.path / "tables")
    with pytest.raises(NewerCase, match="is gone"):
        case.write({"places": PLACES}, expected=expected)


def test_who_finds_the_case_locked_is_told_so_and_writes_nothing(
    case: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "PATIENCE", 0.05)
    revision = case.read().revision
    with FileLock(case.path / folder.LOCK), pytest.raises(CaseLocked, match=r"\.hinterland\.lock"):
        case.write({"places": PLACES.head(1)}, expected=revision)
    assert case.read().revision == revision
    case.write({"places": PLACES.head(1)}, expected=revision)


@pytest.mark.parametrize("name", ["../places", "Places", "a b", ""])
def test_a_name_that_is_no_table_is_refused(case: FolderStore, name: str) -> None:
    with pytest.raises(CaseError, match="cannot name a table"):
        case.write({name: PLACES}, expected=case.read().revision)


def test_a_value_that_cannot_be_written_leaves_the_case_as_it_was(case: FolderStore) -> None:
    reading = case.read()
    with pytest.raises(CaseError, match="firms row 2, revenue"):
        case.write({"firms": FIRMS.with_columns(revenue=pl.lit(float("nan")))}, expected=reading.revision)
    assert case.read().revision == reading.revision
    assert names(case.path) == ["tables/firms.csv", "tables/places.csv"]


def test_a_full_disk_leaves_the_case_as_it_was(case: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = case.read()

    def full(path: Path, data: bytes) -> None:
        path.write_bytes(data[:3])
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(swap, "write_file", full)
    with pytest.raises(CaseError, match="No space left"):
        case.write({"places": PLACES.head(1)}, expected=reading.revision)
    assert case.read().revision == reading.revision
    assert entries(case.path) == [folder.LOCK, "tables"]


def test_a_folder_that_cannot_be_written_to_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CaseError, match="cannot be saved"):
        FolderStore(tmp_path / "file").write({"places": PLACES}, expected=None)
    assert not FolderStore(tmp_path / "file").exists()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(FileLock, "acquire", refuse)
    with pytest.raises(CaseError, match="lock cannot be made"):
        FolderStore(tmp_path / "case").write({"places": PLACES}, expected=None)


def test_tables_that_are_a_link_or_a_file_are_not_replaced(case: FolderStore, tmp_path: Path) -> None:
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "tables").symlink_to(case.path / "tables", target_is_directory=True)
    store = FolderStore(linked)
    with pytest.raises(CaseError, match="is a link"):
        store.write({"places": PLACES}, expected=store.read().revision)
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "tables").write_text("")
    with pytest.raises(CaseError, match="is a file"):
        FolderStore(tmp_path / "odd").write({"places": PLACES}, expected=None)
    assert not FolderStore(tmp_path / "odd").exists()


def test_a_save_that_ended_between_two_renames_is_read_and_finished_by_the_next_writer(
    case: FolderStore, tmp_path: Path
) -> None:
    new = FolderStore(tmp_path / "new")
    newer = new.write({"places": PLACES.head(1)}, expected=None)
    (case.path / "tables").rename(case.path / f"{swap.PAST}1")
    shutil.copytree(new.path / "tables", case.path / f"{swap.NEXT}1")
    shutil.copytree(new.path / "tables", case.path / f"{swap.PART}2")
    reading = case.read()
    assert reading.revision == newer
    assert only(reading).severity == "notice"
    case.write({"places": PLACES}, expected=newer)
    assert entries(case.path) == [folder.LOCK, "tables"]
    assert cells(case.read(), "places")["place"] == ["cn", "anhui"]


def test_what_an_ended_save_left_beside_whole_tables_is_ignored_and_tidied(case: FolderStore) -> None:
    revision = case.read().revision
    for prefix in (swap.NEXT, swap.PART, swap.PAST):
        (case.path / f"{prefix}1").mkdir()
        (case.path / f"{prefix}1" / "places.csv").write_text("place\nwrong\n")
    assert case.read().revision == revision
    assert case.read().faults == ()
    case.write({"places": PLACES}, expected=revision)
    assert entries(case.path) == [folder.LOCK, "tables"]


def test_a_folder_that_a_program_keeps_open_is_told_and_stays_as_it_was(
    case: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows: renames fail while another program has a file of the folder open."""
    revision = case.read().revision
    rename = Path.rename
    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    monkeypatch.setattr(swap, "_PAUSE", 0.0)
    for refused in ("tables", swap.NEXT):

        def held(self: Path, target: Path, refused: str = refused) -> Path:
            into_tables = self.name.startswith(swap.NEXT) and target.name == "tables"
            if (refused == "tables" and self.name == "tables") or (refused != "tables" and into_tables):
                raise PermissionError(13, "in use", str(self))
            return rename(self, target)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "rename", held)
            with pytest.raises(CaseLocked, match="Close the programs"):
                case.write({"places": PLACES.head(1)}, expected=revision)
        assert case.read().revision == revision
        assert entries(case.path) == [folder.LOCK, "tables"]


def test_file_systems_without_links_get_copies(case: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    (case.path / "tables" / "note.txt").write_text("kept")
    revision = case.read().revision
    assert case.write({"places": PLACES, "firms": FIRMS}, expected=revision) == revision
    assert (case.path / "tables" / "note.txt").read_text() == "kept"


def test_systems_without_open_folders_or_exchange_work_as_well(
    case: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_RELATIVE", False)
    monkeypatch.setattr(swap.os, "name", "nt")
    assert not swap.exchange(case.path, case.path)
    swap.sync_folder(case.path)
    monkeypatch.undo()
    monkeypatch.setattr(snapshot, "_RELATIVE", False)
    assert cells(case.read(), "firms")["firm"] == ["nio"]


def test_an_exchange_that_fails_for_another_reason_is_not_passed_over(tmp_path: Path) -> None:
    if not swap.exchange(_made(tmp_path / "a"), _made(tmp_path / "b")):
        pytest.skip("this system has no exchange")
    with pytest.raises(FileNotFoundError):
        swap.exchange(tmp_path / "a", tmp_path / "gone")


def _made(path: Path) -> Path:
    path.mkdir()
    return path


def test_a_folder_that_never_rests_is_given_up(case: FolderStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "_PAUSE", 0.0)
    monkeypatch.setattr(snapshot, "_read_once", lambda *_: None)
    with pytest.raises(CaseError, match="keeps changing"):
        case.read()


def test_a_file_that_may_not_be_read_is_a_clear_error(
    case: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "places.csv")

    monkeypatch.setattr(snapshot, "_read_file", refuse)
    with pytest.raises(CaseError, match=r"places\.csv cannot be read"):
        case.read()


def test_readers_during_many_saves_see_one_version_or_the_other_and_never_a_mixture(
    tmp_path: Path, way: str
) -> None:
    tables = ("places", "firms", "products", "sectors")
    versions = [
        {
            t: pl.DataFrame({"place" if t == "places" else t[:-1]: [f"{word}{i}" for i in range(50)]})
            for t in tables
        }
        for word in ("old", "new")
    ]
    store = FolderStore(tmp_path)
    revisions = {store.write(versions[0], expected=None)}
    revisions.add(store.write(versions[1], expected=next(iter(revisions))))
    seen: set[str] = set()
    failures: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            reading = FolderStore(tmp_path).read()
            words = {str(c[0])[:3] for t in reading.tables for c in t.columns}
            if len(words) != 1 or len(reading.tables) != len(tables):
                failures.append(f"{words} {len(reading.tables)}")
            seen.add(reading.revision)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    revision = store.read().revision
    for turn in range(40):
        revision = store.write(versions[turn % 2], expected=revision)
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert seen == revisions


@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "loop"])
def test_what_has_the_name_of_a_table_and_is_no_file_is_an_error_at_once(
    case: FolderStore, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_TRIES", 1)
    odd = case.path / "tables" / "workstreams.csv"
    if kind == "folder":
        odd.mkdir()
    elif kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("this system has no named pipes")
        os.mkfifo(odd)
    else:
        odd.symlink_to("gone.csv" if kind == "link" else odd.name)
    before = case.read()
    fault = only(before)
    assert (fault.table, fault.file, fault.severity) == ("workstreams", "workstreams.csv", "error")
    assert ("link leads" in fault.rule) == (kind in {"link", "loop"})
    with pytest.raises(CaseError, match=r"workstreams\.csv is no file"):
        case.write({"workstreams": PLACES}, expected=before.revision)
    case.write({"places": PLACES}, expected=before.revision)
    assert os.path.lexists(odd)


def test_hidden_names_in_tables_are_passed_over_and_may_change(
    case: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "_TRIES", 1)
    (case.path / "tables" / ".#places.csv").symlink_to("user@host.1234")
    inner = snapshot._read_file

    def busy(where: Path, base: int | None, name: str) -> bytes:
        (where / f".{name}.swp").write_text("editing")
        return inner(where, base, name)

    monkeypatch.setattr(snapshot, "_read_file", busy)
    assert case.read().faults == ()


def test_a_folder_that_may_not_be_written_is_not_called_locked(
    case: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = case.read().revision
    monkeypatch.setattr(guard.os, "access", lambda *_, **__: False)
    with pytest.raises(CaseError, match="cannot be written to") as caught:
        case.write({"places": PLACES}, expected=revision)
    assert not isinstance(caught.value, CaseLocked)
