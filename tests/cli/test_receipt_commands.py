"""Receipts at the terminal after they were issued: void, listed, proven, and what a developer can spoil."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scripts.open_store import main as open_store
from tests.cli.terminal import Answer, Run
from tests.cli.test_answers import ON, first_of_the_household_form, pay, sound

CANCEL = ("--reason", "Ghi sai số tháng", "--approver", "Lê Văn Duyệt", "--copy-two", "taken-back")


@pytest.fixture
def spoil(home: Path, password_file: Path) -> "Spoil":
    """Changes the store behind the program's back."""
    return Spoil(home, password_file)


class Spoil:
    """Runs ``scripts/open-store`` on the home."""

    def __init__(self, home: Path, password_file: Path) -> None:
        self._start = ["--home", str(home), "--password-file", str(password_file)]

    def __call__(self, *statements: str, unguarded: bool = True) -> Result:
        words = [part for each in statements for part in ("--sql", each)]
        mode = ["--unguarded"] if unguarded else []
        return CliRunner().invoke(open_store, [*self._start, *mode, *words])


def paid(run: Run, times: int = 1) -> list[Answer]:
    """Take money for one person, over and over."""
    line = first_of_the_household_form(run)
    return [pay(run, line) for _ in range(times)]


def codes(run: Run, *command: str) -> set[str]:
    said = run(*command, "--json")
    assert said.code == 5, said.out
    return {str(each["code"]) for each in json.loads(said.out)["findings"]}


def test_a_cancelled_receipt_says_so_wherever_it_is_shown(run: Run) -> None:
    first, second = paid(run, 2)

    answer = run("receipt", "cancel", second["id"], *CANCEL, "--json").answer()

    assert (answer["number"], answer["state"]) == ("0000002", "cancelled")
    void = answer["cancellation"]  # type: ignore[typeddict-item]
    assert (void["reason"], void["approver"], void["copy_two"]) == (
        "Ghi sai số tháng",
        "Lê Văn Duyệt",
        "taken-back",
    )
    assert run("receipt", "show", second["id"], "--json").answer() == answer
    sound(answer)
    assert "Huỷ ngày" in run("receipt", "show", second["id"]).out
    listed = run("receipt", "list", "--json").lines()
    assert [(each["id"], each["state"]) for each in listed] == [
        (second["id"], "cancelled"),
        (first["id"], "saved"),
    ]
    assert "1 biên lai, 1.366.200 đ; đã huỷ 1" in run("receipt", "list").out


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (("--state", "saved"), 1),
        (("--state", "cancelled"), 1),
        (("--state", "refund_requested"), 0),
        (("--from", ON, "--to", ON), 2),
        (("--from", "2026-11-22"), 0),
        (("--to", "2026-11-20"), 0),
        (("--method", "transfer"), 0),
        (("--method", "cash"), 2),
    ],
)
def test_receipts_are_listed_by_day_state_and_method(more: tuple[str, ...], found: int, run: Run) -> None:
    _first, second = paid(run, 2)
    run("receipt", "cancel", second["id"], *CANCEL)

    assert len(run("receipt", "list", *more, "--json").lines()) == found


def test_a_cancellation_without_its_words_is_refused(run: Run) -> None:
    [receipt] = paid(run)

    assert run("receipt", "cancel", receipt["id"], "--reason", "x", "--approver", "y").code == 2
    own = ("--reason", "Sai", "--approver", "Trần Văn Bình", "--copy-two", "kept")
    assert run("receipt", "cancel", receipt["id"], *own).code == 3
    unclear = ("--reason", "Sai", "--approver", "Lê Văn Duyệt", "--copy-two", "burnt")
    assert run("receipt", "cancel", receipt["id"], *unclear).code == 4
    assert run("receipt", "show", receipt["id"], "--json").answer()["state"] == "saved"


def test_money_in_hand_is_not_asked_back(run: Run) -> None:
    [receipt] = paid(run)

    said = run("receipt", "refund", receipt["id"], "--cause", "new_group")

    assert (said.code, "agent-app receipt cancel" in said.err) == (3, True)


def test_the_arithmetic_of_a_receipt_is_shown_as_it_was(run: Run) -> None:
    [receipt] = paid(run)

    [line] = run("receipt", "show", receipt["id"], "--json").answer()["lines"]

    codes = [each["code"] for each in line["steps"]]  # type: ignore[typeddict-item]
    assert codes[:3] == ["health.monthly", "health.order", "health.months"]
    assert all(each["document"] for each in line["steps"])  # type: ignore[typeddict-item]
    assert "Người thứ 1 trong hộ đóng 100 %" in run("receipt", "show", receipt["id"]).out


def test_sound_receipts_are_proven_one_by_one_and_together(run: Run) -> None:
    first, second = paid(run, 2)
    run("receipt", "cancel", second["id"], *CANCEL)

    for receipt in (first, second):
        answer = run("receipt", "verify", receipt["id"], "--json").answer()
        assert (answer["ok"], answer["findings"]) == (True, [])  # type: ignore[typeddict-item]
    assert run("receipt", "verify", "--all", "--json").answer()["receipts"] == 2  # type: ignore[typeddict-item]
    assert "2 biên lai khớp chữ ký" in run("receipt", "verify", "--all").out
    assert run("check", "--json").answer()["ok"]


