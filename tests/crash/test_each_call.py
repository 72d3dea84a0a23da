"""A power cut at each call of what a home does once in its life: being made, and getting a newer schema."""

import shutil
from collections.abc import Iterator
from random import Random

import pytest

from agent_app.runtime.paths import Home
from scripts.crash import Harness
from scripts.crash_children import Ended
from scripts.crash_reading import halves
from scripts.power_disk import Disk, read_calls
from scripts.power_shim import Shim
from tests.crash.conftest import SEED
from tests.long_run import rounds

FEW = rounds("calls at which the power goes, of making and of migrating", quick=1, full=1000)
OUTCOMES = rounds("what a power cut may leave, at each of those calls", quick=1, full=4)
TASKS = ("birth", "migration")


def laid_out(ward: Harness, home: Home, task: str) -> dict[str, object]:
    """Put what the task needs in its place; return the order for it."""
    shutil.rmtree(home.folder.parent, ignore_errors=True)
    if task == "birth":
        home.folder.parent.mkdir(parents=True)
        return {"task": "birth", "home": str(home.folder), "due_list": str(ward.nursery.due_list)}
    shutil.copytree(ward.nursery.old_home.folder, home.folder)
    payers = str(ward.nursery.payers_file)
    return {"task": "work", "home": str(home.folder), "payers": payers, "acts": 1, "seed": 1}


def cut(ward: Harness, home: Home, task: str, call: int) -> tuple[Ended, Disk]:
    """Cut the power at a call, or never at 0; return what was said and what the disk may hold."""
    shim = the_shim(ward)
    order = laid_out(ward, home, task)
    disk = Disk.of(home.folder.parent)
    shim.record_until(call)
    (ended,) = ward.children.run(order)
    disk.replay(read_calls(shim.record))
    return ended, disk


def the_shim(ward: Harness) -> Shim:
    """Return the shim that the children run on."""
    assert ward.shim is not None
    return ward.shim


def left_homes(ward: Harness, disk: Disk, name: str, dice: Iterator[Random]) -> Iterator[Home]:
    """Return what may be left, one after the other."""
    for each in dice:
        left = ward.folder / "left"
        disk.after_power_loss(left, each)
        yield Home(left / name)
        shutil.rmtree(left)


def assert_sound(ward: Harness, home: Home, ended: Ended, told: object) -> None:
    """See that what was said is there, and nothing half."""
    if not home.exists:
        assert not ended.lines, told
        return
    reading = ward.children.read(home.folder)
    assert "failed" not in reading, (told, reading)
    assert halves(reading) == [], told
    assert reading["agent"] or not ended.said("enrolled"), told
    assert reading["due"] or not ended.said("imported"), told
    assert ended.safe.keys() <= reading["receipts"].keys() | set(reading["visits"]), told


class Worst(Random):
    """The dice of a disk that keeps nothing but what it must."""

    def random(self) -> float:
        return 0.0

    def randint(self, a: int, b: int) -> int:
        return min(a, b)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("task", TASKS)
def test_a_power_cut_at_any_call_leaves_all_that_was_said_or_a_home_to_make_again(
    ward: Harness, victim: Home, dice: Random, task: str
) -> None:
    ended, _ = cut(ward, victim, task, 0)
    assert ended.code == 0, ended
    calls = range(1, the_shim(ward).calls + 1)

    for call in dice.sample(calls, min(FEW, len(calls))):
        ended, disk = cut(ward, victim, task, call)
        throws = (Random(f"{SEED} {call} {number}") for number in range(OUTCOMES))  # noqa: S311
        for home in left_homes(ward, disk, victim.folder.name, throws):
            assert_sound(ward, home, ended, (task, call))


@pytest.mark.parametrize("task", TASKS)
def test_what_was_called_safe_needs_nothing_that_was_not_synced(
    ward: Harness, victim: Home, task: str
) -> None:
    ended, disk = cut(ward, victim, task, 0)

    for home in left_homes(ward, disk, victim.folder.name, iter([Worst()])):
        assert home.exists
        assert_sound(ward, home, ended, task)
