"""One round with the server: what it lacks goes up, its news come down, both at once."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from agent_app.domain.clocks import ahead_of
from agent_app.domain.enrolment import Enrolment
from agent_app.domain.history import Author, ChangeSource
from agent_app.domain.office_keys import unknown_links
from agent_app.domain.operation import Entry, Operation, from_millis, in_calendar, to_millis
from agent_app.domain.replica import is_of_office
from agent_app.runtime.office_signature import signed_by_office, signed_with
from agent_app.services.failures import NotEnrolledError
from agent_app.services.office_orders import DocumentIntake
from agent_app.services.ports import Clock, DeviceIdentity, OpenUnit, Replica, Signer, UnitOfWork
from agent_app.sync.carriers import Transport
from agent_app.sync.decisions import (
    Answer,
    SegmentPlan,
    answer_of,
    is_own,
    plan_segment,
    refuse_bad_verdict,
    refuse_unasked,
    refuse_unproven,
)
from agent_app.sync.failures import HistoryDiffersError, SegmentBrokenError
from agent_app.sync.pace import Pace
from agent_app.sync.steps import Step, no_step
from agent_app.sync.wire.codec import pack, unpack
from agent_app.sync.wire.messages import (
    MAX_BATCH,
    MAX_RUNS,
    RUNS,
    Ack,
    Cursor,
    EnrolmentClaim,
    Hello,
    Pull,
    Push,
    Run,
    RunTold,
    Section,
    VerdictKind,
    push_payload,
)

log = logging.getLogger(__name__)

FULL = Pace()


@dataclass(frozen=True, slots=True)
class Question:
    """What this device asks in one round, and what it must remember to judge the answer."""

    identity: DeviceIdentity
    hello: Hello
    push: Push | None
    pull: Pull
    run: Run | None = None

    def message(self) -> bytes:
        """Write it."""
        sections: tuple[Section, ...] = (self.hello, *((self.push,) if self.push else ()), self.pull)
        sections += (self.run,) if self.run else ()
        return pack(sections)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round moved; ``more`` says that another round has something to do."""

    sent: int
    received: int
    bytes_up: int
    bytes_down: int
    more: bool


@dataclass(frozen=True, slots=True)
class Exchange:
    """Talks with the server, one round at a time; safe to break off and repeat at any point."""

    open_unit: OpenUnit
    signer: Signer
    clock: Clock
    app: str
    intake: DocumentIntake = field(default_factory=lambda: DocumentIntake(signed_by_office))

    def once(self, transport: Transport, pace: Pace = FULL, step: Step = no_step) -> Round:
        """Do one round; raise an ``EnvironmentFailure`` and keep everything where it fails."""
        with self.open_unit() as unit:
            question = self._ask(unit, pace)
        message = question.message()
        reply = transport.exchange(message, step)  # no transaction is open while we wait
        answer = answer_of(unpack(reply))
        with self.open_unit() as unit:
            waiting = self._take_answer(unit, question, answer)
            unit.commit()  # a crash before this line repeats the round, which is harmless
        with self.open_unit() as unit:  # news that do not add up must not undo what the office has receipted
            unit.history.begin(Author(ChangeSource.SYNC, self.clock.now()))
            received, unfinished = _take_areas(unit, answer)
            unit.commit()
        with self.open_unit() as unit:  # nor must documents that are not our office's undo either
            documents, more = self._take_documents(unit, answer)
            unit.commit()
        received, unfinished = received + documents, unfinished or more
        sent = len(answer.ack.outcomes) if answer.ack else 0
        return Round(sent, received, len(message), len(reply), waiting or unfinished)

    def _ask(self, unit: UnitOfWork, pace: Pace) -> Question:
        identity = unit.device.identity()
        if identity.enrolment is None:
            raise NotEnrolledError
        acknowledged = unit.log.acknowledged()
        operations = _batch(unit.log.after(acknowledged.dseq, MAX_BATCH), pace.push_bytes)
        hello = self._hello(unit, identity, identity.enrolment)
        push = self._push(identity, operations)
        return Question(identity, hello, push, Pull(pace.rows), _run(unit))

    def _hello(self, unit: UnitOfWork, identity: DeviceIdentity, enrolment: Enrolment) -> Hello:
        claim = None if identity.claimed else EnrolmentClaim(enrolment.code, *self.signer.public_keys())
        cursors = tuple(
            Cursor(each.scope, each.gen, each.seq, each.sum, each.mver) for each in unit.replica.cursors()
        )
        hello = Hello(
            identity.device_id,
            unit.log.head(),
            to_millis(self.clock.now()),
            identity.turn_token,
            cursors,
            claim,
            self.app,
            restored_at=None if identity.restored_at is None else to_millis(identity.restored_at),
        )
        return replace(hello, signature=self.signer.sign(hello.signed_part()))

    def _push(self, identity: DeviceIdentity, operations: list[Operation]) -> Push | None:
        if not operations:
            return None
        first, last = operations[0], operations[-1]
        entries = tuple(Entry.of(each) for each in operations)
        payload = push_payload(identity.device_id, first.dseq, last.position)
        return Push(first.dseq, first.prev_hash, entries, self.signer.sign(payload))

    def _take_answer(self, unit: UnitOfWork, question: Question, answer: Answer) -> bool:
        """Keep verdict, outcomes and proof; return whether something waits that a further round can send."""
        if answer.verdict.kind is VerdictKind.UNKNOWN_DEVICE and question.hello.claim is None:
            # A server that was put back from before this device was claimed knows its code still.
            unit.device.present_again()
            return True
        refuse_bad_verdict(answer.verdict, unit.log.hash_at)
        self._learn_keys(unit, answer)
        unit.device.remember_turn(answer.verdict.turn_token)
        self._note_clock(unit, question, answer)
        told = len(question.run.runs) if question.run else 0
        unit.device.told_runs(told, max(0, min(answer.verdict.limits.get(RUNS, 0), MAX_RUNS)))
        if answer.ack is not None:
            return _take_ack(unit, question, answer.ack)
        if answer.verdict.position.dseq < unit.log.acknowledged().dseq:
            unit.log.fall_back(answer.verdict.position)
            return True
        return False

    def _note_clock(self, unit: UnitOfWork, question: Question, answer: Answer) -> None:
        # A server's clock may say anything.
        told = from_millis(in_calendar(max(answer.verdict.server_clock, 0)))
        asked, answered = from_millis(question.hello.clock), self.clock.now()
        unit.device.note_clock(ahead_of(told, asked, answered))

    def _learn_keys(self, unit: UnitOfWork, answer: Answer) -> None:
        """Trust what the newest trusted key has announced; a chain that does not hold stops the round."""
        newest = bytes.fromhex(next(iter(unit.device.office_keys()), ""))
        links = unknown_links(answer.verdict.key_chain, newest, signed_with)
        unit.device.learn_keys(links, self.clock.now())
        if links:
            log.info("the office has %d new keys", len(links))

    def _take_documents(self, unit: UnitOfWork, answer: Answer) -> tuple[int, bool]:
        """Take in what the office has decided; return the documents and whether more is to come.

        None is ever taken away: a log that begins again brings what is known.
        """
        received, unfinished = 0, False
        for plan in _plans(unit, answer, of_office=True):
            if plan.changes:
                raise SegmentBrokenError(plan.cursor.scope)
            self.intake.take(unit, plan.documents, self.clock.now())
            unit.log.settle(plan.outcomes)
            unit.replica.apply(plan.cursor, ())
            received += len(plan.documents) + len(plan.outcomes)
            unfinished = unfinished or not plan.complete
        return received, unfinished


