"""Notices by the thousand and a single receipt: how long, how large, how much memory.

    uv run python -m benchmarks.papers [--notices 1000] [--rounds 3]

Four notices on a page, a QR code on each, are made from their households' figures and drawn; beside them, in
the same run, the same pages drawn by plain calls of reportlab with matrices of zxing-cpp. Fails above 1.5
times the plain calls, above 10 kB a page, where memory grows with the number of notices, or where a receipt
takes more than 60 ms.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from agent_app.bootstrap import Core, open_home
from agent_app.printing.forms.notice import NoticeSheet, places_of
from agent_app.printing.notice_press import NoticePapers
from agent_app.printing.notice_words import notice_words
from agent_app.runtime.paths import Home
from agent_app.services.notice_lines import Notice, NoticeSender, NoticeSize
from agent_app.services.ports import no_report
from benchmarks.papers_bare import Place, draw_bare
from benchmarks.papers_home import PASSWORD, issue_one, make_home, order_for

MOST_RATIO = 1.5
MOST_PAGE_BYTES = 10_000
MOST_RECEIPT_MILLIS = 60
MOST_GROWTH = 1.15
PER_PAGE = 4
_KIB_PER_MIB = 1024


def main() -> int:
    """Measure, print, and say whether it is quick and small enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child is not None:
        print(json.dumps(_child(Home(given.home), given.child)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        home = make_home(Path(folder), given.notices)
        return 0 if _measured(home, given.notices, given.rounds) else 1


def _measured(home: Home, notices: int, rounds: int) -> bool:
    core = open_home(home, PASSWORD)
    try:
        good = [_drawing(core, notices, rounds), _receipt(core, rounds)]
    finally:
        core.close()
    return all((*good, _memory(home, notices)))


def _drawing(core: Core, count: int, rounds: int) -> bool:
    """Hold our pages against the plain ones, turn by turn in one run."""
    order = order_for(core, count)
    begun = perf_counter()
    notices = list(core.notices.notices(order))
    _say("read and priced", perf_counter() - begun, f"{len(notices)} notices")
    sender = core.notices.sender(order)
    pages = _pages(notices, sender)
    press = NoticePapers()

    def ours() -> bytes:
        return press.sheets(notices, sender, PER_PAGE, NoticeSize.A6)

    ours(), draw_bare(pages[:1])
    own, plain = [], []
    for _ in range(rounds):
        own.append(_worked(ours))
        plain.append(_worked(lambda: draw_bare(pages)))
    ratio = median(own) / median(plain)
    size = len(ours()) / len(pages)
    _say("words, layout and PDF", median(own), f"{len(pages)} pages")
    _say("plain calls", median(plain), f"ratio {ratio:.2f}, at most {MOST_RATIO}")
    print(f"{'a page':26} {size / 1000:8.1f} kB, at most {MOST_PAGE_BYTES / 1000:.0f}")
    return ratio <= MOST_RATIO and size <= MOST_PAGE_BYTES


def _pages(notices: Sequence[Notice], sender: NoticeSender) -> list[list[Place]]:
    """Lay everything out beforehand, for whoever has only to draw."""
    sheet = NoticeSheet.of(PER_PAGE, NoticeSize.A6)
    places = list(places_of((notice_words(each, sender) for each in notices), sheet))
    return [places[at : at + PER_PAGE] for at in range(0, len(places), PER_PAGE)]


def _receipt(core: Core, rounds: int) -> bool:
    receipt_id = issue_one(core)
    core.papers.receipt(receipt_id)
    millis = median(_worked(lambda: core.papers.receipt(receipt_id)) for _ in range(rounds * 5)) * 1000
    _say("a receipt", millis / 1000, f"at most {MOST_RECEIPT_MILLIS} ms")
    return millis <= MOST_RECEIPT_MILLIS


def _memory(home: Home, notices: int) -> bool:
    """Make a quarter, a half and all of them, each in a process of its own."""
    found = []
    for count in (notices // 4, notices // 2, notices):
        call = [sys.executable, "-m", "benchmarks.papers", "--child", str(count), "--home", str(home.folder)]
        answer = json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
        print(f"{'memory':26} {answer['mib']:8.1f} MiB   {answer['notices']} notices")
        found.append(float(answer["mib"]))
    growth = found[-1] / found[0]
    print(f"{'growth':26} {growth:8.2f} ×, at most {MOST_GROWTH}")
    return growth <= MOST_GROWTH


def _child(home: Home, notices: int) -> dict[str, object]:
    core = open_home(home, PASSWORD)
    try:
        order = order_for(core, notices)
        core.notices.sheets(order, no_report)
    finally:
        core.close()
    return {"notices": len(order.households), "mib": _peak()}


def _peak() -> float:
    """Return the most memory that this process has had, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) / _KIB_PER_MIB


def _timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _worked(work: Callable[[], object]) -> float:
    """Return the time that this process alone has worked: a machine may have other things to do."""
    begun = process_time()
    work()
    return process_time() - begun


def _say(name: str, seconds: float, told: str) -> None:
    print(f"{name:26} {seconds * 1000:8.0f} ms    {told}")


if __name__ == "__main__":
    sys.exit(main())
