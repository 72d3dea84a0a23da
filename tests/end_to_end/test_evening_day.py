"""A day by commands on a made-up commune and a server that runs: every book has the same money at its end."""

import json
import sys
from pathlib import Path
from random import Random

import pytest

from scripts.demo_stage import CommandError, DemoError, Scene, stage
from scripts.evening_day import in_this_process, main, make_guesses_cheap, play, scene_for
from scripts.evening_proof import Book, Proof
from scripts.evening_walk import ACCOUNT, Day, Plan
from tests.builders import TODAY
from tests.long_run import rounds

PAYMENTS = rounds("payments of a day", quick=9, full=40)


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the hook for bugs back, which the command line takes."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)


@pytest.mark.timeout(400)
@pytest.mark.usefixtures("hook")
def test_at_the_end_of_a_day_every_book_has_the_same_money(tmp_path: Path) -> None:
    scene = Scene(50 if PAYMENTS < 40 else 200, scene_for(PAYMENTS).book, (("account", ACCOUNT),))
    with stage(tmp_path, 7, TODAY, scene) as ready:
        make_guesses_cheap(ready)
        proof = play(ready, in_this_process(ready), 7, Plan(PAYMENTS))

    assert proof.agreed, proof
    kept = PAYMENTS - 2 - 3  # a part payment, an unknown one, and three that were cancelled
    assert {each.receipts for each in proof.books} == {kept, None}
    apart = {each.name: each.receipts for each in proof.apart}
    assert apart["biên lai đã huỷ"] == 3
    assert apart["chuyển khoản về thiếu"] == apart["chuyển khoản không rõ của ai"] == 1
    assert apart["khoản chuyển còn chờ"] == 2


BOOKS = (Book("sổ", 100, 2), Book("nhật ký", 100, 2), Book("đã nộp", 100))


@pytest.mark.parametrize(
    ("books", "findings", "agreed"),
    [
        (BOOKS, (), True),
        ((*BOOKS, Book("cơ quan", 101)), (), False),
        ((*BOOKS, Book("cơ quan", 100, 3)), (), False),
        (BOOKS, ("receipt.differs x",), False),
    ],
)
def test_one_book_that_differs_is_enough(
    books: tuple[Book, ...], findings: tuple[str, ...], *, agreed: bool
) -> None:
    assert Proof(books, (), findings).agreed is agreed


def test_a_day_too_short_for_its_plan_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--payments", "5"])
    assert "--payments" in capsys.readouterr().err


def test_a_commune_without_payers_ends_the_day(tmp_path: Path) -> None:
    def nobody(*_words: str) -> str:
        return "[]"

    with pytest.raises(DemoError):
        Day(nobody, tmp_path, TODAY, Random(1), Plan(9), lambda _: None).do()  # noqa: S311 (a day, no secret)


DUE = json.dumps(
    [
        {
            "household_id": str(door),
            "person_id": str(door),
            "name": "Trần Văn Kỳ",
            "scheme": "bhyt",
            "group": "GD",
            "months": 12,
        }
        for door in range(3)
    ]
)


class Refusing:
    """A laptop with three doors whose every receipt ends with one exit code."""

    def __init__(self, code: int) -> None:
        self.code = code
        self.tried = 0

    def __call__(self, *words: str) -> str:
        if words[0] == "due":
            return DUE
        self.tried += 1
        raise CommandError("agent-app", words[:2], "Số điện thoại lạ.", self.code)


@pytest.mark.parametrize(("code", "doors"), [(3, 3), (2, 1), (4, 1), (5, 1)])
def test_only_a_rule_sends_the_agent_on_to_the_next_door(tmp_path: Path, code: int, doors: int) -> None:
    laptop = Refusing(code)

    with pytest.raises(DemoError, match=f"Số điện thoại lạ. \\(mã {code}\\)"):
        Day(laptop, tmp_path, TODAY, Random(1), Plan(9), lambda _: None).do()  # noqa: S311 (a day, no secret)

    assert laptop.tried == doors
