"""Counts the operations of the log by the kinds that an agent tells apart."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from agent_app.domain.operation import OperationKind

_COUNTED_AS: Mapping[str, str] = {
    OperationKind.RECEIPT_ISSUED: "issued",
    OperationKind.VISIT_RECORDED: "visits",
    OperationKind.RECEIPT_CANCELLED: "cancelled",
    OperationKind.TRANSFER_AWAITED: "transfers",
    OperationKind.TRANSFER_CREDITED: "transfers",
    OperationKind.TRANSFER_GIVEN_UP: "transfers",
    OperationKind.HOUSEHOLD_ADDED: "edits",
    OperationKind.HOUSEHOLD_EDITED: "edits",
    OperationKind.PERSON_ADDED: "edits",
    OperationKind.PERSON_EDITED: "edits",
    OperationKind.PERSON_MOVED: "edits",
    OperationKind.PERSON_MERGED: "edits",
    OperationKind.STATUS_RECORDED: "edits",
}


@dataclass(frozen=True, slots=True)
class KindCounts:
    """How many operations there are of each kind; ``edits`` are of people and households.

    ``visits`` counts the visits at which a receipt was issued, too: a receipt logs itself and its visit.
    """

    issued: int = 0
    visits: int = 0
    cancelled: int = 0
    transfers: int = 0
    edits: int = 0
    others: int = 0

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> "KindCounts":
        """Gather the counts of the log's kinds."""
        gathered = Counter[str]()
        for kind, count in counts.items():
            gathered[_COUNTED_AS.get(kind, "others")] += count
        return cls(**gathered)

    @property
    def total(self) -> int:
        """How many operations these are."""
        return self.issued + self.visits + self.cancelled + self.transfers + self.edits + self.others

    def less(self, left: "KindCounts") -> "KindCounts":
        """Say what has gone where so many are left."""
        return KindCounts(
            max(0, self.issued - left.issued),
            max(0, self.visits - left.visits),
            max(0, self.cancelled - left.cancelled),
            max(0, self.transfers - left.transfers),
            max(0, self.edits - left.edits),
            max(0, self.others - left.others),
        )


NO_KINDS = KindCounts()
