"""One code, one key: whoever has it may present it again and again, and nobody else ever."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from agent_app.sync.wire.codec import pack
from agent_app.sync.wire.messages import VerdictKind
from provincial_server.agents import revoke_agent, revoke_device
from provincial_server.enrolment import VALID
from provincial_server.errors import ExchangeRefusedError
from provincial_server.officers import Officer
from provincial_server.sync_service import SyncService
from provincial_server.tables import BookRow, DeviceRow, EnrolmentRow, OpRow
from tests.builders import AGENT, NOW
from tests.server.conftest import Office
from tests.server.laptop import Answer, Laptop, read_answer

ANH = Officer("Nguyễn Thị Cán Bộ", NOW, "mất máy")


def at(office: Office, later: timedelta) -> SyncService:
    return SyncService(office.database, office.keys, lambda: NOW + later)


def test_a_device_whose_first_answers_were_lost_presents_its_code_again(office: Office) -> None:
    laptop = Laptop.of(office.enrol())
    office.ask(laptop.message())
    laptop.issue(1)
    office.ask(laptop.message())
    laptop.issue(2)

    answer = office.ask(laptop.message())

    assert answer.verdict.kind is VerdictKind.OK
    assert answer.ack is not None
    assert [each.state.value for each in answer.ack.outcomes] == ["accepted", "accepted"]
    assert (office.count(DeviceRow), office.count(OpRow)) == (1, 2)
    with office.database.read() as session:
        (book,) = session.scalars(select(BookRow))
        assert book.device_id == laptop.device


def test_what_a_laptop_says_of_its_program_stops_no_first_exchange(office: Office) -> None:
    laptop = Laptop.of(office.enrol())

    answer = office.ask(pack((laptop.hello(app="1.0\0\n"),)))

    assert answer.verdict.kind is VerdictKind.OK
    with office.database.read() as session:
        assert session.scalars(select(DeviceRow.app)).one() == "1.0"


def test_its_key_may_present_a_code_that_has_run_out_since(office: Office) -> None:
    laptop = office.laptop()

    answer = read_answer(at(office, 2 * VALID).answer(laptop.message()))

    assert answer.verdict.kind is VerdictKind.OK


def test_a_code_holds_until_the_moment_at_which_it_runs_out(office: Office) -> None:
    laptop = Laptop.of(office.enrol())

    late = read_answer(at(office, VALID).answer(laptop.message()))
    just = read_answer(at(office, VALID - timedelta(milliseconds=1)).answer(laptop.message()))

    assert (late.verdict.kind, just.verdict.kind) == (VerdictKind.UNKNOWN_DEVICE, VerdictKind.OK)


@pytest.mark.parametrize("trouble", ["unknown", "expired", "withdrawn", "used", "used by this device"])
def test_no_answer_tells_why_a_code_is_good_for_nothing(office: Office, trouble: str) -> None:
    first = Laptop.of(office.enrol())
    stranger, service = Laptop.of(office.enrol(book="AB/26:0002:51:100")), office.service
    if trouble == "unknown":
        stranger.code = "ABCDE-ABCDE-ABCDE-ABCDE"
    elif trouble == "expired":
        service = at(office, VALID)
    elif trouble == "withdrawn":
        revoke_agent(office.database, AGENT, ANH)
    else:
        office.ask(first.message())
        stranger.code = first.code
        if trouble == "used by this device":
            stranger.device = first.device
    before = (office.count(DeviceRow), claims(office))

    answer = read_answer(service.answer(stranger.message()))

    clock = answer.verdict.server_clock
    nobody = read_answer(office.service.answer(pack((Laptop(AGENT, "none").hello(claim=False),))))
    assert answer == replace(nobody, verdict=replace(nobody.verdict, server_clock=clock))
    assert (office.count(DeviceRow), claims(office)) == before


def claims(office: Office) -> set[bytes | None]:
    with office.database.read() as session:
        return set(session.scalars(select(EnrolmentRow.claimed_by)))


def test_a_revoked_device_does_not_come_back_with_its_code(office: Office) -> None:
    laptop = office.laptop()
    revoke_device(office.database, laptop.device, ANH)

    assert office.ask(laptop.message()).verdict.kind is VerdictKind.REVOKED
    anew = replace(laptop, sign=Ed25519PrivateKey.generate())
    assert office.ask(anew.message()).verdict.kind is VerdictKind.UNKNOWN_DEVICE


def test_of_keys_that_present_a_code_at_once_one_wins(office: Office) -> None:
    enrolment = office.enrol()
    laptops = [Laptop.of(enrolment) for _ in range(4)]
    laptops += [replace(laptops[0], sign=Ed25519PrivateKey.generate())]

    def knock(laptop: Laptop) -> Answer | ExchangeRefusedError:
        try:
            return office.ask(laptop.message())
        except ExchangeRefusedError as error:
            return error

    with ThreadPoolExecutor(len(laptops)) as pool:
        answers = list(pool.map(knock, laptops))

    kinds = [each.verdict.kind for each in answers if isinstance(each, Answer)]
    assert sorted(kinds) == sorted([VerdictKind.OK, *[VerdictKind.UNKNOWN_DEVICE] * 4])
    assert office.count(DeviceRow) == 1
