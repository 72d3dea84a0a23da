"""The evening by commands: answers, refusals with the next step, and warnings on the side."""

import json
from pathlib import Path
from typing import cast

import pytest

from agent_app.bootstrap import open_home
from agent_app.domain.office_setting import SettingKey
from agent_app.runtime.paths import Home
from tests.cli.terminal import PASSWORD, Run, Said
from tests.office_documents import ISSUED, a_setting

ON = "2026-11-21"
EACH = 1_366_200
NOTES = "500000x2,200000x1,100000x1,50000x1,10000x1,5000x1,1000x1,200x1"
Fields = dict[str, object]


def answer(said: Said) -> Fields:
    assert said.code == 0, said.err
    return cast("Fields", json.loads(said.out))


def take(run: Run, place: int = 0) -> Fields:
    """Take twelve months of BHYT from the n-th person of the list."""
    line = run("due", "list", "--json").lines()[place]
    person = f"{line['person_id']}:bhyt:12"
    words = ("receipt", "issue", "--person", person, "--payer", line["name"], "--on", ON, "--json")
    return answer(run(*words))


def test_an_evening_goes_from_cash_in_hand_to_a_confirmed_batch(run: Run) -> None:
    receipt = take(run)
    opened = answer(run("envelope", "open", "--json"))
    assert (opened["state"], opened["expected"]) == ("open", EACH)
    closed = answer(run("envelope", "close", "--count", NOTES, "--json"))
    assert (closed["state"], closed["counted"], closed["difference"]) == ("closed", EACH, 0)
    assert closed["count"] == {
        "500000": 2, "200000": 1, "100000": 1, "50000": 1, "10000": 1, "5000": 1, "1000": 1, "200": 1
    }  # fmt: skip
    words = ("--envelope", str(closed["id"]), "--method", "desk", "--slip", "PN-7")
    handed = answer(run("remit", "create", *words, "--json"))
    assert (handed["amount"], handed["cash_total"], handed["total"]) == (EACH, EACH, EACH)
    assert handed["cash"] == [{"id": receipt["id"], "amount": EACH}]
    made = answer(run("batch", "create", "--all", "--json"))
    assert (made["name"], made["state"]) == ("Đợt 1 Tháng 11 năm 2026", "draft")
    assert answer(run("batch", "move", str(made["id"]), "sent", "--json"))["state"] == "sent"
    done = answer(run("batch", "move", str(made["id"]), "done", "--code", "XN-1", "--json"))
    assert done["state"] == "done"
    shown = answer(run("receipt", "show", str(receipt["id"]), "--json"))
    assert (shown["state"], shown["confirmation"]) == ("recorded", "XN-1")
    cash = answer(run("cash", "show", "--json"))
    assert cash["remitted"] == cash["not_cancelled"] == {"count": 1, "total": EACH}
    assert cash["held"]["amount"] == 0  # type: ignore[index]
    for listed in ("envelope", "remit", "batch"):
        assert len(run(listed, "list", "--json").lines()) == 1
    assert run("check").code == 0


def test_people_read_the_evening_too(run: Run) -> None:
    take(run)
    assert "đang đếm" in run("envelope", "open").out
    said = run("envelope", "close", "--count", NOTES).out
    assert "1.366.200 đ" in said
    envelope = str(answer(run("envelope", "show", "--json"))["id"])
    assert envelope in run("envelope", "list").out
    assert (
        "giấy số PN-7"
        in run("remit", "create", "--envelope", envelope, "--method", "desk", "--slip", "PN-7").out
    )
    assert "1 lần nộp" in run("remit", "list").out
    assert "Đợt 1 Tháng 11 năm 2026: chưa gửi" in run("batch", "create").out
    assert "1 đợt" in run("batch", "list").out
    assert "Biên lai không huỷ: 1, 1.366.200 đ" in run("cash", "show").out


def test_who_would_be_declared_again_is_named_by_receipt_and_name(run: Run) -> None:
    line = run("due", "list", "--json").lines()[0]
    words = ("--person", f"{line['person_id']}:bhxh:1:1500000", "--payer", "Ánh", "--on", ON, "--json")
    first, second = (answer(run("receipt", "issue", *words)) for _ in range(2))

    said = run("batch", "create")

    assert said.code == 3
    assert f"Biên lai {second['number']}: {line['name']}, BHXH TN" in said.err
    assert f"(biên lai số {second['number']})" in said.err
    assert str(second["id"]) not in said.err
    assert f"Biên lai {first['number']}" not in said.err


