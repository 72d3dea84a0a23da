"""The due list of the core in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby
from uuid import UUID

from agent_app.domain.money import Dong
from agent_app.domain.names import fold
from agent_app.services.due_choices import (
    DueGroup,
    DueGrouping,
    DueRows,
    DueTally,
    DueWindow,
    LineIds,
    days_of,
)
from agent_app.services.lines import DueFilter, DueLine
from tests.builders import TODAY


class FakeDue:
    """Answers what ``ports.Queries`` is asked about due lines, from a list; orders are left aside."""

    due: list[DueLine]

    def _asked(self) -> None:
        raise NotImplementedError

    def _due(self, wanted: DueFilter) -> list[DueLine]:
        words = fold(wanted.text).split()
        return [
            line
            for line in self.due
            if (wanted.hamlet is None or line.hamlet == wanted.hamlet)
            and (wanted.agent is None or line.agent_code in {None, wanted.agent})
            and not (wanted.unanswered and line.receipt_id)
            and wanted.scheme in {None, line.scheme}
            and wanted.outcome in {None, line.outcome}
            and not (wanted.unvisited and line.outcome)
            and (wanted.window is None or _falls_in(line, wanted.window))
            and all(word in fold(f"{line.name} {line.address} {line.phone}") for word in words)
        ]

    def due_lines(self, wanted: DueFilter) -> list[DueLine]:
        self._asked()
        end = None if wanted.limit is None else wanted.offset + wanted.limit
        return self._due(wanted)[wanted.offset : end]

    def due_count(self, wanted: DueFilter) -> int:
        self._asked()
        return len(self._due(wanted))

    def due_rows(self, wanted: DueFilter, own: str | None = None) -> DueRows:
        self._asked()
        lines = sorted(self._due(wanted), key=partial(_group_key, wanted.grouping))
        groups = [list(each) for _, each in groupby(lines, key=partial(_group_key, wanted.grouping))]
        headed = wanted.grouping is not DueGrouping.NONE
        return DueRows(
            LineIds.of(line.id for line in lines),
            tuple(map(_due_group, groups)) if headed else (),
            self._tally(wanted, own),
        )

    def _tally(self, wanted: DueFilter, agent: str | None) -> DueTally:
        everybody, own = self._due(replace(wanted, agent=None)), self._due(replace(wanted, agent=agent))
        unpaid = [sum(line.receipt_id is None for line in lines) for lines in (everybody, own)]
        return DueTally(len(everybody), unpaid[0], len(own), unpaid[1])

    def due_lines_of(self, ids: Sequence[UUID]) -> list[DueLine]:
        self._asked()
        lines = {line.id: line for line in self.due}
        return [lines[each] for each in ids if each in lines]


def _falls_in(line: DueLine, window: DueWindow) -> bool:
    days = days_of(window, TODAY)
    if days is None or line.due_on is None:
        return days is None and line.due_on is None
    return (days.first or date.min) <= line.due_on <= (days.last or date.max)


def _group_key(grouping: DueGrouping, line: DueLine) -> tuple[str, str]:
    """Give what the lines of a header share; sorting by it keeps the order within."""
    if grouping is DueGrouping.NONE:
        return "", ""
    return line.hamlet or "", line.household_id.hex if grouping is DueGrouping.HOUSEHOLD else ""


def _due_group(lines: list[DueLine]) -> DueGroup:
    homes = {line.household_id for line in lines}
    return DueGroup(lines[0].hamlet, len(lines), len(homes), Dong(sum(line.amount or 0 for line in lines)))
