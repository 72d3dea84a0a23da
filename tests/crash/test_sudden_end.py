import shutil
from dataclasses import replace
from random import Random

import pytest

from agent_app.runtime.paths import Home
from scripts.crash import Harness, Tally
from scripts.crash_reading import halves
from scripts.power_disk import Disk, read_calls
from scripts.power_sight import MUST_BE_SEEN, BlindShimError, sight
from tests.crash.conftest import SEED
from tests.long_run import rounds


def ended_again_and_again(ward: Harness, count: int) -> Tally:
    """Run rounds of one kind with dice and a tally of their own."""
    mine = replace(ward, random=Random(SEED), tally=Tally(), _life=None)  # noqa: S311
    for _ in range(count):
        mine.round()
    return mine.tally


@pytest.mark.timeout(1800)
def test_whatever_was_called_safe_survives_a_kill_and_nothing_is_half(ward: Harness) -> None:
    tally = ended_again_and_again(replace(ward, shim=None), rounds("homes under SIGKILL", quick=5, full=300))

    assert tally.good, tally


@pytest.mark.timeout(1800)
def test_whatever_was_called_safe_survives_a_power_cut_and_nothing_is_half(ward: Harness) -> None:
    tally = ended_again_and_again(ward, rounds("homes under power cuts", quick=5, full=300))

    assert tally.good, tally


class Worst(Random):
    """The dice of a disk that keeps nothing but what it must."""

    def random(self) -> float:
        return 0.0


@pytest.mark.parametrize("task", ["birth", "migration"])
def test_what_was_called_safe_needs_nothing_that_was_not_synced(
    ward: Harness, victim: Home, task: str
) -> None:
    nursery, shim = ward.nursery, ward.shim
    assert shim is not None
    victim.folder.parent.mkdir(parents=True)
    order: dict[str, object] = {"task": "birth", "due_list": str(nursery.due_list)}
    if task == "migration":
        shutil.copytree(nursery.old_home.folder, victim.folder)
        order = {"task": "work", "payers": str(nursery.payers_file), "acts": 2, "seed": 1, "abruptly": True}
    disk = Disk.of(victim.folder.parent)

    shim.record_until()
    (ended,) = ward.children.run({**order, "home": str(victim.folder)})
    disk.replay(read_calls(shim.record))
    left = ward.folder / "left" / task
    disk.after_power_loss(left, Worst())

    assert ended.code == 0, ended
    reading = ward.children.read(left / victim.folder.name)
    assert halves(reading) == []
    assert reading["agent"]
    assert reading["due"]
    assert ended.safe.keys() <= reading["receipts"].keys() | set(reading["visits"])


def test_without_syncs_a_power_cut_loses_what_was_called_safe(ward: Harness) -> None:
    tally = ended_again_and_again(replace(ward, sabotage=True), 4)

    assert tally.lost > 0
    assert not tally.good


def test_the_shim_sees_the_writes_and_syncs_of_store_write_ahead_log_and_journal(ward: Harness) -> None:
    ward.seen()
    assert ward.shim is not None
    seen = sight(read_calls(ward.shim.record))

    assert all(seen[each] > 0 for each in MUST_BE_SEEN)


def test_a_shim_that_does_not_see_the_writes_is_told() -> None:
    with pytest.raises(BlindShimError, match=r"store\.db-wal written"):
        sight([])
