from itertools import product
from pathlib import Path
from random import Random

from scripts.power_disk import SECTOR, Call, Disk, Kind

NOWHERE = Path()


def call(kind: Kind, path: Path, place: int = 0, data: bytes = b"", other: Path = NOWHERE) -> Call:
    return Call(kind, path, other, hash(path.name) & 0xFFFF, place, data)


def outcomes(root: Path, tmp_path: Path, *calls: Call, tries: int = 60) -> set[tuple[tuple[str, bytes], ...]]:
    """Every content of the folder that the power cut left in some tries."""
    disk = Disk.of(root)
    disk.replay(iter(calls))
    found = set()
    for number in range(tries):
        target = tmp_path / f"after-{number}"
        disk.after_power_loss(target, Random(number))  # noqa: S311
        files = [path for path in sorted(target.rglob("*")) if path.is_file()]
        found.add(tuple((str(path.relative_to(target)), path.read_bytes()) for path in files))
    return found


def a_folder(tmp_path: Path, **files: bytes) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    for name, content in files.items():
        (root / name).write_bytes(content)
    return root


def test_what_was_synced_is_there(tmp_path: Path) -> None:
    root = a_folder(tmp_path, store=b"old")
    path = root / "store"
    calls = [call(Kind.OPENED, path), call(Kind.WRITTEN, path, 0, b"new!"), call(Kind.SYNCED, path)]

    assert outcomes(root, tmp_path, *calls) == {(("store", b"new!"),)}


def test_of_what_was_not_synced_each_sector_is_there_or_not(tmp_path: Path) -> None:
    root = a_folder(tmp_path, store=b"a" * 2 * SECTOR)
    path = root / "store"
    calls = [call(Kind.OPENED, path), call(Kind.WRITTEN, path, 0, b"b" * 2 * SECTOR)]

    wanted = {
        ((("store"), first * SECTOR + second * SECTOR),) for first, second in product((b"a", b"b"), repeat=2)
    }
    assert outcomes(root, tmp_path, *calls) == wanted


def test_a_file_that_grew_may_end_in_zeros_or_with_a_hole(tmp_path: Path) -> None:
    root = a_folder(tmp_path, store=b"")
    path = root / "store"
    calls = [call(Kind.OPENED, path), call(Kind.WRITTEN, path, 0, b"b" * 2 * SECTOR)]

    contents = {files[0][1] for files in outcomes(root, tmp_path, *calls, tries=300)}
    assert {b"", b"b" * SECTOR, bytes(SECTOR) + b"b" * SECTOR, bytes(SECTOR)} <= contents


def test_a_cut_that_was_not_synced_may_not_have_happened(tmp_path: Path) -> None:
    root = a_folder(tmp_path, store=b"12345")
    path = root / "store"
    calls = [call(Kind.OPENED, path), call(Kind.TRUNCATED, path, 2)]

    assert outcomes(root, tmp_path, *calls) == {(("store", b"12345"),), (("store", b"12"),)}


def test_a_name_lasts_only_when_its_folder_was_synced(tmp_path: Path) -> None:
    root = a_folder(tmp_path, keys=b"old")
    draft, keys = root / "keys.new", root / "keys"
    calls = [
        call(Kind.OPENED, draft),
        call(Kind.WRITTEN, draft, 0, b"new"),
        call(Kind.SYNCED, draft),
        call(Kind.RENAMED, draft, other=keys),
    ]
    synced = call(Kind.SYNCED, root, place=1)

    both = (("keys", b"old"), ("keys.new", b"new"))
    assert outcomes(root, tmp_path, *calls) == {(("keys", b"old"),), both, (("keys", b"new"),)}
    again = tmp_path / "again"
    again.mkdir()
    assert outcomes(root, again, *calls, synced) == {(("keys", b"new"),)}


def test_a_removed_file_may_come_back(tmp_path: Path) -> None:
    root = a_folder(tmp_path, wal=b"frames")

    assert outcomes(root, tmp_path, call(Kind.UNLINKED, root / "wal")) == {(("wal", b"frames"),), ()}


def test_a_new_file_in_the_place_of_a_removed_one_starts_empty(tmp_path: Path) -> None:
    root = a_folder(tmp_path, wal=b"frames")
    path = root / "wal"
    calls = [
        call(Kind.UNLINKED, path),
        call(Kind.OPENED, path),
        call(Kind.WRITTEN, path, 0, b"new"),
        call(Kind.SYNCED, path),
        call(Kind.SYNCED, root, place=1),
    ]

    assert outcomes(root, tmp_path, *calls) == {(("wal", b"new"),)}
