"""The store of dicts: what it keeps of imports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.services.due_lists.comparing import said_by
from agent_app.services.due_lists.failures import ImportUnknownError, ProposalUnknownError
from agent_app.services.import_lines import (
    ImportRecord,
    ImportReport,
    KeptLine,
    OriginalRow,
    Proposal,
    ProposalKind,
    ProposalLine,
)
from tests.services.memory_tables import Tables


@dataclass(slots=True)
class MemoryImports:
    """Fulfils ``ports.Imports``; joining moves the lines of due lists, all that is looked at here."""

    tables: Tables

    def shown(self, month: str) -> UUID | None:
        lists = self.tables.due_lists.items()
        return next((key for key, table in lists if table.shown and table.month == month), None)

    def last_shown(self) -> UUID | None:
        shown = [(table.imported_at, key) for key, table in self.tables.due_lists.items() if table.shown]
        return max(shown)[1] if shown else None

    def lines(self, list_id: UUID) -> list[KeptLine]:
        return [
            KeptLine(
                each.person_id,
                each.row.scheme,
                each.row.row,
                each.row.sheet,
                each.row.name,
                said_by(each.row),
            )
            for each in self.tables.due_lists[list_id].items
        ]

    def keep(self, list_id: UUID, replaced_id: UUID | None, file_name: str, report: ImportReport) -> None:
        table = self.tables.due_lists[list_id]
        self.tables.imports[list_id] = ImportRecord(
            list_id, file_name, table.file_hash, table.imported_at, table.shown, None, replaced_id, report
        )

    def columns(self, list_id: UUID) -> bytes:
        return self.tables.imports[list_id].report.columns

    def record(self, list_id: UUID) -> ImportRecord:
        kept = self.tables.imports.get(list_id)
        if kept is None:
            raise ImportUnknownError(str(list_id))
        return replace(kept, shown=self.tables.due_lists[list_id].shown)

    def originals(self, list_id: UUID) -> list[OriginalRow]:
        items = self.tables.due_lists[list_id].items
        return [OriginalRow(each.row.row, each.row.sheet, each.row.original) for each in items]

    def undo(self, list_id: UUID, at: datetime) -> None:
        lists, kept = self.tables.due_lists, self.tables.imports[list_id]
        lists[list_id] = replace(lists[list_id], shown=False)
        self.tables.imports[list_id] = replace(kept, undone_at=at)
        if kept.replaced_id is not None:
            lists[kept.replaced_id] = replace(lists[kept.replaced_id], shown=True)

    def mappings(self) -> Mapping[str, Mapping[str, str]]:
        return dict(self.tables.mappings)

    def remember(self, layout: str, columns: Mapping[str, str], at: datetime) -> None:
        del at
        self.tables.mappings[layout] = dict(columns)

    def propose(self, list_id: UUID, proposals: Sequence[Proposal]) -> None:
        del list_id
        told = {(each.made_id, each.known_id) for each in self.tables.proposals.values()}
        new = [each for each in proposals if (each.made_id, each.known_id) not in told]
        self.tables.proposals |= {each.id: each for each in new}

    def proposals(self) -> list[ProposalLine]:
        return [line for each in self.tables.proposals.values() if (line := self._line(each)) is not None]

    def settle(self, proposal_id: UUID, *, joined: bool) -> None:
        proposal = self.tables.proposals.get(proposal_id)
        line = self._line(proposal) if proposal is not None else None
        if line is None:
            raise ProposalUnknownError(str(proposal_id))
        self.tables.settled = self.tables.settled | {proposal_id}
        if joined and line.kind is ProposalKind.PERSON:
            self._join_people(PersonId(line.made_id), PersonId(line.known_id))
        elif joined:
            self._join_households(HouseholdId(line.made_id), HouseholdId(line.known_id))

    def _line(self, proposal: Proposal) -> ProposalLine | None:
        tables = self.tables
        made, known = tables.present(proposal.made_id), tables.present(proposal.known_id)
        if proposal.id in tables.settled or made == known:
            return None
        if proposal.kind is ProposalKind.PERSON:
            one, other = tables.people[PersonId(made)], tables.people[PersonId(known)]
            home = tables.households[other.household_id]
            return ProposalLine(proposal.id, proposal.kind, made, known, one.name, other.name, home.address)
        what, who = (
            ", ".join(each.name for each in tables.people.values() if each.household_id == side)
            for side in (made, known)
        )
        home = tables.households[HouseholdId(known)]
        return ProposalLine(proposal.id, proposal.kind, made, known, what, who, home.address)

    def _join_people(self, made: PersonId, known: PersonId) -> None:
        home = self.tables.people[known].household_id
        for key, table in self.tables.due_lists.items():
            items = (
                replace(each, person_id=known, household_id=home) if each.person_id == made else each
                for each in table.items
            )
            self.tables.due_lists[key] = replace(table, items=tuple(items))
        left = self.tables.people.pop(made).household_id
        self.tables.aliases[made] = known
        if left != home and not any(each.household_id == left for each in self.tables.people.values()):
            self.tables.households.pop(left)
            self.tables.aliases[left] = home

    def _join_households(self, made: HouseholdId, known: HouseholdId) -> None:
        for key, person in self.tables.people.items():
            if person.household_id == made:
                self.tables.people[key] = replace(person, household_id=known)
        self.tables.households.pop(made)
        self.tables.aliases[made] = known
