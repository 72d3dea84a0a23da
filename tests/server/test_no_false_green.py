"""Whatever goes wrong, nobody is told that all is sent while the office has not signed for all of it."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent_app.cli.answers import status_sentence
from agent_app.domain.due_list import Scheme
from agent_app.domain.errors import AppError
from agent_app.domain.money import Dong
from agent_app.domain.operation import GENESIS, OperationKind, OperationState, Position, from_millis
from agent_app.domain.operation_body import read_receipt
from agent_app.domain.receipt import Receipt, ReceiptState
from agent_app.domain.replica import OUTCOME, answers_scope, change_sum, outcome_row
from agent_app.runtime.messages import SENTENCES
from agent_app.services.lines import ReceiptFilter
from agent_app.services.quotes import PaymentRequest
from agent_app.services.receipts import IssueReceipt
from agent_app.storage.store import Store
from agent_app.sync.exchange import Exchange
from agent_app.sync.service import SyncService
from agent_app.sync.transport import HttpTransport
from agent_app.sync.wire.codec import pack, unpack
from agent_app.sync.wire.messages import (
    Ack,
    ChangeRow,
    MessageUnreadableError,
    Section,
    Segment,
    Verdict,
    VerdictKind,
    custody_payload,
)
from agent_app.ui.status import Status, waiting_part
from agent_app.ui.wording import receipt_state
from provincial_server.database import parse_url
from provincial_server.money import report
from provincial_server.settings import Settings
from provincial_server.sync_service import SyncService as Server
from provincial_server.tables import OpRow
from tests.builders import DEVICE, NOW, TODAY, a_book, a_person
from tests.certificates import Authority
from tests.fakes import CrashError, Fuse, a_signer, fused
from tests.postgres import free_port
from tests.ready_home import new_store
from tests.server.conftest import Office, office_at
from tests.server.crooked import Answerer, Reply, crooked
from tests.services.bench import Bench
from tests.storage.till import KEY, home_at, opened
from tests.sync.test_authority import https

ALL_SENT = "Không còn gì chờ gửi"
TEN_YEARS = timedelta(days=3653)
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"o" * 32)


@dataclass
class Till:
    """An enrolled laptop on disk, and what it could have known if it believed in signatures alone."""

    store: Store
    bench: Bench
    office: Office
    proven: set[UUID] = field(default_factory=set)

    def pay(self) -> Receipt:
        """Take money, with the visit."""
        wish = PaymentRequest(a_person().id, Scheme.HEALTH, 3)
        return self.bench.receipts.issue(IssueReceipt((wish,), "Bà Hoa"))

    def hear(self, reply: Reply | None) -> Reply | None:
        """Note what an answer proves: what it says of operations under the office's own signature."""
        if reply is None or reply.status != 200 or reply.missing:
            return reply
        try:
            acks = [each for each in unpack(reply.body) if isinstance(each, Ack)]
        except MessageUnreadableError:
            return reply
        for ack in acks:
            payload = custody_payload(DEVICE, ack.position, ack.server_clock)
            with suppress(InvalidSignature):
                self.office.keys.sign.public_key().verify(ack.custody, payload)
                told = {each.op_id for each in ack.outcomes if each.state is not OperationState.LOCAL}
                self.proven |= told & self.upto(ack.position)
        return reply

    def upto(self, position: Position) -> set[UUID]:
        """Name the own operations up to a place in the own log."""
        held = self.bench.operations()
        own = {each.position for each in held} | {Position(1, 0, GENESIS)}
        return {each.op_id for each in held if each.dseq <= position.dseq} if position in own else set()

    def run(self, url: str, authority: str | None = None) -> str | None:
        """Sync as the program does; return the code of what stopped it."""
        exchange = Exchange(self.store.exchange_unit, a_signer(), self.bench.clock, "test")
        service = SyncService(
            exchange,
            self.store.unit,
            self.store.queries,
            self.bench.clock,
            lambda address, _authority: HttpTransport(address, authority),
            sleep=lambda _seconds: None,
        )
        try:
            service.run(url=url)
        except AppError as error:
            return SENTENCES[error.code] and error.code
        return None

    def is_honest(self) -> bool:
        """Whether no place of the program says more than signatures prove; fails where one does."""
        unproven = {each.op_id for each in self.bench.operations()} - self.proven
        status = self.store.queries.sync_status()
        assert status.waiting_operations >= len(unproven)
        window = waiting_part(Status(TODAY, status, None, (0, Dong(0)), 0)).text
        green = [ALL_SENT in window, ALL_SENT in status_sentence(status)]
        assert not (unproven and any(green))
        assert green == [status.waiting_operations == 0] * 2
        return self.signs_are_honest(unproven)

    def signs_are_honest(self, unproven: set[UUID]) -> bool:
        """Whether each receipt that nobody has signed for is shown as saved here, and as no more."""
        issued = [each for each in self.bench.operations() if each.kind == OperationKind.RECEIPT_ISSUED]
        here = {read_receipt(each.body).id for each in issued if each.op_id in unproven}
        queries, saved = self.store.queries, receipt_state(ReceiptState.SAVED)
        signs = {each.receipt.id: receipt_state(each.state) for each in queries.receipts(1000, 0)}
        found = {each.id: receipt_state(each.state) for each in queries.find_receipts("Hoa", 1000)}
        listed = self.store.receipt_queries.listed(ReceiptFilter(state=ReceiptState.SAVED))
        assert len(signs) == len(issued)
        assert found == signs
        assert here <= {each for each, sign in signs.items() if sign == saved}
        assert {each.receipt.id for each in listed} == {key for key, sign in signs.items() if sign == saved}
        return True


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Till]:
    """A laptop that has spoken with its office; every test leaves both in order."""
    folder = tmp_path_factory.mktemp("truth")
    home = home_at(folder)
    new_store(home, KEY, DEVICE)
    made = Settings(parse_url(f"sqlite:///{folder / 'provincial.db'}"), folder / "keys.json")
    with office_at(made, folder) as office, closing(opened(home)) as store:
        bench = Bench(store.unit, store.queries)
        bench.enrol(a_book(1, 5000), office.enrol(book="AB/26:0001:1:5000"))
        bench.settle_in(a_person())
        yield Till(store, bench, office)


