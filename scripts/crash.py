"""Proves that whatever the program calls safe outlives a sudden end: `scripts/crash --rounds 300 --seed 7`.

Each round lets one or two processes work in a home and ends them at a random moment: while they make it, open
it, bring an old schema up to date, heal the journal, take money. With ``--power`` the moment is a random call
to the operating system, and what was not synced by then is lost, torn or kept at random (``power_cut.c``).
Then the home is opened as ever; everything that was called safe must be there, and nothing may be half.
``--sabotage`` leaves the syncs out: this must lose something, or the proof proves nothing.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from scripts.crash_children import Children, Ended, children
from scripts.crash_home import Nursery
from scripts.crash_lives import Kind, Life, begin_life
from scripts.crash_reading import Reading, halves
from scripts.power_disk import Disk, read_calls
from scripts.power_shim import CompilerMissingError, Shim, build
from scripts.power_sight import BlindShimError, shown_sight, sight

_PROGRESS_EVERY = 50
_EVEN = 0.5
# How many of the kills come when the home is open already.
_WORKING = 0.7


@dataclass(slots=True)
class Tally:
    """What came out so far: ids that were called safe, those of them that are lost, and what is half."""

    safe: int = 0
    lost: int = 0
    half: int = 0
    ended: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing was lost and nothing is half, out of something."""
        return self.safe > 0 and not self.lost and not self.half

    def __str__(self) -> str:
        return f"acknowledged {self.safe}, found {self.safe - self.lost}, half {self.half}"


@dataclass(slots=True)
class Harness:
    """Where everything lies, who makes the children, and what stands in their way."""

    folder: Path
    nursery: Nursery
    children: Children
    random: Random
    shim: Shim | None = None
    sabotage: bool = False
    tally: Tally = field(default_factory=Tally)
    life: Life | None = None
    _number: int = 0

    def round(self) -> None:
        """Let processes work, end them, and see what is there."""
        self._number += 1
        life = self.life or self.begin()
        before = len(life.safe)
        ended = self._crash(life)
        life.remember(ended)
        self.tally.ended += any(each.code for each in ended)
        self.tally.safe += len(life.safe) - before
        broken = [f"a process met a bug: {each.errors}" for each in ended if each.broken]
        lost, half = self._compare(life)
        self._count(life, lost, broken + half)
        self.life = life if life.rounds_left and not lost and not half else None
        if self.life is None:
            shutil.rmtree(life.folder)

    def begin(self, kind: Kind | None = None) -> Life:
        """Let a new life begin, of a chosen kind or of any."""
        homes = self.folder / "homes"
        homes.mkdir(exist_ok=True)
        return begin_life(Path(tempfile.mkdtemp(dir=homes)), self.nursery, self.random, kind)

    def seen(self) -> str:
        """Let a process work without an end, and say what the shim saw of it."""
        life = self.begin(Kind.GROWN)
        assert self.shim is not None  # noqa: S101 (whoever asks has one)
        self.shim.record_until()
        self.children.run(*life.orders())
        shutil.rmtree(life.folder)
        return shown_sight(sight(read_calls(self.shim.record)))

    def _crash(self, life: Life) -> list[Ended]:
        orders = life.orders()
        if self.shim is None:
            seconds = self.random.uniform(0, life.kind.seconds)
            word = "opened" if life.kind is Kind.GROWN and self.random.random() < _WORKING else None
            return self.children.run(*orders, kill_after=seconds, once_said=word)
        disk = Disk.of(life.folder)
        self.shim.record_until(self.random.randint(1, life.kind.calls), sabotage=self.sabotage)
        ended = self.children.run(*orders)
        disk.replay(read_calls(self.shim.record))
        shutil.rmtree(life.folder)
        disk.after_power_loss(life.folder, self.random)
        return ended

    def _compare(self, life: Life) -> tuple[set[str], list[str]]:
        """Open the home, or a copy of it, so that the next end may come while it is being healed."""
        if not life.home.exists:
            return set(life.safe), []
        copy = self.folder / "copy" / life.home.folder.name
        shutil.copytree(life.home.folder, copy)
        reading = self.children.read(copy)
        if self.random.random() < _EVEN:
            shutil.rmtree(life.home.folder)
            shutil.copytree(copy, life.home.folder)
        shutil.rmtree(copy.parent)
        return _judge(life, reading)

    def _count(self, life: Life, lost: set[str], half: list[str]) -> None:
        self.tally.lost += len(lost)
        self.tally.half += len(half)
        for each in (*half, *([f"{len(lost)} of what was called safe is lost"] if lost else [])):
            print(f"round {self._number}, a home {life.kind.title}: {each}", file=sys.stderr)


def _judge(life: Life, reading: Reading) -> tuple[set[str], list[str]]:
    if "failed" in reading:
        return set(life.safe), [f"it does not open: {reading['failed']}"]
    lost = life.missing(reading)
    return lost, halves(reading) + life.altered(reading)


@contextmanager
def harness(folder: Path, seed: int, *, power: bool = False, sabotage: bool = False) -> Iterator[Harness]:
    """Prepare everything in an empty folder."""
    nursery = Nursery(folder / "nursery")
    nursery.folder.mkdir(parents=True)
    nursery.furnish(seed)
    shim = Shim(build(folder), folder / "homes") if power or sabotage else None
    with children(folder / "said", shim.environment() if shim else None) as ready:
        yield Harness(folder, nursery, ready, Random(seed), shim, sabotage)


def main(arguments: list[str] | None = None) -> int:
    """Run the rounds and say what came out; 0 where it is as it should be."""
    parser = argparse.ArgumentParser(prog="scripts/crash", description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--power", action="store_true", help="cut the power instead of killing")
    parser.add_argument("--sabotage", action="store_true", help="cut the power and leave the syncs out")
    given = parser.parse_args(arguments)
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="crash-") as folder,
        harness(Path(folder).resolve(), given.seed, power=given.power, sabotage=given.sabotage) as ready,
    ):
        if ready.shim is not None:
            print(f"the shim sees {ready.seen()}", flush=True)
        for done in range(1, given.rounds + 1):
            ready.round()
            if done % _PROGRESS_EVERY == 0 and done < given.rounds:
                print(f"{done} rounds: {ready.tally}", flush=True)
        tally = ready.tally
    rounds = f"rounds {given.rounds}, {tally.ended} of them ended on the way"
    seconds = time.monotonic() - began
    print(f"{tally}; lost {tally.lost}; {rounds}; seed {given.seed}; {seconds:.0f} s")
    return 0 if tally.good else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (CompilerMissingError, BlindShimError) as error:
        sys.exit(str(error))
