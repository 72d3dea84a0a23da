"""Which printer, sheet and number of copies each kind of paper takes on this computer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject

from agent_app.domain.print_log import PaperKind
from agent_app.services.work import Report
from agent_app.ui.bench import Bench
from agent_app.ui.presenter import Presenter
from agent_app.ui.printing.choice import (
    PrintChoice,
    keep_print_choice,
    keep_roll_address,
    print_choice,
    roll_address,
)
from agent_app.ui.printing.finding import system_printers
from agent_app.ui.printing.printers import Known, Printers
from agent_app.ui.states import Failed, Loading
from agent_app.ui.tasks import Lane

KINDS = (
    PaperKind.RECEIPT,
    PaperKind.RECEIPT_ROLL,
    PaperKind.NOTICE,
    PaperKind.DAY_LIST,
    PaperKind.REMITTANCE,
    PaperKind.BOOK,
    PaperKind.STOCK,
    PaperKind.SUMMARY,
)
"""What is printed on paper here."""


@dataclass(frozen=True, slots=True)
class PrintersRead:
    """What is chosen, and the printers that there are; ``roll`` is the address of a printer of rolls."""

    known: Known
    choices: Mapping[PaperKind, PrintChoice]
    roll: str


def read_printers(printers: Printers | None, _report: Report) -> PrintersRead:
    """Find the printers, those of the system where no others are given, and what was chosen."""
    known = (system_printers() if printers is None else printers).known()
    return PrintersRead(known, {kind: print_choice(kind) for kind in KINDS}, roll_address())


def store_choice(kind: PaperKind, choice: PrintChoice, _report: Report) -> None:
    """Keep a choice for the next time."""
    keep_print_choice(kind, choice)


def store_roll(address: str, _report: Report) -> None:
    """Keep the address of the printer of rolls."""
    keep_roll_address(address)


class PrintersPresenter(Presenter):
    """A choice is kept at once."""

    def __init__(self, bench: Bench, printers: Printers | None = None, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)
        self.printers = printers

    def set_active(self, *, active: bool) -> None:
        # A print may have chosen something since.
        self._stale = self._stale or active
        super().set_active(active=active)

    def reload(self) -> None:
        task = self.make(partial(read_printers, self.printers), self._on_read, self._on_failed)
        self.bench.runner.start(task, Lane.PAPER)

    def choose(self, kind: PaperKind, choice: PrintChoice) -> None:
        """Print a kind of paper like that from now on."""
        if isinstance(self.state, PrintersRead) and self.state.choices[kind] != choice:
            self.enter(replace(self.state, choices={**self.state.choices, kind: choice}))
            self._keep(partial(store_choice, kind, choice))

    def name_roll(self, address: str) -> None:
        """Take another printer of rolls."""
        address = address.strip()
        if isinstance(self.state, PrintersRead) and self.state.roll != address:
            self.enter(replace(self.state, roll=address))
            self._keep(partial(store_roll, address))

    def _keep(self, job: partial[None]) -> None:
        self.bench.runner.start(self.bench.runner.make(job), Lane.PAPER)

    def _on_read(self, read: PrintersRead) -> None:
        self.enter(read)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))