@pytest.mark.parametrize("words", [(), ("0199b2c4-7d1e-7000-8000-000000000001", "--all"), ("x",)])
def test_what_is_to_be_proven_must_be_named(words: tuple[str, ...], run: Run) -> None:
    assert run("receipt", "verify", *words).code == 4


def test_a_receipt_that_is_not_there_cannot_be_proven(run: Run) -> None:
    said = run("receipt", "verify", "0199b2c4-7d1e-7000-8000-000000000001")

    assert said.code == 4


def test_a_receipt_replaces_a_cancelled_one(run: Run) -> None:
    line = first_of_the_household_form(run)
    wrong = pay(run, line)
    run("receipt", "cancel", wrong["id"], *CANCEL)

    right = pay(run, line, "--replaces", wrong["id"])

    assert right["replaces"] == wrong["id"]  # type: ignore[typeddict-item]
    old = run("receipt", "show", wrong["id"], "--json").answer()
    assert old["replaced_by"] == right["id"]  # type: ignore[typeddict-item]
    assert "Biên lai thay" in run("receipt", "show", wrong["id"]).out
    person = f"{line['person_id']}:bhyt:12"
    again = ("--person", person, "--payer", "Bà Ánh", "--on", ON, "--replaces", wrong["id"])
    assert run("receipt", "issue", *again).code == 3


def test_plans_groups_and_proof_are_read(run: Run) -> None:
    line = first_of_the_household_form(run)
    who = line["person_id"]

    made = run(
        *("receipt", "issue", "--payer", "Bà Ánh", "--on", ON, "--taken", "1,2"),
        *("--person", f"{who}:bhyt:12:GB", "--person", f"{who}:bhxh:2y:1500000:can-ngheo:24"),
        *("--decision", "12/QĐ-UBND:UBND xã:2026-01-01:2027-12-31", "--local", "bhxh:amount:10000"),
        *("--answer", "social_pension=no", "--answer", "receives_pension=no", "--json"),
    ).answer()

    health, pension = made["lines"]
    assert (health["group"], health["order"]) == ("GD", 3)  # type: ignore[typeddict-item]
    assert health["order_source"] == "asked"  # type: ignore[typeddict-item]
    assert (pension["plan"], pension["months"], pension["group"]) == ("ahead", 24, "can-ngheo")  # type: ignore[typeddict-item]
    assert pension["local_support"] == 240_000  # type: ignore[typeddict-item]
    assert pension["decision"]["number"] == "12/QĐ-UBND"  # type: ignore[typeddict-item]
    assert made["asked"] == {  # type: ignore[typeddict-item]
        "taken": [1, 2],
        "answers": {"social_pension": False, "receives_pension": False},
        "overlap": None,
    }
    sound(made)


@pytest.mark.parametrize(
    "words",
    [
        ("--taken", "x"),
        ("--decision", ""),
        ("--decision", "1:2:2026-02-01:2026-01-01"),
        ("--decision", "1:2:3"),
        ("--decision", "1:a:2026-01-01:2026-02-01:x"),
        ("--local", "nothing"),
        ("--local", "bhyt:percent:200:total"),
        ("--book", "0001"),
        ("--number", "abc"),
        ("--answer", "pupil"),
        ("--answer", "pupil=maybe"),
        ("--answer", "age=no"),
        ("--replaces", "x"),
    ],
)
def test_what_cannot_be_read_is_named_and_takes_no_money(words: tuple[str, ...], run: Run) -> None:
    line = first_of_the_household_form(run)
    person = f"{line['person_id']}:bhyt:12"

    said = run("receipt", "issue", "--person", person, "--payer", "Bà Ánh", "--on", ON, *words)

    assert said.code == 4, said.err
    assert run("receipt", "list", "--json").lines() == []


@pytest.mark.parametrize("rest", ["bhyt", "bhyt:0", "bhyt:12:", "bhyt:12:GD:x", "bhyt:12:GD:2026-12-31:1"])
def test_a_payment_that_cannot_be_read_is_named(rest: str, run: Run) -> None:
    line = first_of_the_household_form(run)

    said = run("receipt", "issue", "--person", f"{line['person_id']}:{rest}", "--payer", "Bà Ánh")

    assert said.code == 4, said.err


def test_a_number_is_refused_where_the_program_prints(run: Run) -> None:
    line = first_of_the_household_form(run)
    person = f"{line['person_id']}:bhyt:12"

    said = run("receipt", "issue", "--person", person, "--payer", "Bà Ánh", "--number", "0000001")

    assert (said.code, "C45-BB tự in" in said.err) == (3, True)