@pytest.fixture
def till(enrolled: Till) -> Till:
    """The same with money that was taken since."""
    enrolled.bench.clock.instant = NOW
    enrolled.pay()
    assert ends_well(enrolled)
    enrolled.pay()
    return enrolled


@contextmanager
def answering(till: Till, answerer: Answerer) -> Iterator[str]:
    with crooked(lambda message: till.hear(answerer(message))) as url:
        yield url


@contextmanager
def honest(till: Till) -> Iterator[str]:
    with answering(till, lambda message: Reply(till.office.service.answer(message))) as url:
        yield url


def changed(office: Office, message: bytes, change: Callable[[Section], Section | None]) -> Reply:
    """Answer truly, and change sections on the way."""
    sections = unpack(office.service.answer(message))
    return Reply(pack(tuple(new for each in sections if (new := change(each)) is not None)))


def of_ack(change: Callable[[Ack], Ack | None]) -> Callable[[Office, bytes], Reply]:
    def reply(office: Office, message: bytes) -> Reply:
        return changed(office, message, lambda each: change(each) if isinstance(each, Ack) else each)

    return reply


def verdict_alone(kind: VerdictKind, *, at_start: bool = False) -> Callable[[Office, bytes], Reply]:
    def change(each: Section) -> Section | None:
        if not isinstance(each, Verdict):
            return None
        return replace(each, kind=kind, position=Position(1, 0, GENESIS) if at_start else each.position)

    return lambda office, message: changed(office, message, change)


def signed_by_another(ack: Ack) -> Ack:
    return replace(ack, custody=OTHER_KEY.sign(custody_payload(DEVICE, ack.position, ack.server_clock)))


def further(ack: Ack) -> Ack:
    return replace(ack, position=replace(ack.position, dseq=ack.position.dseq + 1))


def outcomes_without_proof(office: Office, message: bytes) -> Reply:
    """Say what has become of the operations where later outcomes come, and acknowledge none."""
    sections = unpack(office.service.answer(message))
    (verdict,) = [each for each in sections if isinstance(each, Verdict)]
    told = [outcome for each in sections if isinstance(each, Ack) for outcome in each.outcomes]
    scope, total, rows = answers_scope(DEVICE), 0, list[ChangeRow]()
    for seq, outcome in enumerate(told, 1):
        body = outcome_row(outcome.state, outcome.reason)
        total = change_sum(total, seq, (OUTCOME, outcome.op_id, 1), body)
        rows.append(ChangeRow(seq, OUTCOME, outcome.op_id, 1, body))
    granted = replace(verdict, memberships=((scope, 1),))
    return Reply(pack((granted, Segment(scope, 1, 0, 0, tuple(rows), len(rows), total, 1))))


def hang_up_after_taking(office: Office, message: bytes) -> None:
    office.service.answer(message)


def at(ahead: timedelta) -> Callable[[Office, bytes], Reply]:
    return lambda office, message: Reply(
        Server(office.database, office.keys, lambda: NOW + ahead).answer(message)
    )


