"""A disk that is full, or that cannot sync, from some call on: at each call of an operation once."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

import pytest

from agent_app.runtime.messages import UNEXPECTED
from agent_app.runtime.paths import Home
from scripts.crash import Harness
from scripts.crash_children import Ended
from scripts.crash_home import Nursery
from scripts.crash_reading import halves
from scripts.power_shim import Shim
from tests.long_run import rounds

DONE, ENVIRONMENT = 0, 5
FEW = rounds("calls at which the disk fails, of each operation", quick=1, full=1000)

Fault = Callable[[Shim, int], None]


def full(shim: Shim, call: int) -> None:
    shim.full_from(call, short_first=call % 2 == 1)


def broken(shim: Shim, call: int) -> None:
    shim.broken_from(call)


@dataclass(frozen=True, slots=True)
class Operation:
    """A command, and the home that it runs on."""

    words: Callable[["Patient"], Sequence[str]]
    source: Callable[[Nursery], Home]


@dataclass
class Patient:
    """A home on a failing disk."""

    ward: Harness
    home: Home
    password_file: Path

    @cached_property
    def shim(self) -> Shim:
        assert self.ward.shim is not None
        return self.ward.shim

    def renew(self, source: Home) -> None:
        """Put a sound home in the place of what is there."""
        shutil.rmtree(self.home.folder, ignore_errors=True)
        shutil.copytree(source.folder, self.home.folder)

    def command(self, *words: str) -> Ended:
        """Run a command line on it."""
        start = ("--home", str(self.home.folder), "--password-file", str(self.password_file))
        order = {"task": "command", "words": [*start, *words, "--json"]}
        return self.ward.children.run(order)[0]

    def take_money(self) -> Sequence[str]:
        """Write the command for the first payer."""
        payer = self.ward.nursery.payers()[0]
        return "receipt", "issue", "--person", f"{payer.person_id}:bhyt:12", "--payer", payer.name

    def receipts(self) -> int:
        """Count the receipts, having seen that nothing is half."""
        reading = self.ward.children.read(self.home.folder)
        assert "failed" not in reading
        assert halves(reading) == []
        return len(reading["receipts"])


@pytest.fixture
def patient(ward: Harness, victim: Home, password_file: Path) -> Patient:
    """A home that is not there yet."""
    return Patient(ward, victim, password_file)


OPERATIONS = {
    "receipt": Operation(Patient.take_money, lambda nursery: nursery.home),
    "import": Operation(
        lambda patient: ("due", "import", str(patient.ward.nursery.next_list)), lambda nursery: nursery.home
    ),
    "backup": Operation(lambda _: ("backup",), lambda nursery: nursery.home),
    "migration": Operation(lambda _: ("check",), lambda nursery: nursery.old_home),
}


FAULTS = (full, broken)
EACH = rounds("kinds of failing disks, for each operation", quick=1, full=len(FAULTS))
CASES = [
    (name, FAULTS[(place + turn) % len(FAULTS)])
    for place, name in enumerate(OPERATIONS)
    for turn in range(EACH)
]


def is_kept(ended: Ended) -> bool:
    """Whether a command said that its receipt is in the books."""
    return ended.code == DONE or "ĐÃ được lưu" in ended.errors


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("name", "fault"), CASES)
def test_wherever_the_disk_fails_it_is_said_nothing_is_half_and_work_goes_on(
    patient: Patient, dice: Random, name: str, fault: Fault
) -> None:
    operation = OPERATIONS[name]
    patient.renew(operation.source(patient.ward.nursery))
    fault(patient.shim, 0)
    assert patient.command(*operation.words(patient)).code == DONE
    calls = range(1, patient.shim.faultable + 1)
    assert len(calls) > 1

    for call in dice.sample(calls, min(FEW, len(calls))):
        patient.renew(operation.source(patient.ward.nursery))
        fault(patient.shim, call)
        ended = patient.command(*operation.words(patient))
        patient.shim.lift()

        assert ended.code in {DONE, ENVIRONMENT}, (call, ended)
        assert not ended.broken, (call, ended)
        assert UNEXPECTED not in ended.errors, (call, ended)
        assert (ended.code == DONE) or ended.errors.strip()
        receipts = int(name == "receipt" and is_kept(ended))
        assert patient.command(*patient.take_money()).code == DONE, call
        assert patient.receipts() == receipts + 1, (call, ended)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("fault", ["full", "broken"])
def test_an_open_home_goes_on_where_it_was_when_the_disk_is_sound_again(
    patient: Patient, dice: Random, fault: str
) -> None:
    order = {
        "task": "resist",
        "home": str(patient.home.folder),
        "payers": str(patient.ward.nursery.payers_file),
        "fault": fault,
        "short": True,
        "seed": 3,
        "call": 0,
    }
    patient.renew(patient.ward.nursery.home)
    (sound,) = patient.ward.children.run(order)
    calls = range(1, int(sound.said("faultable")[0][0]) + 1)

    for call in dice.sample(calls, min(FEW, len(calls))):
        patient.renew(patient.ward.nursery.home)
        (ended,) = patient.ward.children.run({**order, "call": call, "short": call % 2})
        assert not ended.broken, (call, ended)
        assert ended.said("went"), (call, ended)
        reading = patient.ward.children.read(patient.home.folder)
        assert halves(reading) == [], call
        unwitnessed = {words[1] for words in ended.said("failed") if len(words) > 1}
        receipts = {words[0] for words in ended.said("receipt")} | unwitnessed
        assert reading["receipts"].keys() == receipts, call
        # Each receipt has its own visit.
        assert len(reading["visits"]) == len(ended.said("visit")) + len(receipts), call
