"""The windows at the size of a commune, beside a bare PySide6 window in the same run.

    uv run python -m benchmarks.ui [--persons 50000] [--starts 9]

Every start is a process of its own, one bare and one of ours in turn. Times in milliseconds; what stands in
brackets is work, by the processor's clock: on a busy machine the rest is waiting for others. The usable list
is the first window's time and that from the key to the painted list: in between somebody types a password.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import monotonic

from agent_app.bootstrap import open_home
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import unwrap_data_key
from benchmarks.day import PASSWORD, enrolment
from benchmarks.store import new_store
from benchmarks.store_village import make_village, pages_of, pull, put_list

_STOPS = {
    "while it opens": "opening",
    "making pages ahead": "ahead",
    "going from page to page": "paging",
    "typing": "typing",
    "scrolling": "scrolling",
}

Found = dict[str, object]
Timed = Sequence[tuple[float, float]]


def child(kind: str, *rest: str) -> Found:
    """Run one process and return what it found."""
    platform = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.ui_child", kind, repr(monotonic()), *rest],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=installed | platform,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def make_home(folder: Path, persons: int) -> tuple[Home, bytes]:
    """Fill a home with a commune, one in five of whom is due."""
    home = Home(folder / "home")
    village = make_village(persons)
    with closing(new_store(home)) as store:
        pull(store, pages_of(village))
        put_list(store, village)
    with closing(open_home(home, PASSWORD)) as core:
        core.enrol(replace(enrolment(1_000), agent_code=village.commune.agent_code))
    return home, unwrap_data_key(home.keys, PASSWORD)


def number(found: Found, name: str) -> float:
    """Take one figure of what a child found."""
    return float(str(found[name]))


def middle(found: Sequence[Found], name: str) -> float:
    """Return the median of a figure."""
    return statistics.median(number(each, name) for each in found)


def ratio(name: str, ours: Sequence[Found], bare: Sequence[Found], figure: str, limit: float) -> str:
    """Compare a start with the bare one."""
    one, other = middle(ours, figure), middle(bare, "first")
    work = middle(ours, "work") / middle(bare, "work")
    return promise(
        name, one / other, limit, "×", f"[{work:.2f} ×]  {one * 1000:.0f} ms beside {other * 1000:.0f}"
    )


def promise(name: str, found: float, limit: float, unit: str, more: str = "") -> str:
    """Write what was promised, what was measured, and whether that is kept."""
    promised, measured = f"≤ {limit:g} {unit}", f"{found:.2f} {unit}"
    return row("kept" if found <= limit else "NOT KEPT", name, promised, measured, more)


def row(kept: str, name: str, promised: str, measured: str, more: str) -> str:
    """Write one line of the table."""
    return f"{kept:9} {name:44} {promised:>10} {measured:>12}  {more}".rstrip()


def late(times: Timed, column: int) -> float:
    """Return the 95th percentile in milliseconds, by the clock or by work."""
    # Of few times, the other method would make up one that is longer than all of them.
    return statistics.quantiles([each[column] for each in times], n=20, method="inclusive")[-1] * 1000


def steps(name: str, found: object, limit: float) -> str:
    """Say how long the slow ones of many equal steps took."""
    times: Timed = [(float(one), float(other)) for one, other in found] if isinstance(found, list) else []
    wall, work = late(times, 0), late(times, 1)
    usual = statistics.median(each[0] for each in times) * 1000
    more = f"[{work:.2f} ms]  p95 of {len(times)}, median {usual:.1f}"
    return promise(name, wall, limit, "ms", more)


def run(folder: Path, persons: int, starts: int) -> list[str]:
    """Measure everything and return the lines."""
    home, key = make_home(folder, persons)
    bares, firsts, works = [], [], []
    rest = (str(home.folder),)
    # As installed: modules are compiled before anybody measures.
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    for kind, given in (("bare", ()), ("first", rest), ("work", (*rest, key.hex()))):
        child(kind, *given)
    for _number in range(starts):
        bares.append(child("bare"))
        firsts.append(child("first", *rest))
    for _number in range(max(1, starts // 3)):
        bares.append(child("bare"))
        works.append(child("work", *rest, key.hex()))
    last = min(works, key=total)
    memory = middle(works, "memory") - middle(bares, "memory")
    return [
        f"{persons} persons, {last['lines']} due; load average {os.getloadavg()[0]:.1f}",
        row("", "", "promised", "measured", "[work by the processor's clock]"),
        ratio("first window", firsts, bares, "first", 1.6),
        ratio("usable due list, unlock apart", works, bares, "usable", 3.5),
        steps("another page, read and painted", last["pages"], 100),
        steps("a page that was not made ahead", child("hasty", *rest, key.hex())["pages"], 100),
        steps("a key in the search, until it is answered", last["keys"], 50),
        steps("a key in the filter, until it is answered", last["filter"], 50),
        steps("a digit in the filter, until it is answered", last["digits"], 50),
        steps("a frame of 100,000 rows, by 40 pixels", last["smooth"], 20),
        steps("a frame of 100,000 rows, anywhere", last["jumps"], 20),
        *(stop(name, last, figure) for name, figure in _STOPS.items()),
        promise("memory beyond the bare window's", memory, 185, "MiB"),
        promise("... as the design asks of it (ADR 22)", memory, 130, "MiB"),
    ]


def total(found: Found) -> float:
    """Say how long a session had to wait: of several, the one that was least disturbed is told of."""
    return sum(number(found, figure) for figure in _STOPS.values())


def stop(name: str, found: Found, figure: str) -> str:
    """Tell for how long events had to wait at most."""
    work = number(found, f"{figure}_work") * 1000
    return promise(f"longest stop, {name}", number(found, figure) * 1000, 50, "ms", f"[{work:.0f} ms]")


def main() -> None:
    """Measure in a folder that is gone afterwards."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--persons", type=int, default=50_000)
    parser.add_argument("--starts", type=int, default=9)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(run(Path(folder), chosen.persons, chosen.starts)))


if __name__ == "__main__":
    main()
