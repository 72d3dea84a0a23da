"""A power cut at each call of a rescue in place: no receipt is lost, whoever goes on or begins anew."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from agent_app.runtime.messages import UNEXPECTED
from agent_app.runtime.paths import Home
from scripts.crash import Harness
from scripts.crash_children import Ended
from scripts.crash_reading import Reading
from scripts.power_disk import Disk, read_calls
from tests.crash.conftest import SEED
from tests.crash.test_each_call import OUTCOMES, Worst, left_homes, the_shim
from tests.long_run import rounds

FEW = rounds("calls at which the power goes, of a rescue", quick=2, full=1000)
PAGE = 4096


@dataclass(frozen=True, slots=True)
class Loss:
    """A home without a sound store, only to be copied, and the receipts that were called safe in it."""

    ward: Harness
    source: Home
    receipts: frozenset[str]
    password_file: Path

    def rescue(self, home: Home) -> Ended:
        """Rescue it in place."""
        start = ("--home", str(home.folder), "--password-file", str(self.password_file))
        return self.ward.children.run({"task": "command", "words": [*start, "rescue", "--in-place"]})[0]

    def cut(self, home: Home, call: int) -> tuple[Ended, Disk]:
        """Rescue it with a power cut at a call, or never at 0; return what the disk may hold then."""
        shutil.rmtree(home.folder.parent, ignore_errors=True)
        shutil.copytree(self.source.folder, home.folder)
        shim = the_shim(self.ward)
        disk = Disk.of(home.folder.parent)
        shim.record_until(call)
        ended = self.rescue(home)
        disk.replay(read_calls(shim.record))
        return ended, disk

    def assert_nothing_lost(self, home: Home, *, done: bool, told: object) -> None:
        """See that every receipt is there, after another rescue where the first one was broken off."""
        reading = self._read(home)
        if "failed" in reading or not reading["receipts"].keys() >= self.receipts:
            assert not done, (told, reading)
            again = self.rescue(home)
            assert again.code == 0, (told, again)
            reading = self._read(home)
        assert "failed" not in reading, (told, reading)
        assert reading["receipts"].keys() >= self.receipts, told
        assert reading["witnessed"].keys() >= self.receipts, told
        assert len(reading["numbers"]) == len(set(reading["numbers"])), told

    def _read(self, home: Home) -> Reading:
        return self.ward.children.read(home.folder)


def gone(home: Home) -> None:
    home.store.unlink()


def damaged(home: Home) -> None:
    held = bytearray(home.store.read_bytes())
    for page in range(2, len(held) // PAGE, 3):
        held[page * PAGE + 333] ^= 1
    home.store.write_bytes(held)


@pytest.fixture(params=[gone, damaged])
def loss(ward: Harness, tmp_path: Path, password_file: Path, request: pytest.FixtureRequest) -> Loss:
    """Money and visits of a day, of which the journal has the money alone: there are holes between."""
    source = Home(Path(shutil.copytree(ward.nursery.home.folder, tmp_path / "source")))
    payers = str(ward.nursery.payers_file)
    order = {"task": "work", "home": str(source.folder), "payers": payers, "acts": 8, "seed": 3}
    (ended,) = ward.children.run(order)
    assert ended.said("receipt")
    assert ended.said("visit")
    request.param(source)
    return Loss(ward, source, frozenset(each[0] for each in ended.said("receipt")), password_file)


@pytest.mark.timeout(1800)
def test_a_power_cut_at_any_call_of_a_rescue_loses_no_receipt(
    ward: Harness, victim: Home, dice: Random, loss: Loss
) -> None:
    ended, _ = loss.cut(victim, 0)
    assert ended.code == 0, ended
    calls = range(1, the_shim(ward).calls + 1)

    for call in dice.sample(calls, min(FEW, len(calls))):
        ended, disk = loss.cut(victim, call)
        assert UNEXPECTED not in ended.errors
        throws = (Random(f"{SEED} {call} {number}") for number in range(OUTCOMES))  # noqa: S311
        for home in left_homes(ward, disk, victim.folder.name, throws):
            loss.assert_nothing_lost(home, done=ended.code == 0, told=call)


def test_what_a_rescue_has_said_needs_nothing_that_was_not_synced(
    ward: Harness, victim: Home, loss: Loss
) -> None:
    ended, disk = loss.cut(victim, 0)

    for home in left_homes(ward, disk, victim.folder.name, iter([Worst()])):
        loss.assert_nothing_lost(home, done=ended.code == 0, told="worst")
