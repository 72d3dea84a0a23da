"""Does an agent's whole day by commands and shows that every book has the same money at its end."""

import argparse
import io
import json
import signal
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import cast

from agent_app.cli.program import main_with_exit_code
from agent_app.domain.calendar import civil_date
from agent_app.domain.money import grouped
from agent_app.runtime.paths import Home
from agent_app.runtime.secrets import Argon2Cost, unwrap_data_key, wrap_data_key
from scripts.demo_stage import CommandError, DemoError, Scene, Stage, fresh_folder, stage
from scripts.evening_proof import Book, Plain, Proof, prove
from scripts.evening_walk import ACCOUNT, Agent, Day, Plan

_SPARE_NUMBERS = 10
_HOUSEHOLDS_A_PAYMENT = 6


def main(arguments: list[str] | None = None) -> int:
    """Do the day; 0 where every book agrees."""
    options = _options(arguments)
    # To be told to end is like Ctrl+C: the server ends first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    began = time.monotonic()
    try:
        with stage(fresh_folder(options.out), options.seed, _today(), scene_for(options.payments)) as ready:
            say(f"Xã giả định số {options.seed} ({ready.folder})")
            make_guesses_cheap(ready)
            agent = ready.agent if options.processes else in_this_process(ready)
            proof = play(ready, agent, options.seed, Plan(options.payments))
    except DemoError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Đã dừng.\n")
        return 1
    show(proof)
    say(f"Xong sau {time.monotonic() - began:.0f} giây.")
    return 0 if proof.agreed else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("scripts/evening-day", description=__doc__)
    parser.add_argument("--seed", type=int, default=7, help="which made-up commune and day (default: 7)")
    parser.add_argument("--payments", type=int, default=40, help="how many payments (default: 40)")
    parser.add_argument("--out", type=Path, default=Path("evening-output"), help="where everything is put")
    parser.add_argument(
        "--processes",
        action="store_true",
        help="start a process for each of the laptop's commands: the same commands, several times slower",
    )
    options = parser.parse_args(arguments)
    if options.payments < Plan(0).transfers + Plan(0).cancelled + 1:
        parser.error("--payments must leave room for 5 transfers and 3 cancellations")
    return options


def _today() -> date:
    return civil_date(datetime.now(UTC))


def scene_for(payments: int) -> Scene:
    """Make room for so many payments: households to pay, numbers to give, the office's account."""
    return Scene(
        households=max(200, payments * _HOUSEHOLDS_A_PAYMENT),
        book=f"BT/{_today():%y}:0012:88:{87 + payments + _SPARE_NUMBERS}",
        settings=(("account", ACCOUNT), ("cash_limit", "20000000"), ("cash_days", "3")),
    )


def say(words: str) -> None:
    """Tell whoever watches, at once."""
    print(words, flush=True)


def make_guesses_cheap(ready: Stage) -> None:
    """Wrap the home's key anew, so that a hundred commands on it are quick; the password stays."""
    keys = Home(ready.home).keys
    wrap_data_key(keys, unwrap_data_key(keys, ready.password()), ready.password(), Argon2Cost(1, 8, 1))


def in_this_process(ready: Stage) -> Agent:
    """Run the laptop's commands without a process for each: every one opens and closes the home."""
    start = ("--home", str(ready.home), "--password-file", str(ready.password_file))

    def agent(*words: str) -> str:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main_with_exit_code([*start, *words])
        if code:
            raise CommandError("agent-app", words, err.getvalue(), code)
        return out.getvalue()

    return agent


def play(ready: Stage, agent: Agent, seed: int, plan: Plan) -> Proof:
    """Do the day on a stage and ask every book."""
    agent("due", "import", str(ready.due_list))
    told = Day(agent, ready.folder, _today(), Random(seed), plan, say).do()
    kinds = ", ".join(f"{name} {count}" for name, count in sorted(told.schemes.items()))
    say(f"{told.lines} dòng đóng: {kinds}")
    unmatched = cast("Plain", json.loads(agent("bank", "unmatched", "--json")))
    return prove(Home(ready.home), ready.password(), told, ready.money(), unmatched)


def show(proof: Proof) -> None:
    """Print what each book says, what stands apart, and whether all agree."""
    width = max(len(each.name) for each in (*proof.books, *proof.apart))
    for each in proof.books:
        say(_line(each, width))
    say("Để riêng:")
    for each in proof.apart:
        say(_line(each, width))
    for finding in proof.findings:
        say(f"Kiểm tra sổ: {finding}")
    say("Mọi sổ khớp nhau." if proof.agreed else "CÁC SỔ KHÔNG KHỚP.")


def _line(book: Book, width: int) -> str:
    count = "" if book.receipts is None else f"{book.receipts:>4}"
    return f"  {book.name:<{width}}  {count:>4}  {grouped(book.total):>14} đ"


if __name__ == "__main__":
    sys.exit(main())
