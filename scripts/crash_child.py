"""The processes that are killed: `python -m scripts.crash_child` makes one for each line that it is given.

It has loaded the program once and has opened nothing; each child is a fork of it, so that a thousand can be
killed in the time that loading a hundred would take. It answers with the ids of the new processes, and, when
they have ended, with how.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from agent_app.bootstrap import Core, create_home
from agent_app.cli.program import main_with_exit_code
from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import AppError
from agent_app.domain.visit import Outcome
from agent_app.runtime.paths import Home
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.services.visits import OutcomeRequest, RecordVisit
from scripts.crash_home import CHEAP, PASSWORD, Payer, enrolment, opened, read_payers
from scripts.crash_reading import read_home
from scripts.power_shim import Shim

_RECEIPTS = 0.6
_MONTHS = (3, 6, 12)
BUG = 70
"""What a child exits with when it met something that no failure of the program names."""

Order = Mapping[str, object]


def say(*words: object) -> None:
    """Write one line at once."""
    print(*words, flush=True)


def _payers(order: Order) -> list[Payer]:
    return read_payers(Path(str(order["payers"])))


def _act(core: Core, payers: list[Payer], random: Random) -> None:
    """Take money or record a visit, and say so once it is called safe."""
    payer = random.choice(payers)
    if random.random() < _RECEIPTS:
        _take_money(core, [each for each in payers if each.household_id == payer.household_id], random)
    else:
        wanted = OutcomeRequest(
            payer.person_id, random.choice([Outcome.ABSENT, Outcome.REFUSED]), None, "Bận"
        )
        say("visit", core.visits.record(RecordVisit(payer.household_id, (wanted,), payer.name)).id)


def _take_money(core: Core, members: list[Payer], random: Random) -> None:
    paying = random.sample(members, random.randint(1, len(members)))
    wanted = (PaymentRequest(each.person_id, Scheme.HEALTH, random.choice(_MONTHS)) for each in paying)
    receipt = core.receipts.issue(IssueReceipt(tuple(wanted), paying[0].name))
    say("receipt", receipt.id, receipt.total)


def work(order: Order) -> int:
    """Open a home and act until done or dead; abruptly means without closing it."""
    random, payers = Random(str(order["seed"])), _payers(order)
    with opened(Home(Path(str(order["home"])))) as core:
        say("opened")
        for _ in range(int(str(order["acts"]))):
            _act(core, payers, random)
        if order.get("abruptly"):
            os._exit(0)
    return 0


def birth(order: Order) -> int:
    """Make a home, or go on with one, and make it an agent's."""
    home = Home(Path(str(order["home"])))
    if not home.exists:
        create_home(home, PASSWORD, CHEAP)
    say("home")
    with opened(home) as core:
        core.enrol(enrolment())
        say("enrolled")
        core.due_lists.import_file(Path(str(order["due_list"])))
        say("imported")
    return 0


def resist(order: Order) -> int:
    """Act in an open home while the disk fails, and again when it is sound; say what came of each."""
    payers, random, shim = _payers(order), Random(str(order["seed"])), Shim.at_work()
    with opened(Home(Path(str(order["home"])))) as core:
        fail(shim, order)
        try:
            _act(core, payers, random)
        except AppError as error:
            say("failed", error.code, getattr(error, "receipt_id", ""))
        say("faultable", shim.faultable)
        shim.lift()
        _act(core, payers, random)
        say("went on")
    return 0


def fail(shim: Shim, order: Order) -> None:
    """Let the disk fail as ordered."""
    call = int(str(order["call"]))
    if order["fault"] == "full":
        shim.full_from(call, short_first=bool(order["short"]))
    else:
        shim.broken_from(call)


def command(order: Order) -> int:
    """Run a command line."""
    words = order["words"]
    assert isinstance(words, list)  # noqa: S101 (written in this repository)
    return main_with_exit_code([str(each) for each in words])


def read(order: Order) -> int:
    """Open a home, read everything in it and say what was found."""
    say(json.dumps(read_home(Home(Path(str(order["home"]))))))
    return 0


WORKS: Mapping[str, Callable[[Order], int]] = {
    "work": work,
    "birth": birth,
    "resist": resist,
    "command": command,
    "read": read,
}


def _become(order: Order) -> None:
    """Be the child: never returns."""
    code = BUG
    try:
        out = str(order["out"])
        _pour(1, f"{out}.out")
        _pour(2, f"{out}.err")
        code = WORKS[str(order["task"])](order)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else BUG
    except AppError as error:
        say("failed", error.code)
    except BaseException:  # noqa: BLE001 (the border of a process that others look at)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _pour(stream: int, path: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(file, stream)
    os.close(file)
    name = "stdout" if stream == 1 else "stderr"
    setattr(sys, name, os.fdopen(stream, "w", encoding="utf-8", closefd=False))


def main() -> None:
    """Fork for each order."""
    say("ready")
    while line := sys.stdin.readline():
        orders = json.loads(line)
        children = [_fork(order) for order in orders]
        say(json.dumps(children))
        # Until this word they stay, as zombies at least: whoever kills them by their ids kills nobody else.
        sys.stdin.readline()
        say(json.dumps([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]))


def _fork(order: Order) -> int:
    child = os.fork()
    if child == 0:
        _become(order)
    return child


if __name__ == "__main__":
    main()