FALSE_ANSWERS: dict[str, Callable[[Office, bytes], Reply | None]] = {
    "a portal's page": lambda _office, _message: Reply(b"<html>", kind="text/html"),
    "a portal's way": lambda _office, _message: Reply(
        b"", 302, "text/html", {"Location": "http://a.example"}
    ),
    "a portal that says so": lambda _office, _message: Reply(b"<html>", 511, "text/html"),
    "nothing, and that is fine": lambda _office, _message: Reply(b"", 200),
    "noise": lambda _office, _message: Reply(bytes(range(256)) * 40),
    "a greeting of another program": lambda _office, _message: Reply(
        b'{"ok": true}', kind="application/json"
    ),
    "no content": lambda _office, _message: Reply(b"", 204),
    "busy": lambda _office, _message: Reply(b"", 503, headers={"Retry-After": "3600"}),
    "too many questions": lambda _office, _message: Reply(b"", 429, headers={"Retry-After": "1"}),
    "a full disk there": lambda _office, _message: Reply(b'{"error":"internal"}', 500, "application/json"),
    "taken, but an error said": lambda office, message: replace(
        Reply(office.service.answer(message)), status=500
    ),
    "a hang-up": lambda _office, _message: None,
    "a hang-up after it was taken": hang_up_after_taking,
    "half an answer": lambda office, message: Reply(office.service.answer(message)[:-9]),
    "an answer that breaks off": lambda office, message: Reply(
        office.service.answer(message)[:40], missing=500
    ),
    "its own question": lambda _office, message: Reply(message),
    "a proof of another key": of_ack(signed_by_another),
    "no proof": of_ack(lambda ack: replace(ack, custody=b"")),
    "a proof for another moment": of_ack(lambda ack: replace(ack, server_clock=ack.server_clock + 1)),
    "a place that is not there": of_ack(further),
    "no outcomes": of_ack(lambda ack: replace(ack, outcomes=())),
    "the first outcome alone": of_ack(lambda ack: replace(ack, outcomes=ack.outcomes[:1])),
    "outcomes that are none": of_ack(
        lambda ack: replace(
            ack, outcomes=tuple(replace(each, state=OperationState.LOCAL) for each in ack.outcomes)
        )
    ),
    "outcomes of others": of_ack(
        lambda ack: replace(ack, outcomes=tuple(replace(each, op_id=DEVICE) for each in ack.outcomes))
    ),
    "outcomes without an acknowledgement": outcomes_without_proof,
    "no acknowledgement": of_ack(lambda _ack: None),
    "begin again for ever": of_ack(
        lambda ack: Ack(Position(1, 0, GENESIS), server_clock=ack.server_clock, rehello=True)
    ),
    "behind for ever": verdict_alone(VerdictKind.SERVER_BEHIND, at_start=True),
    "a server ten years ahead": at(TEN_YEARS),
    "a server ten years behind": at(-TEN_YEARS),
    **{f"the verdict {kind}": verdict_alone(kind) for kind in VerdictKind},
}


def ends_well(till: Till) -> bool:
    """Whether everything is there, once, after one honest exchange; fails where it is not."""
    with honest(till) as url:
        assert till.run(url) is None
    held = till.bench.operations()
    status = till.store.queries.sync_status()
    assert till.is_honest()
    assert status.waiting_operations == 0
    assert till.office.count(OpRow) == len(held)
    assert report(till.office.database).total == status.received_money
    return True


@pytest.mark.parametrize("fault", FALSE_ANSWERS.values(), ids=list(FALSE_ANSWERS))
def test_a_false_answer_makes_nothing_green_and_costs_nothing(
    till: Till, fault: Callable[[Office, bytes], Reply | None]
) -> None:
    with answering(till, lambda message: fault(till.office, message)) as url:
        for _ in range(2):
            till.run(url)
            assert till.is_honest()
    till.pay()
    assert till.is_honest()

    assert ends_well(till)


def test_an_old_answer_makes_nothing_green(till: Till) -> None:
    kept: list[Reply] = []

    def keep(message: bytes) -> Reply:
        kept.append(Reply(till.office.service.answer(message)))
        return kept[-1]

    with answering(till, keep) as url:
        till.run(url)
    till.pay()
    with answering(till, lambda _message: kept[0]) as url:
        for _ in range(2):
            till.run(url)
            assert till.is_honest()
            assert till.store.queries.sync_status().waiting_operations >= 2

    assert ends_well(till)


def test_nobody_there_makes_nothing_green(till: Till) -> None:
    assert till.run(f"http://127.0.0.1:{free_port()}") == "sync.offline"
    assert till.is_honest()
    assert ends_well(till)


def test_a_certificate_that_has_run_out_makes_nothing_green(till: Till, tmp_path: Path) -> None:
    province = Authority.make()
    with https(*province.issue(tmp_path, timedelta(hours=-1))) as url:
        assert till.run(url, province.pem) == "sync.certificate"
    assert till.is_honest()
    assert ends_well(till)


@pytest.mark.parametrize("ahead", [TEN_YEARS, -TEN_YEARS])
def test_a_laptops_wrong_clock_makes_nothing_green_and_stops_nothing(till: Till, ahead: timedelta) -> None:
    till.bench.clock.instant = from_millis(0) + (NOW - from_millis(0)) + ahead
    assert till.is_honest()
    assert ends_well(till)
    assert till.store.queries.sync_status().clock_ahead == ahead


def test_a_disk_that_fails_at_any_moment_of_a_round_makes_nothing_green(till: Till) -> None:
    with honest(till) as url:
        for call in range(1, 200):
            exchange = Exchange(
                fused(till.store.exchange_unit, Fuse(call)), a_signer(), till.bench.clock, "test"
            )
            transport = HttpTransport(url)
            try:
                exchange.once(transport)
            except CrashError:
                assert till.is_honest()
                continue
            finally:
                transport.close()
            break
        else:
            pytest.fail("the round never ended")

    assert ends_well(till)
