"""A laptop as the server meets it: true keys, a true chain, true messages, and nothing else."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from agent_app.domain.enrolment import Enrolment
from agent_app.domain.operation import (
    GENESIS,
    Entry,
    Operation,
    OperationKind,
    Position,
    link,
    receipt_payload,
    to_millis,
)
from agent_app.domain.operation_body import receipt_body, visit_body
from agent_app.domain.receipt import Receipt, ReceiptId
from agent_app.domain.visit import VisitId
from agent_app.sync.wire.codec import pack, unpack
from agent_app.sync.wire.messages import (
    Ack,
    Cursor,
    EnrolmentClaim,
    Hello,
    Pull,
    Push,
    Segment,
    Verdict,
    push_payload,
)
from provincial_server.ids import new_id
from tests.builders import NOW, a_receipt, a_visit


@dataclass(frozen=True, slots=True)
class Answer:
    """The sections of an answer."""

    verdict: Verdict
    ack: Ack | None
    segments: tuple[Segment, ...]


def read_answer(message: bytes) -> Answer:
    verdict, *rest = unpack(message)
    assert isinstance(verdict, Verdict)
    acks = [each for each in rest if isinstance(each, Ack)]
    return Answer(
        verdict, acks[0] if acks else None, tuple(each for each in rest if isinstance(each, Segment))
    )


@dataclass
class Laptop:
    """One device with its log; ``agent_code`` and ``code`` are those of its enrolment file.

    Its program is of before the office's documents, unless ``schema`` says otherwise.
    """

    agent_code: str
    code: str
    symbol: str = "AB/26"
    book: str = "0001"
    device: UUID = field(default_factory=new_id)
    sign: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    seal: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)
    operations: list[Operation] = field(default_factory=list)
    schema: int = 1

    @classmethod
    def of(cls, enrolment: Enrolment) -> "Laptop":
        grant = enrolment.books[0]
        return cls(enrolment.agent_code, enrolment.code, grant.symbol, grant.book)

    def head(self, dseq: int | None = None) -> Position:
        upto = len(self.operations) if dseq is None else dseq
        return self.operations[upto - 1].position if upto else Position(1, 0, GENESIS)

    def log(self, kind: str, body: bytes, kver: int = 1, op_id: UUID | None = None) -> Operation:
        operation = link(self.device, self.head(), Entry(op_id or new_id(), kind, kver, NOW, body))
        self.operations.append(operation)
        return operation

    def visit(self) -> Operation:
        return self.log(OperationKind.VISIT_RECORDED, visit_body(replace(a_visit(), id=VisitId(new_id()))))

    def receipt(self, number: int, **changes: object) -> Receipt:
        """Make a signed receipt without logging it."""
        made = replace(
            a_receipt(number),
            id=ReceiptId(new_id()),
            symbol=self.symbol,
            book=self.book,
            agent_code=self.agent_code,
            device_id=self.device,
        )
        made = replace(made, **changes)  # type: ignore[arg-type]
        return replace(made, signature=self.sign.sign(receipt_payload(made)))

    def issue(self, number: int, **changes: object) -> Receipt:
        receipt = self.receipt(number, **changes)
        self.log(OperationKind.RECEIPT_ISSUED, receipt_body(receipt))
        return receipt

    def hello(self, cursors: tuple[Cursor, ...] = (), *, claim: bool = True, **changes: object) -> Hello:
        claimed = EnrolmentClaim(
            self.code, self.sign.public_key().public_bytes_raw(), self.seal.public_key().public_bytes_raw()
        )
        hello = Hello(
            self.device,
            self.head(),
            to_millis(NOW),
            cursors=cursors,
            claim=claimed if claim else None,
            app="test",
            schema=self.schema,
        )
        hello = replace(hello, **changes)  # type: ignore[arg-type]
        return replace(hello, signature=self.sign.sign(hello.signed_part()))

    def push(self, first: int = 1, last: int | None = None) -> Push:
        sent = self.operations[first - 1 : last]
        entries = tuple(Entry.of(each) for each in sent)
        head = sent[-1].position if sent else self.head(first - 1)
        before = self.head(first - 1).hash
        return Push(first, before, entries, self.sign.sign(push_payload(self.device, first, head)))

    def message(self, first: int = 1, cursors: tuple[Cursor, ...] = ()) -> bytes:
        """Write what the program sends: everything from ``first`` on, and the wish for news."""
        pushed = (self.push(first),) if len(self.operations) >= first else ()
        return pack((self.hello(cursors), *pushed, Pull()))
