"""One byte of a home is another: it is told, or made good, but never believed."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from agent_app.runtime.paths import Home
from scripts.crash import Harness
from scripts.crash_reading import Reading, halves
from tests.crash.conftest import SEED
from tests.long_run import rounds

FILES = ("store.db", "store.db-wal", "receipts.jnl", "keys.json", "device.key")
_ENOUGH = 10
PLACES = rounds("flipped bytes of each file of a home", quick=2, full=200)
ACTS = 12
ENVIRONMENT = 5


@pytest.fixture(scope="session")
def lived_in(ward: Harness) -> Home:
    """A home in use that was left without being closed: its write-ahead log is there."""
    home = Home(ward.folder / "lived in" / ward.nursery.home.folder.name)
    shutil.copytree(ward.nursery.home.folder, home.folder)
    payers = str(ward.nursery.payers_file)
    order = {"task": "work", "home": str(home.folder), "payers": payers, "acts": ACTS}
    for seed, abruptly in ((1, False), (2, True)):
        (ended,) = ward.children.run({**order, "seed": seed, "abruptly": abruptly})
        assert ended.code == 0, ended
    assert all((home.folder / name).stat().st_size for name in FILES)
    return home


@pytest.fixture(scope="session")
def sound(ward: Harness, lived_in: Home) -> Reading:
    """What is in that home."""
    copy = ward.folder / "sound" / lived_in.folder.name
    shutil.copytree(lived_in.folder, copy)
    reading = ward.children.read(copy)
    assert halves(reading) == []
    assert len(reading["receipts"]) > 1
    return reading


def flip(path: Path, dice: Random) -> tuple[int, int]:
    """Change one byte; return its place and what was changed in it."""
    content = bytearray(path.read_bytes())
    place, change = dice.randrange(len(content)), dice.randrange(1, 256)
    content[place] ^= change
    path.write_bytes(content)
    return place, change


def is_told(reading: Reading) -> bool:
    """Whether the home did not open, with a failure that has words, or its check found something."""
    return "failed" in reading or bool(reading["findings"])


def is_whole(reading: Reading, sound: Reading) -> bool:
    """Whether all money is there, the same in each place, and all that was imported.

    A damaged write-ahead log ends before the damage; of what it loses then, only money has a witness.
    """
    same: Mapping[str, bool] = {
        "receipts": reading["receipts"] == sound["receipts"],
        "places": halves(reading) == [],
        "due": reading["due"] == sound["due"],
        "people": reading["people"] == sound["people"],
        "visits": set(reading["visits"]) <= set(sound["visits"]),
    }
    return all(same.values())


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_is_told_or_made_good_and_never_believed(
    ward: Harness, lived_in: Home, sound: Reading, victim: Home, name: str
) -> None:
    dice, told = Random(f"{SEED} {name}"), 0  # noqa: S311
    for _ in range(PLACES):
        shutil.copytree(lived_in.folder, victim.folder)
        place = flip(victim.folder / name, dice)

        reading = ward.children.read(victim.folder)

        assert is_told(reading) or is_whole(reading, sound), (name, place, reading)
        told += is_told(reading)
        shutil.rmtree(victim.folder)
    # Where most bytes matter, most must be noticed: else nobody looked.
    assert told or name != "store.db" or PLACES < _ENOUGH


@pytest.mark.timeout(1800)
def test_a_backup_with_a_flipped_byte_is_refused_and_the_home_stays_as_it_is(
    ward: Harness, lived_in: Home, victim: Home, password_file: Path, dice: Random
) -> None:
    shutil.copytree(lived_in.folder, victim.folder)
    start = ("--home", str(victim.folder), "--password-file", str(password_file))
    (made,) = ward.children.run({"task": "command", "words": [*start, "backup"]})
    assert made.code == 0, made
    before = ward.children.read(victim.folder)
    (backup,) = victim.backups.iterdir()
    content = backup.read_bytes()

    for _ in range(PLACES):
        backup.write_bytes(content)
        place = flip(backup, dice)
        words = [*start, "restore", str(backup), "--yes", "--json"]
        (ended,) = ward.children.run({"task": "command", "words": words})

        assert ended.code == ENVIRONMENT, (place, ended)
        assert not ended.broken, (place, ended)
        assert ward.children.read(victim.folder) == before, place


def test_the_search_for_wrong_sums_finds_one(sound: Reading) -> None:
    receipt = next(iter(sound["receipts"]))

    assert not is_whole({**sound, "receipts": {**sound["receipts"], receipt: 1}}, sound)
    assert not is_whole({**sound, "logged": {**sound["logged"], receipt: 1}}, sound)
    assert not is_whole({**sound, "receipts": {}, "logged": {}, "witnessed": {}, "numbers": []}, sound)
