"""Officers decide what no rule could, and every decision is kept with its reason."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from agent_app.domain.operation import MONEY_KINDS, OperationKind, OperationState
from agent_app.domain.operation_body import BodyUnreadableError, receipt_body
from agent_app.domain.receipt import Receipt
from agent_app.domain.replica import OUTCOME, answers_scope, read_outcome
from agent_app.domain.signed_document import DocumentKind
from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import Pull, VerdictKind
from provincial_server import receipts
from provincial_server.agents import all_agents, revoke_agent, revoke_device
from provincial_server.books import AssignBook, assign, parse_book
from provincial_server.enrolment import VALID
from provincial_server.held import held_operations, reject, release
from provincial_server.money import report
from provincial_server.office import one_at_a_time
from provincial_server.office_errors import NoSuchDeviceError
from provincial_server.officer_errors import (
    AlreadyRevokedError,
    MoneyRejectedError,
    NoSuchAgentError,
    NoSuchOperationError,
    NotHeldError,
    OfficerMissingError,
    ReasonMissingError,
    StillHeldError,
    StillUnreadableError,
)
from provincial_server.officer_tables import OfficerActRow
from provincial_server.officers import Officer, acts
from provincial_server.sync_service import SyncService
from tests.builders import AGENT, NOW
from tests.server.conftest import Office
from tests.server.laptop import Laptop, read_answer
from tests.server.side_by_side import side_by_side
from tests.server.test_cli import Shell
from tests.server.test_poison import people
from tests.server.test_undoing import cancel

FULL_YEAR = 1_366_200
ANH = Officer("Nguyễn Thị Cán Bộ", NOW, "đã đối chiếu liên 1")


def held_ids(office: Office) -> list[UUID]:
    return [each.op_id for each in held_operations(office.database)]


def outcomes_in(office: Office, laptop: Laptop) -> list[tuple[UUID, OperationState, str | None]]:
    """What a laptop hears of its operations since they were answered."""
    answer = office.ask(pack((laptop.hello(), Pull())))
    scope = answers_scope(laptop.device)
    rows = [row for each in answer.segments if each.scope == scope for row in each.rows]
    assert {row.entity for row in rows} <= {OUTCOME}
    return [(row.id, *read_outcome(row.body or b"")) for row in rows]


@pytest.fixture
def laptop(office: Office) -> Laptop:
    """A laptop whose second receipt has a number of no book."""
    made = replace(office.laptop(), schema=3)
    made.issue(1)
    made.issue(99)
    office.ask(made.message())
    return made


def test_what_is_held_is_listed_with_its_money(office: Office, laptop: Laptop) -> None:
    (held,) = held_operations(office.database)

    assert (held.op_id, held.agent_code, held.device_id) == (laptop.operations[1].op_id, AGENT, laptop.device)
    assert (held.kind, held.reason, held.total) == ("receipt.issued", "number_outside_book", FULL_YEAR)
    assert held_operations(office.database, "NVT0") == []
    assert len(held_operations(office.database, AGENT)) == 1


def test_a_released_receipt_counts_and_its_laptop_hears_of_it(office: Office, laptop: Laptop) -> None:
    (op_id,) = held_ids(office)

    assert release(office.database, op_id, ANH) is OperationState.ACCEPTED

    money = report(office.database)
    assert (money.accepted, money.held) == (2 * FULL_YEAR, 0)
    assert outcomes_in(office, laptop) == [(op_id, OperationState.ACCEPTED, None)]
    again = office.ask(laptop.message())
    assert again.ack is not None
    assert {each.state for each in again.ack.outcomes} == {OperationState.ACCEPTED}
    act = acts(office.database, 10)[0]
    assert (act.officer, act.act, act.about) == ("Nguyễn Thị Cán Bộ", "released", str(op_id))
    assert act.reason == "đã đối chiếu liên 1"


def test_a_laptop_of_before_hears_nothing_that_it_could_not_read(office: Office, laptop: Laptop) -> None:
    release(office.database, held_ids(office)[0], ANH)

    for schema in (1, 2):
        answer = office.ask(pack((replace(laptop, schema=schema).hello(), Pull())))
        assert answers_scope(laptop.device) not in {each.scope for each in answer.segments}
        assert answers_scope(laptop.device) not in {scope for scope, _mver in answer.verdict.memberships}


def test_a_number_that_another_receipt_has_stays_held(office: Office, laptop: Laptop) -> None:
    laptop.issue(1)
    office.ask(laptop.message())
    taken = laptop.operations[2].op_id

    with pytest.raises(StillHeldError) as caught:
        release(office.database, taken, ANH)

    assert caught.value.reason == "number_taken"
    assert report(office.database).held == 2 * FULL_YEAR
    assert {each.act for each in acts(office.database, 10)} == {"enrolled"}
    assert outcomes_in(office, laptop) == []


def test_money_is_never_rejected(office: Office, laptop: Laptop) -> None:
    (op_id,) = held_ids(office)

    with pytest.raises(MoneyRejectedError):
        reject(office.database, op_id, ANH)

    assert report(office.database).total == 2 * FULL_YEAR
    assert held_ids(office) == [op_id]
    assert laptop.operations[1].op_id == op_id


def test_what_no_program_knows_may_be_rejected_and_is_not_released(office: Office, laptop: Laptop) -> None:
    unknown = laptop.log("meeting.planned", b"\xa0").op_id
    office.ask(laptop.message())

    with pytest.raises(StillHeldError):
        release(office.database, unknown, ANH)
    reject(office.database, unknown, ANH)

    assert outcomes_in(office, laptop) == [(unknown, OperationState.REFUSED, "officer")]
    assert unknown not in held_ids(office)
    with pytest.raises(NotHeldError):
        reject(office.database, unknown, ANH)


def test_a_cancellation_that_came_before_its_receipt_is_booked_on_release(office: Office) -> None:
    laptop = office.laptop()
    receipt = laptop.receipt(1)
    cancel(laptop, receipt.id)
    early = laptop.operations[0].op_id
    office.ask(laptop.message())
    with pytest.raises(StillHeldError):
        release(office.database, early, ANH)
    laptop.log(OperationKind.RECEIPT_ISSUED, receipt_body(receipt))
    office.ask(laptop.message())

    assert release(office.database, early, ANH) is OperationState.ACCEPTED

    money = report(office.database)
    assert (money.accepted, money.cancelled) == (0, FULL_YEAR)


@pytest.mark.parametrize("decide", [release, reject])
def test_nobody_decides_without_a_name_and_a_reason(decide: object, office: Office, laptop: Laptop) -> None:
    (op_id,) = held_ids(office)
    assert callable(decide)

    with pytest.raises(ReasonMissingError):
        decide(office.database, op_id, replace(ANH, reason=" "))
    with pytest.raises(OfficerMissingError):
        Officer(" ", NOW)
    with pytest.raises(NoSuchOperationError):
        decide(office.database, laptop.device, ANH)

    assert held_ids(office) == [op_id]


def test_acts_stay_for_ever(office: Office, laptop: Laptop) -> None:
    release(office.database, laptop.operations[1].op_id, ANH)

    for statement in (delete(OfficerActRow), update(OfficerActRow).values(reason="nothing happened")):
        with pytest.raises(DBAPIError, match="append-only"), office.database.write() as session:
            session.execute(statement)

    assert [each.act for each in acts(office.database, 10)] == ["released", "enrolled"]


def test_a_revoked_laptop_gets_nothing_and_what_it_sent_stays(office: Office, laptop: Laptop) -> None:
    revoke_device(office.database, laptop.device, ANH)

    answer = office.ask(laptop.message())

    assert answer.verdict.kind is VerdictKind.REVOKED
    assert answer.segments == ()
    assert report(office.database).total == 2 * FULL_YEAR
    with pytest.raises(AlreadyRevokedError):
        revoke_device(office.database, laptop.device, ANH)
    with pytest.raises(NoSuchDeviceError):
        revoke_device(office.database, laptop.operations[0].op_id, ANH)


def test_revoking_an_agent_ends_laptops_and_unused_codes(office: Office, laptop: Laptop) -> None:
    unused = Laptop.of(office.enrol(book="AB/26:0002:51:100"))

    assert revoke_agent(office.database, AGENT, ANH) == 1

    assert office.ask(laptop.message()).verdict.kind is VerdictKind.REVOKED
    later = SyncService(office.database, office.keys, lambda: NOW + VALID / 2)
    answer = read_answer(later.answer(unused.message()))
    assert answer.verdict.kind is VerdictKind.UNKNOWN_DEVICE
    assert [(each.agent_code, each.devices) for each in all_agents(office.database)] == [(AGENT, 0)]
    with pytest.raises(NoSuchAgentError):
        revoke_agent(office.database, "NVT0", ANH)


def test_a_laptop_brings_people_while_an_officer_gives_it_a_book(on_postgres: Office) -> None:
    office, laptop = on_postgres, on_postgres.laptop()
    laptop.issue(1)
    people(laptop)
    block = AssignBook(AGENT, laptop.device, parse_book("AB/26:0009:901:950"))

    answer, document = side_by_side(
        office,
        "FROM office",
        lambda: office.ask(laptop.message()),
        lambda: assign(office.database, office.keys, block, office.folder / "quyen.json", ANH),
    )

    assert answer.ack is not None
    assert len(answer.ack.outcomes) == len(laptop.operations)
    assert document.kind is DocumentKind.BOOK


def test_a_laptop_brings_money_while_an_officer_revokes_its_agent(on_postgres: Office) -> None:
    office, laptop = on_postgres, on_postgres.laptop()
    laptop.issue(1)

    devices, answer = side_by_side(
        office,
        "FROM device",
        lambda: revoke_agent(office.database, AGENT, ANH),
        lambda: office.ask(laptop.message()),
    )

    assert (devices, answer.verdict.kind) == (1, VerdictKind.OK)
    assert report(office.database).accepted == FULL_YEAR


def test_a_code_claimed_while_its_agent_is_revoked_makes_no_active_laptop(
    on_postgres: Office,
) -> None:
    office = on_postgres
    office.laptop()
    fresh = Laptop.of(office.enrol(book="AB/26:0002:51:100"))

    side_by_side(
        office,
        "UPDATE enrolment",
        lambda: revoke_agent(office.database, AGENT, ANH),
        lambda: office.ask(fresh.message()),
    )

    assert [(each.agent_code, each.devices) for each in all_agents(office.database)] == [(AGENT, 0)]
    assert office.ask(fresh.message()).verdict.kind is VerdictKind.REVOKED


def test_an_officer_in_whose_way_others_are_is_told_to_run_the_command_again(on_postgres: Office) -> None:
    office = on_postgres
    url = office.settings.database_url
    hasty = url.update_query_dict({"options": f"{url.query.get('options', '')} -clock_timeout=100".strip()})
    environment = {
        "PROVINCIAL_DATABASE_URL": hasty.render_as_string(hide_password=False),
        "PROVINCIAL_KEYS_FILE": str(office.settings.keys_file),
    }

    with office.database.write() as session:
        one_at_a_time(session)
        refused = Shell(environment)("setting", "set", "cash_days", "3")

    assert refused.exit_code == 5
    assert "hãy chạy lại" in refused.stderr
    assert "Không kết nối" not in refused.stderr


def test_the_list_of_agents_says_who_was_heard_last(office: Office) -> None:
    office.laptop()
    office.enrol("NVT2", "AB/26:0002:51:100")

    found = {each.agent_code: (each.devices, each.last_seen) for each in all_agents(office.database)}

    assert found == {AGENT: (1, NOW), "NVT2": (0, None)}


@pytest.mark.parametrize("kind", sorted(MONEY_KINDS))
def test_money_that_nobody_can_read_is_not_rejected_either(kind: str, office: Office) -> None:
    laptop = office.laptop()
    op_id = laptop.log(kind, b"\xa0").op_id
    office.ask(laptop.message())

    with pytest.raises(MoneyRejectedError):
        reject(office.database, op_id, ANH)

    assert held_ids(office) == [op_id]
    assert not [each for each in acts(office.database, 10) if each.act == "rejected"]


def test_money_whose_body_was_emptied_is_not_rejected(office: Office) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    laptop.operations[0] = replace(laptop.operations[0], body=b"")
    op_id = laptop.operations[0].op_id
    office.ask(laptop.message())
    assert [each.reason for each in held_operations(office.database)] == ["body_emptied"]

    with pytest.raises(MoneyRejectedError):
        reject(office.database, op_id, ANH)
    with pytest.raises(StillUnreadableError):
        release(office.database, op_id, ANH)


def test_a_receipt_that_a_later_program_can_read_is_booked_on_release(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = office.laptop()
    laptop.issue(1)
    op_id = laptop.operations[0].op_id
    with monkeypatch.context() as earlier:
        earlier.setattr(receipts, "read_receipt", _reads_nothing)
        office.ask(laptop.message())
        with pytest.raises(StillUnreadableError) as caught:
            release(office.database, op_id, ANH)
    assert (caught.value.reason, report(office.database).unreadable) == ("unreadable", 1)

    assert release(office.database, op_id, ANH) is OperationState.ACCEPTED

    money = report(office.database)
    assert (money.accepted, money.unreadable) == (FULL_YEAR, 0)


def _reads_nothing(_body: bytes) -> Receipt:
    raise BodyUnreadableError(OperationKind.RECEIPT_ISSUED)


def test_the_command_says_that_money_is_never_rejected_and_what_cannot_be_read(office: Office) -> None:
    laptop = office.laptop()
    op_id = str(laptop.log(OperationKind.RECEIPT_ISSUED, b"\xa0").op_id)
    office.ask(laptop.message())
    shell = Shell(
        {
            "PROVINCIAL_DATABASE_URL": office.settings.database_url.render_as_string(hide_password=False),
            "PROVINCIAL_KEYS_FILE": str(office.settings.keys_file),
        }
    )

    rejected = shell("held", "reject", op_id, "--reason", "không đọc được")
    released = shell("held", "release", op_id, "--reason", "đã cập nhật máy chủ")

    assert (rejected.exit_code, released.exit_code) == (3, 3)
    assert "không từ chối được" in rejected.stderr
    assert "vẫn chưa đọc được" in released.stderr
    assert "Traceback" not in rejected.stderr + released.stderr


@pytest.mark.logs_warning("is quarantined")
def test_an_officer_settles_what_came_under_a_used_id(office: Office) -> None:
    laptop = replace(office.laptop(), schema=3)
    visit = laptop.visit()
    receipt = laptop.issue(1)
    office.ask(laptop.message())
    used = (visit.op_id, laptop.operations[1].op_id)
    laptop.log(OperationKind.VISIT_RECORDED, b"other", op_id=used[0])
    laptop.log(OperationKind.RECEIPT_ISSUED, receipt_body(laptop.receipt(2)), 2, op_id=used[1])
    office.ask(laptop.message(3))
    apart = {each.kind: each for each in held_operations(office.database)}
    assert {each.reason for each in apart.values()} == {"id_reused"}
    assert not {each.op_id for each in apart.values()} & set(used)

    reject(office.database, apart["visit.recorded"].op_id, ANH)
    with pytest.raises(MoneyRejectedError):
        reject(office.database, apart["receipt.issued"].op_id, ANH)
    release(office.database, apart["receipt.issued"].op_id, ANH)

    assert held_ids(office) == []
    assert report(office.database).accepted == receipt.total + FULL_YEAR
    assert outcomes_in(office, laptop) == [
        (used[0], OperationState.REFUSED, "officer"),
        (used[1], OperationState.ACCEPTED, None),
    ]
