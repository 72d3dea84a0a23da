"""What a receipt and a witness look like once a person has been erased or a body has been emptied."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from agent_app.domain.household import Subject
from agent_app.domain.operation import Operation
from agent_app.domain.receipt import Receipt
from agent_app.storage.models import ErasureRow

GONE = "(đã xoá)"
"""Stands for free text that may have named a person who was erased."""


def pseudonyms(session: Session) -> frozenset[str]:
    """Return the names that stand for people who were erased."""
    return frozenset(session.scalars(select(ErasureRow.pseudonym)))


def as_kept(logged: str, kept: str) -> str:
    """Return a logged text as the tables have it: it may have named a person who was erased since."""
    return GONE if kept == GONE else logged


def as_erased(logged: Receipt, kept: Receipt, names: frozenset[str]) -> Receipt:
    """Give the logged receipt the pseudonyms that stand in the tables, and nothing else of them."""
    if not names or len(logged.lines) != len(kept.lines):
        return logged
    lines = tuple(
        replace(said, subject=Subject(said.subject.person_id, held.subject.name))
        if held.subject.name in names
        else said
        for said, held in zip(logged.lines, kept.lines, strict=True)
    )
    payer = kept.payer if kept.payer in names else logged.payer
    gone = any(line.subject.name in names for line in lines) or payer in names
    address = "" if gone and not kept.address else logged.address
    overlap = GONE if kept.door.overlap == GONE else logged.door.overlap
    door = replace(logged.door, overlap=overlap)
    return replace(logged, lines=lines, payer=payer, address=address, door=door)


def same_but_emptied(witnessed: Operation, held: Operation) -> bool:
    """Tell whether an operation is the one that was witnessed; either's body may have been emptied since."""
    if witnessed.body and held.body:
        return witnessed == held
    return replace(witnessed, body=b"") == replace(held, body=b"")