AMOUNT = "UPDATE receipt SET total = total - 100000 WHERE number = 2"
LINES = "UPDATE receipt_line SET gross = gross - 100000, due = due - 100000 WHERE receipt_id = (SELECT id FROM receipt WHERE number = 2)"  # noqa: E501
SWAP = (
    "UPDATE oplog SET dseq = 9999 WHERE dseq = 2",
    "UPDATE oplog SET dseq = 2 WHERE dseq = 4",
    "UPDATE oplog SET dseq = 4 WHERE dseq = 9999",
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ((AMOUNT, LINES), {"receipt.differs", "receipt.signature"}),
        (("DELETE FROM oplog WHERE dseq = 4",), {"log.link", "journal.log_lacks"}),
        (("DELETE FROM receipt WHERE number = 2",), {"receipt.missing"}),
        (SWAP, {"log.link"}),
        (("UPDATE receipt SET signature = zeroblob(64) WHERE number = 2",), {"receipt.signature"}),
        (("UPDATE receipt SET issued_on = '2026-11-20' WHERE number = 2",), {"receipt.signature"}),
        (("UPDATE receipt_line SET grounds = x'00'",), {"receipt.differs"}),
    ],
    ids=["amount", "deleted entry", "deleted receipt", "swapped order", "signature", "day", "arithmetic"],
)
def test_whatever_is_changed_behind_the_programs_back_is_found_by_both(
    changes: tuple[str, ...], expected: set[str], run: Run, spoil: Spoil
) -> None:
    paid(run, 3)

    assert spoil(*changes).exit_code == 0

    assert codes(run, "receipt", "verify", "--all") >= expected
    assert codes(run, "check") >= expected


def test_one_receipt_is_told_from_its_neighbours(run: Run, spoil: Spoil) -> None:
    first, second = paid(run, 2)
    spoil(AMOUNT, LINES)

    assert run("receipt", "verify", first["id"], "--json").answer()["ok"]
    assert codes(run, "receipt", "verify", second["id"]) == {"receipt.differs", "receipt.signature"}
    said = run("receipt", "verify", second["id"])
    assert said.code == 5
    assert "Chữ ký của biên lai" in said.out
    assert "agent-app support-bundle" in said.out


def test_the_guards_hold_a_developer_back_and_are_there_again_afterwards(run: Run, spoil: Spoil) -> None:
    paid(run)

    refused = spoil("DELETE FROM receipt", unguarded=False)
    assert (refused.exit_code, "receipt rows stay" in refused.output) == (1, True)
    spoil("UPDATE receipt SET payer = 'x'")
    again = spoil("DELETE FROM receipt", unguarded=False)
    assert "receipt rows stay" in again.output
    assert spoil("SELECT count(*) FROM receipt", unguarded=False).output == "1\n"


def test_the_store_opens_for_the_password_alone(home: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("sai\n", "utf-8")
    start = ["--home", str(home), "--sql", "SELECT 1"]

    said = CliRunner().invoke(open_store, [*start, "--password-file", str(wrong)])

    assert said.exit_code == 1
    asked = CliRunner().invoke(open_store, start, input="sai\n")
    assert asked.exit_code == 1


def test_a_supported_line_says_its_decision_and_is_refused_without_one(run: Run) -> None:
    who = first_of_the_household_form(run)["person_id"]
    issue = ("receipt", "issue", "--payer", "A", "--on", ON, "--person", f"{who}:bhxh:3:1500000:can-ngheo")

    refused = run(*issue)
    made = run(*issue, "--decision", "12/QĐ-UBND:UBND xã Suối Trúc", "--json").answer()

    assert refused.code == 3
    assert "hộ cận nghèo" in refused.err
    assert "hộ gia đình" not in refused.err
    shown = run("receipt", "show", made["id"]).out
    assert "Quyết định 12/QĐ-UBND của UBND xã Suối Trúc, hiệu lực 01/01/2026 – 31/12/2026" in shown


def test_a_second_payment_within_few_days_is_told_on_the_side(run: Run) -> None:
    line = first_of_the_household_form(run)
    command = ("receipt", "issue", "--person", f"{line['person_id']}:bhyt:12", "--payer", "A", "--json")

    first, soon = run(*command, "--on", "2026-11-21"), run(*command, "--on", "2026-11-21")
    other = run(
        *("receipt", "issue", "--person", f"{line['person_id']}:bhxh:3:1500000", "--payer", "A"),
        *("--on", "2026-11-21", "--json"),
    )

    assert (first.code, soon.code, other.code) == (0, 0, 0)
    assert "Trong 7 ngày" not in first.err + other.err
    told = next(each for each in soon.err.splitlines() if "Trong 7 ngày" in each)
    assert "biên lai số 0000001 ngày 21/11/2026" in told
    assert f"agent-app receipt cancel {soon.answer()['id']}" in told


def test_a_receipt_that_is_not_there_is_looked_for_in_the_list(run: Run) -> None:
    for unknown in ("0000001", "0199b2c4-7d1e-7000-8000-000000000001"):
        for look in ("show", "verify"):
            said = run("receipt", look, unknown)

            assert said.code == 4
            assert "agent-app receipt list" in said.err
            assert "Chưa ghi gì" not in said.err
