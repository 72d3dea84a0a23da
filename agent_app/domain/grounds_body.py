"""What a receipt rests on beside its money, as plain maps: decision, arithmetic, answers at the door."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from agent_app.domain.figure_body import read_steps, steps_body
from agent_app.domain.pension_plan import PlanKind
from agent_app.domain.plain import (
    Body,
    Plain,
    as_flag,
    as_int,
    as_list,
    as_map,
    as_text,
    as_text_or_none,
    canonical,
    decode,
)
from agent_app.domain.receipt import DoorAnswers, ReceiptLine
from agent_app.domain.support_decision import SupportDecision


def decision_body(decision: SupportDecision | None) -> Plain:
    """Spread a decision over a map."""
    if decision is None:
        return None
    return {
        "group": decision.group,
        "number": decision.number,
        "issuer": decision.issuer,
        "since": decision.since.isoformat(),
        "until": decision.until.isoformat(),
    }


def read_decision(value: object) -> SupportDecision | None:
    """Read a decision, or nothing."""
    if value is None:
        return None
    body = as_map(value)
    return SupportDecision(
        as_text(body["group"]),
        as_text(body["number"]),
        as_text(body["issuer"]),
        date.fromisoformat(as_text(body["since"])),
        date.fromisoformat(as_text(body["until"])),
    )


def grounds_body(line: ReceiptLine) -> Body:
    """Spread what a line rests on over a map."""
    return {
        "group": line.group,
        "plan": line.plan.value,
        "supported_before": line.supported_before,
        "decision": decision_body(line.decision),
        "steps": steps_body(line.quote.steps, line.quote.basis),
    }


def with_grounds(line: ReceiptLine, body: Mapping[str, object]) -> ReceiptLine:
    """Give a line what it rests on; the first version of the body said nothing of it.

    Raise ``KeyError``, ``ValueError`` or ``ArithmeticError`` where it does not read.
    """
    if "plan" not in body:
        return line
    return replace(
        line,
        quote=replace(line.quote, steps=read_steps(body["steps"], line.quote.basis)),
        group=as_text_or_none(body["group"]),
        plan=PlanKind(as_text(body["plan"])),
        supported_before=as_int(body["supported_before"]),
        decision=read_decision(body["decision"]),
    )


def kept_grounds(line: ReceiptLine) -> bytes:
    """Encode what a line rests on, for keeping beside it."""
    return canonical(grounds_body(line))


def with_kept_grounds(line: ReceiptLine, kept: bytes | None) -> ReceiptLine:
    """Give a line what is kept beside it."""
    return line if kept is None else with_grounds(line, as_map(decode(kept)))


def answers_body(door: DoorAnswers) -> Body:
    """Spread what was answered at the door over a map, but for free text."""
    answers: list[Plain] = [[question, said] for question, said in door.answers]
    return {"taken": [*door.taken], "answers": answers}


def read_answers(value: object, overlap: str | None) -> DoorAnswers:
    """Read what was answered at the door."""
    if value is None:
        return DoorAnswers(overlap=overlap)
    body = as_map(value)
    return DoorAnswers(
        tuple(as_int(each) for each in as_list(body["taken"])),
        tuple(_read_answer(as_list(each)) for each in as_list(body["answers"])),
        overlap,
    )


def kept_answers(door: DoorAnswers) -> bytes | None:
    """Encode what was answered at the door, ``None`` where nothing was asked."""
    return canonical(answers_body(door)) if door.taken or door.answers else None


def read_kept_answers(kept: bytes | None, overlap: str | None) -> DoorAnswers:
    """Read what is kept of the answers."""
    return read_answers(None if kept is None else decode(kept), overlap)


def _read_answer(parts: list[object]) -> tuple[str, bool]:
    question, said = parts
    return as_text(question), as_flag(said)
