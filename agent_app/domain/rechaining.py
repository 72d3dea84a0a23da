"""Money that a log has lost, put behind its head again: where it was if it continues there, else anew."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from agent_app.domain.operation import Entry, Operation, Position, link


@dataclass(frozen=True, slots=True)
class Rechained:
    """Lost operations with their places behind the head.

    ``others`` counts the places on the way that held operations which nobody has kept.
    """

    operations: tuple[Operation, ...]
    others: int


def rechain(device: UUID, head: Position, lost: Sequence[Operation], fresh_epoch: int) -> Rechained:
    """Put lost operations, in their order, behind the head.

    Each keeps its very place for as long as the chain goes on without a hole. From the first hole on they
    get new places in ``fresh_epoch``, which nothing has been chained in before: same id, body and instant,
    so that whoever knows one of them knows it again.
    """
    position, placed, in_place = head, list[Operation](), True
    for operation in lost:
        base = replace(position, epoch=operation.epoch if in_place else fresh_epoch)
        linked = link(device, base, Entry.of(operation))
        if in_place and (operation.epoch < position.epoch or linked != operation):
            in_place = False
            linked = link(device, replace(position, epoch=fresh_epoch), Entry.of(operation))
        placed.append(linked)
        position = linked.position
    return Rechained(tuple(placed), _others(head, lost))


def _others(head: Position, lost: Sequence[Operation]) -> int:
    """Count the places, from the head to the last lost one, that nothing is known of.

    Where the head lies beyond the first of them the log has gone another way since; what was before the first
    may then be in the log, so only what followed counts.
    """
    if not lost:
        return 0
    first = min(head.dseq + 1, lost[0].dseq)
    return max(0, lost[-1].dseq - first + 1 - len(lost))
