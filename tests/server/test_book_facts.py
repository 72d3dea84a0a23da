"""Numbers that are spoiled, lost or returned, on the server's side."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from agent_app.domain.book_body import passed_body
from agent_app.domain.number_fate import NumberFate, PassedId, PassedNumbers
from agent_app.domain.operation import Operation, OperationKind
from provincial_server.ids import new_id
from provincial_server.tables import BookRow, NumberFateRow
from tests.builders import DEVICE, NOW, TODAY
from tests.server.conftest import Office
from tests.server.laptop import Laptop


def passed(
    laptop: Laptop, first: int, last: int, fate: NumberFate = NumberFate.SPOILED, **changes: object
) -> Operation:
    """Log that numbers get no receipt."""
    made = PassedNumbers(
        PassedId(new_id()),
        laptop.symbol,
        laptop.book,
        first,
        last,
        fate,
        TODAY,
        NOW,
        "Rách khi in",
        None,
        laptop.agent_code,
        laptop.device,
    )
    made = replace(made, **changes)  # type: ignore[arg-type]
    return laptop.log(made.kind, passed_body(made))


def outcomes(office: Office, laptop: Laptop) -> list[tuple[str, str | None]]:
    ack = office.ask(laptop.message()).ack
    assert ack is not None
    return [(each.state.value, each.reason) for each in ack.outcomes]


def blocks(office: Office) -> list[tuple[str, int, int]]:
    with office.database.read() as session:
        query = select(BookRow.book, BookRow.first, BookRow.last).order_by(BookRow.first)
        return [(book, first, last) for book, first, last in session.execute(query)]


def kept(office: Office) -> list[tuple[int, int, str, str]]:
    with office.database.read() as session:
        fate = NumberFateRow
        query = select(fate.first, fate.last, fate.fate, fate.state).order_by(fate.first, fate.last)
        return [(first, last, what, state) for first, last, what, state in session.execute(query)]


def test_spoiled_and_lost_numbers_are_accepted_and_kept_for_the_office(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    passed(laptop, 2, 2)
    passed(laptop, 3, 5, NumberFate.LOST)
    laptop.issue(6)

    assert outcomes(office, laptop) == [("accepted", None)] * 4
    assert kept(office) == [(2, 2, "spoiled", "accepted"), (3, 5, "lost", "accepted")]
    assert blocks(office) == [("0001", 1, 50)]


def test_what_is_returned_is_no_longer_given_out(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    passed(laptop, 2, 50, NumberFate.RETURNED, slip="GT-17")
    laptop.issue(2)

    assert outcomes(office, laptop) == [
        ("accepted", None),
        ("accepted", None),
        ("held", "number_outside_book"),
    ]
    assert blocks(office) == [("0001", 1, 1)]


def test_a_returned_rest_can_be_given_to_somebody_else(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    passed(laptop, 2, 50, NumberFate.RETURNED)
    office.ask(laptop.message())

    other = Laptop.of(office.enrol("NVT068012002", "AB/26:0002:2:50"))
    other.issue(2)
    passed(other, 3, 3)

    assert blocks(office) == [("0001", 1, 1), ("0002", 2, 50)]
    assert outcomes(office, other) == [("accepted", None), ("accepted", None)]


def test_a_return_that_leaves_out_the_end_of_a_block_is_held(office: Office) -> None:
    laptop = office.laptop()
    passed(laptop, 1, 40, NumberFate.RETURNED)

    assert outcomes(office, laptop) == [("held", "number_outside_book")]
    assert blocks(office) == [("0001", 1, 50)]


def test_a_book_that_goes_back_whole_is_given_out_no_more(office: Office) -> None:
    laptop = office.laptop()
    passed(laptop, 1, 50, NumberFate.RETURNED)

    assert outcomes(office, laptop) == [("accepted", None)]
    assert blocks(office) == []
    office.enrol("NVT068012002", "AB/26:0001:1:50")
    assert blocks(office) == [("0001", 1, 50)]


def test_a_number_that_was_spoiled_takes_no_receipt(office: Office) -> None:
    laptop = office.laptop()
    passed(laptop, 1, 1)
    laptop.issue(1)

    assert outcomes(office, laptop) == [("accepted", None), ("held", "number_taken")]


def test_a_number_has_one_fate(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(3)
    passed(laptop, 2, 4)
    passed(laptop, 4, 4)
    passed(laptop, 4, 5)

    assert outcomes(office, laptop) == [
        ("accepted", None),
        ("held", "number_taken"),
        ("accepted", None),
        ("held", "number_taken"),
    ]
    assert kept(office) == [
        (2, 4, "spoiled", "held"),
        (4, 4, "spoiled", "accepted"),
        (4, 5, "spoiled", "held"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "changes", "reason"),
    [
        (50, 51, {}, "number_outside_book"),
        (1, 1, {"book": "0002"}, "number_outside_book"),
        (1, 1, {"device_id": DEVICE}, "device_mismatch"),
        (1, 1, {"agent_code": "NVT-other"}, "agent_mismatch"),
        (1, 1, {"symbol": "A\0B"}, "unreadable"),
        (1, 1, {"reason": "\ud800"}, "unreadable"),
    ],
)
def test_what_is_not_the_devices_own_is_held_for_a_human(
    office: Office, first: int, last: int, changes: dict[str, object], reason: str
) -> None:
    laptop = office.laptop()
    if changes.get("reason"):
        laptop.log(OperationKind.NUMBER_SPOILED, b"\xa0")
    else:
        passed(laptop, first, last, **changes)  # type: ignore[arg-type]

    assert outcomes(office, laptop) == [("held", reason)]
    assert blocks(office) == [("0001", 1, 50)]


def test_a_version_that_this_server_does_not_know_is_held(office: Office) -> None:
    laptop = office.laptop()
    body = passed(laptop, 1, 1).body
    laptop.operations.clear()
    laptop.log(OperationKind.NUMBER_SPOILED, body, kver=9)

    assert outcomes(office, laptop) == [("held", "version_unknown")]


def test_the_same_return_sent_again_changes_nothing_more(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    passed(laptop, 2, 50, NumberFate.RETURNED)
    office.ask(laptop.message())

    assert outcomes(office, laptop) == [("accepted", None), ("accepted", None)]
    assert office.count(NumberFateRow) == 1
    assert blocks(office) == [("0001", 1, 1)]