def test_a_closed_envelope_is_refused_with_the_next_step(run: Run) -> None:
    take(run)
    run("envelope", "open")
    envelope = str(answer(run("envelope", "close", "--count", NOTES, "--json"))["id"])

    for words in (("open", envelope), ("close", envelope, "--count", NOTES)):
        said = run("envelope", *words)
        assert said.code == 3
        assert "agent-app envelope open" in said.err
    assert run("envelope", "close", "--count", NOTES).code == 3
    assert run("envelope", "open").code == 3


@pytest.mark.parametrize(
    ("count", "code"),
    [("500000x2", 3), ("0", 3), ("500000", 4), ("500000xhai", 4), ("300000x1", 4), ("-500000x1", 4), ("", 4)],
)
def test_a_count_that_differs_or_cannot_be_read_closes_nothing(run: Run, count: str, code: int) -> None:
    take(run)
    run("envelope", "open")

    assert run("envelope", "close", "--count", count).code == code
    assert answer(run("envelope", "show", "--json"))["state"] == "open"


def test_a_receipt_is_cancelled_until_its_money_is_handed_over(run: Run) -> None:
    kept, void = take(run), take(run, 3)
    run("envelope", "open")
    total = cast("int", kept["total"]) + cast("int", void["total"])
    closed = answer(run("envelope", "close", "--count", f"200x{total // 200}", "--json"))
    words = ("--reason", "ghi nhầm", "--approver", "Lê Thị Mai", "--copy-two", "taken-back")
    assert run("receipt", "cancel", str(void["id"]), *words).code == 0
    after = answer(run("envelope", "show", str(closed["id"]), "--json"))
    assert (after["counted"], after["expected"], after["content"]) == (total, kept["total"], kept["total"])
    remit = ("remit", "create", "--envelope", str(closed["id"]), "--method", "transfer", "--slip", "FT1")
    assert answer(run(*remit, "--json"))["amount"] == kept["total"]

    said = run("receipt", "cancel", str(kept["id"]), *words)

    assert said.code == 3
    assert run(*remit).code == 3


def test_the_offices_limits_are_said_on_the_side(run: Run, home: Path) -> None:
    core = open_home(Home(home), PASSWORD)
    with core.open_unit() as unit:
        unit.office.keep(a_setting(SettingKey.CASH_LIMIT, "1000000"), ISSUED)
        unit.commit()
    core.close()
    line = run("due", "list", "--json").lines()[0]

    said = run("receipt", "issue", "--person", f"{line['person_id']}:bhyt:12", "--payer", "A", "--on", ON)

    assert said.code == 0
    assert "quá mức 1.000.000 đ" in said.err
    held = answer(run("cash", "show", "--json"))["held"]
    assert held["over_limit"] is True  # type: ignore[index]
    run("envelope", "open")
    envelope = str(answer(run("envelope", "close", "--count", NOTES, "--json"))["id"])
    said = run("remit", "create", "--envelope", envelope, "--method", "desk", "--slip", "1")
    assert "quá mức" not in said.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("envelope", "show", "x"), 4),
        (("envelope", "show", "01940000-0000-7000-8000-000000000001"), 4),
        (("remit", "create", "--method", "desk", "--slip", "1"), 3),
        (("remit", "create", "--method", "pigeon", "--slip", "1"), 4),
        (("remit", "show", "01940000-0000-7000-8000-000000000001"), 4),
        (("batch", "create"), 3),
        (("batch", "create", "--month", "2026-13"), 4),
        (("batch", "create", "--all", "--receipt", "01940000-0000-7000-8000-000000000001"), 4),
        (("batch", "move", "01940000-0000-7000-8000-000000000001", "sent"), 4),
        (("batch", "move", "01940000-0000-7000-8000-000000000001", "gone"), 4),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(run: Run, words: tuple[str, ...], code: int) -> None:
    said = run(*words)

    assert said.code == code
    assert said.err.strip()


def test_an_empty_evening_shows_nothing(run: Run) -> None:
    assert json.loads(run("envelope", "show", "--json").out) is None
    assert "Chưa có phong bì" in run("envelope", "show").out
