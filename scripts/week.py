"""Plays a week of several agents over a bad line and proves that money is the same everywhere at its end.

`scripts/week --devices 5 --seed 3`: real homes, a real server, real sockets. Each day every agent visits,
takes money, awaits transfers, cancels, spoils, counts, hands in, adds and edits people; every exchange meets
a fault drawn by the seed, the server and the laptops' processes are killed on the way, and officers decide in
the evening. Then the line is mended, every outbox must drain, and the invariants of the protocol are held
against logs, journals, tables and the office's database. The first that is violated is named, and the exit
code is 1.
"""

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent_app.domain.money import grouped
from scripts.demo_stage import DemoError
from scripts.week_hand import BrokenWeekError, hands
from scripts.week_line import Fault
from scripts.week_play import Asked, Week, staged
from scripts.week_proof import Proof, Sum, ViolatedError
from tests.postgres import PostgresMissingError, PostgresServer, fresh_database


def main(arguments: list[str] | None = None) -> int:
    """Play the week; 0 where every invariant holds."""
    options = _options(arguments)
    # To be told to end is like Ctrl+C: the server and the laptops' processes end first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    began = time.monotonic()
    try:
        asked = Asked(options.devices, options.days, options.seed, kills=options.kills)
        with (
            tempfile.TemporaryDirectory(prefix="week-") as folder,
            database(Path(folder), postgres=options.postgres) as url,
            hands(Path(folder) / "said") as workers,
            staged(Path(folder), url, asked, workers) as week,
        ):
            print(f"{options.devices} laptops, {options.days} days, seed {options.seed}, {url.split(':')[0]}")
            week.play(_say)
            proof = week.prove()
            show(week, proof)
    except ViolatedError as error:
        sys.stderr.write(f"VIOLATED {error}\n")
        return 1
    except (BrokenWeekError, DemoError, PostgresMissingError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        return 2
    print(f"every invariant holds; {time.monotonic() - began:.0f} s")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "scripts/week", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--devices", type=int, default=5, help="how many agents (default: 5)")
    parser.add_argument("--days", type=int, default=7, help="how many days they work (default: 7)")
    parser.add_argument(
        "--seed", type=int, default=3, help="which communes, work and misfortunes (default: 3)"
    )
    parser.add_argument(
        "--kills",
        type=int,
        default=0,
        help="further rounds in which server and laptops are killed (default: 0)",
    )
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL that is started for it")
    options = parser.parse_args(arguments)
    if options.devices < 1 or options.days < 1:
        parser.error("a week needs an agent and a day")
    return options


def _say(words: str) -> None:
    print(words, flush=True)


@contextmanager
def database(folder: Path, *, postgres: bool) -> Iterator[str]:
    """Lend an empty database: a file, or one of a PostgreSQL that ends with it."""
    if not postgres:
        yield f"sqlite:///{folder / 'office.db'}"
        return
    with PostgresServer() as server, fresh_database(server.url) as make:
        yield make()


def show(week: Week, proof: Proof) -> None:
    """Print what was done, what went wrong on the way, the sums, and each invariant."""
    _table("work", week.work())
    _table("line", {fault.title: count for fault, count in sorted(week.faults().items(), key=_by_place)})
    _table("ends", week.ends())
    print("money, the same everywhere")
    for each in proof.sums:
        _line(each)
    print("apart")
    for each in proof.apart:
        _line(each)
    print("invariants")
    for name, looked_at in proof.held:
        print(f"  {name:<12} holds: {looked_at}")


def _by_place(item: tuple[Fault, int]) -> int:
    return list(Fault).index(item[0])


def _table(title: str, counts: dict[str, int]) -> None:
    print(title)
    for name, count in counts.items():
        print(f"  {name:<52} {count:>6}")


def _line(each: Sum) -> None:
    print(f"  {each.name:<45} {each.receipts:>4} {grouped(each.total):>15} đ")


if __name__ == "__main__":
    sys.exit(main())