def _run(unit: UnitOfWork) -> Run | None:
    """Tell how earlier runs went, if the server has asked for it."""
    told = tuple(
        RunTold(
            to_millis(each.started_at),
            round(each.seconds * 1000),
            each.sent,
            each.received,
            each.bytes_up,
            each.bytes_down,
            each.failure,
        )
        for each in unit.device.untold_runs()
    )
    return Run(told) if told else None


def _batch(operations: list[Operation], most_bytes: int) -> list[Operation]:
    """Keep a batch within its bytes, but never empty."""
    kept, size = list[Operation](), 0
    for operation in operations:
        size += len(operation.body)
        if kept and size > most_bytes:
            break
        kept.append(operation)
    return kept


def _take_ack(unit: UnitOfWork, question: Question, ack: Ack) -> bool:
    """Keep the outcomes and the proof; return whether something waits still."""
    if ack.rehello:
        _start_over(unit, ack)
        return True
    keys = [bytes.fromhex(each) for each in unit.device.office_keys()]
    refuse_unproven(question.identity.device_id, ack, keys, unit.log.hash_at)
    refuse_unasked(question.push, ack)
    unit.log.confirm(ack.position, ack.custody, from_millis(ack.server_clock))
    unit.log.settle((each.op_id, each.state, each.reason) for each in ack.outcomes)
    return unit.log.head().dseq > ack.position.dseq


def _start_over(unit: UnitOfWork, ack: Ack) -> None:
    """Take the server's lower position, so that the next round pushes from there."""
    further_back = ack.position.dseq < unit.log.acknowledged().dseq
    if not further_back or not is_own(ack.position, unit.log.hash_at):
        raise HistoryDiffersError("rehello")
    unit.log.fall_back(ack.position)


def _plans(unit: UnitOfWork, answer: Answer, *, of_office: bool) -> Iterator[SegmentPlan]:
    """Decide on the news of the scopes that are granted, one after the other."""
    granted = {scope for scope, _mver in answer.verdict.memberships}
    cursors = {each.scope: each for each in unit.replica.cursors()}
    for segment in answer.segments:
        if segment.scope in granted and is_of_office(segment.scope) is of_office:
            plan = plan_segment(segment, cursors)
            if plan is not None:
                cursors[segment.scope] = plan.cursor
                yield plan


def _take_areas(unit: UnitOfWork, answer: Answer) -> tuple[int, bool]:
    """Take in the news of areas; return the rows and whether more is to come."""
    received, unfinished = 0, False
    for plan in _plans(unit, answer, of_office=False):
        scope = plan.cursor.scope
        if plan.documents or plan.outcomes:
            raise SegmentBrokenError(scope)
        _take_area(unit.replica, plan)
        received += len(plan.changes)
        unfinished = unfinished or not plan.complete
    return received, unfinished


def _take_area(replica: Replica, plan: SegmentPlan) -> None:
    """Take in a piece of an area; what begins in pieces is seen once it is whole, in one transaction."""
    scope = plan.cursor.scope
    if plan.begins:
        replica.take_staged(scope)  # pieces of an earlier beginning are worth nothing any more
    staged = replica.is_staged(scope)
    if not plan.complete and (plan.begins or staged):
        replica.stage(plan.cursor, plan.changes)
        return
    pieces = replica.take_staged(scope) if staged else []
    if plan.begins or staged:
        replica.restart(scope)
    replica.apply(plan.cursor, (*pieces, *plan.changes))
    if plan.complete:
        replica.sweep(scope)
