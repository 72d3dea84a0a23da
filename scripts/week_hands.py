"""Processes that can be killed at any moment: `python -m scripts.week_hands SOCKET` makes one for each order.

It has loaded both programs once and has opened nothing. Each connection is a hand, a fork that forks again
for every order it is given: a command of the laptop, a command of the office, the server, or a reading of a
home. The hand tells the id of the new process and, when it has ended, how.
"""

import gc
import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from sqlalchemy.orm import configure_mappers

from agent_app.bootstrap import prepare
from agent_app.cli.program import main_with_exit_code
from agent_app.runtime.clock import SystemClock
from agent_app.runtime.paths import Home
from agent_app.sync import pace
from agent_app.sync.transport import HttpTransport
from provincial_server.cli import main as office_main
from scripts.week_replica import read_replica

BUG = 70
"""What a process exits with when it met something that no failure of the program names."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.3
"""How long a laptop of the week waits after a cut: a week passes in two minutes."""

Order = Mapping[str, object]


def _laptop(order: Order) -> int:
    """Run a command of the laptop, some days before today."""
    _set_clock_back(int(str(order["days_ago"])))
    pace._FIRST_PAUSE, pace._LONGEST_PAUSE = _FIRST_PAUSE, _LONGEST_PAUSE  # noqa: SLF001 (the week's time)
    return main_with_exit_code(_words(order))


def _set_clock_back(days: int) -> None:
    def earlier(_clock: SystemClock) -> datetime:
        return datetime.now(UTC) - timedelta(days=days)

    if days:
        SystemClock.now = earlier  # type: ignore[assignment, method-assign]


def _office(order: Order) -> int:
    """Run a command of the office, its server too."""
    environment = order["environment"]
    assert isinstance(environment, dict)  # noqa: S101 (written in this repository)
    os.environ.update(environment)
    office_main(_words(order), prog_name="provincial-server")
    return 0


def _replica(order: Order) -> int:
    """Say what a home holds of the office's rows, and where its cursors stand."""
    print(json.dumps(read_replica(Home(Path(str(order["home"]))), str(order["password"]))))
    return 0


LOADED = (HttpTransport,)
"""What commands load only once they need it, and here is loaded for all of them."""

WORKS: Mapping[str, Callable[[Order], int]] = {"laptop": _laptop, "office": _office, "replica": _replica}


def _words(order: Order) -> list[str]:
    words = order["words"]
    assert isinstance(words, list)  # noqa: S101 (written in this repository)
    return [str(each) for each in words]


def _become(order: Order) -> None:
    """Be the process of an order: never returns."""
    code = BUG
    try:
        os.setsid()
        _pour(1, f"{order['out']}.out")
        _pour(2, f"{order['out']}.err")
        code = WORKS[str(order["task"])](order)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else BUG
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


def _be_a_hand(connection: socket.socket) -> None:
    """Fork for each order, until whoever orders goes."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with connection, connection.makefile("rw", encoding="utf-8") as talk:
        for line in talk:
            child = os.fork()
            if child == 0:
                connection.close()
                _become(json.loads(line))
            _say(talk, str(child))
            # Until the word to reap it stays, as a zombie at least: whoever kills it kills nobody else.
            os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
            _say(talk, "ended")
            talk.readline()
            _say(talk, str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


def _say(talk: TextIO, words: str) -> None:
    talk.write(f"{words}\n")
    talk.flush()


def main(path: str) -> None:
    """Fork a hand for each connection, until it is ended."""
    prepare()
    configure_mappers()
    # What is loaded stays: no process needs to look through it for rubbish.
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        print("ready", flush=True)
        while True:
            connection, _address = listener.accept()
            if os.fork() == 0:
                listener.close()
                with suppress(OSError, KeyboardInterrupt):
                    _be_a_hand(connection)
                os._exit(0)
            connection.close()


if __name__ == "__main__":
    main(sys.argv[1])
