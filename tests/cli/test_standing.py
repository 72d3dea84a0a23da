"""What the user should know is said on the side by every command, and kept for `check`."""

import json
import shutil
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from agent_app.runtime.clock import SystemClock
from agent_app.runtime.home_locks import HomeBusyError, alone_in, at_work
from agent_app.runtime.messages import sentence
from agent_app.runtime.paths import Home
from agent_app.storage.room import LAST_BYTES, LOW_BYTES
from tests.cli.terminal import Run

PUT_BACK = r"journal: \d+ receipts put back into the store"
YEARS = timedelta(days=731)


def pay(run: Run, at: int) -> dict[str, object]:
    """Take the money of somebody on the list."""
    people = [line for line in run("due", "list", "--json").lines() if line["name"]]
    who = sorted({line["person_id"] for line in people})[at]
    said = run("receipt", "issue", "--person", f"{who}:bhyt:12", "--payer", "Bà Hoa", "--json")
    return dict(said.answer())


def standing(run: Run) -> dict[str, object]:
    """What `check` says of it."""
    found: dict[str, object] = json.loads(run("check", "--json").out)["standing"]
    return found


def test_a_home_that_stands_well_says_nothing(run: Run) -> None:
    assert run("sync", "status").err == ""
    assert standing(run) == {
        "read_only": None,
        "low_disk": False,
        "clock_behind": None,
        "frozen_books": [],
        "replays": [],
    }


@pytest.mark.logs_warning(PUT_BACK)
def test_what_was_put_back_is_said_once_and_kept_for_check(run: Run, home: Path) -> None:
    shutil.copy(home / "store.db", home / "older")
    paid = [pay(run, 0), pay(run, 1)]
    shutil.copy(home / "older", home / "store.db")

    said = run("sync", "status", "--json")
    again = run("sync", "status", "--json")

    total = sum(int(str(each["total"])) for each in paid)
    shown = f"{total:,}".replace(",", ".")
    assert said.err.startswith(f"Đã chép lại 2 biên lai, {shown} đ từ nhật ký tiền")
    assert "Ít nhất 2 thao tác khác" in said.err
    assert said.err.count("\n") == 1
    assert json.loads(said.out)["waiting"]["total"] == total
    assert again.err == ""
    kept = run("check", "--json")
    assert kept.code == 0
    replays = json.loads(kept.out)["standing"]["replays"]
    assert [(each["receipts"], each["total"], each["others"]) for each in replays] == [(2, total, 2)]
    for each in paid:
        assert run("receipt", "show", str(each["id"]), "--json").answer()["total"] == each["total"]


class SlowClock:
    """A clock that somebody has set back by two years."""

    def now(self) -> datetime:
        return SystemClock().now() - YEARS


def test_a_clock_that_was_set_back_is_said_and_stops_nobody(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pay(run, 0)
    monkeypatch.setattr("agent_app.bootstrap.SystemClock", SlowClock)

    said = run("sync", "status")
    second = pay(run, 1)
    line = run("due", "list", "--json").lines()[0]
    visit = run(
        "visit",
        "record",
        "--household",
        line["household_id"],
        "--person",
        f"{line['person_id']}:absent",
        "--json",
    ).answer()

    assert said.err.startswith("Đồng hồ máy chạy lùi: sổ đã ghi đến ngày ")
    assert said.err.count("\n") == 1
    assert second["issued_on"] == first["issued_on"]
    assert (second["number"], first["number"]) == ("0000002", "0000001")
    assert visit["visited_on"] == first["issued_on"]
    checked = run("check", "--json")
    assert checked.code == 0
    assert json.loads(checked.out)["standing"]["clock_behind"] == first["issued_on"]
    assert Home(home).store.exists()


@pytest.mark.parametrize(
    ("free", "words"), [(LOW_BYTES - 1, "Ổ đĩa sắp đầy."), (LAST_BYTES - 1, "Ổ đĩa đã đầy:")]
)
def test_a_disk_without_room_is_said(
    run: Run, monkeypatch: pytest.MonkeyPatch, free: int, words: str
) -> None:
    monkeypatch.setattr("agent_app.storage.room.Room._measure", lambda _room: free)

    said = run("sync", "status")

    assert said.err.startswith(words)
    assert said.code == 0


def test_on_a_full_disk_a_receipt_is_refused_in_words_and_the_rest_works(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    paid = pay(run, 0)
    who = run("due", "list", "--json").lines()[3]
    monkeypatch.setattr("agent_app.storage.room.Room._measure", lambda _room: LAST_BYTES - 1)

    refused = run("receipt", "issue", "--person", f"{who['person_id']}:bhyt:12", "--payer", "Bà Hoa")
    printed = run("print", "receipt", str(paid["id"]), "--out", str(tmp_path / "bien-lai.pdf"))

    assert refused.code == 5
    assert "Sổ chỉ còn xem được vì ổ đĩa đã đầy" in refused.err
    assert (printed.code, "Chưa ghi được vào sổ in" in printed.out) == (0, True)
    assert (tmp_path / "bien-lai.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads(run("sync", "status", "--json").out)["waiting"]["receipts"] == 1


def test_a_command_while_the_files_are_changed_waits_a_little_and_says_so(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_app.storage.store.at_work", partial(at_work, wait=0.1))
    with alone_in(Home(home)):
        said = run("due", "list")

    assert said.code == 5
    assert said.err.strip() == sentence(HomeBusyError())
    assert run("due", "list").code == 0
