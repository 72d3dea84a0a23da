"""Reads a scanned code and finds whom it is about."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from agent_app.domain.card_qr import CitizenCardCode, HealthCardCode
from agent_app.domain.citizen_id import CitizenId
from agent_app.domain.errors import AppError
from agent_app.domain.household import HouseholdId, PersonId
from agent_app.domain.identity import HealthCardNo, SocialInsuranceNo
from agent_app.domain.payment_qr import Transfer
from agent_app.domain.scanned import read_scan
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.card_dialog import CardDialog
from agent_app.ui.core import Core
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Failed, Idle

_MOST = 20
_LONGEST_NUMBER = 15

Card = HealthCardCode | CitizenCardCode


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody in the store."""

    household_id: HouseholdId
    person_id: PersonId


@dataclass(frozen=True, slots=True)
class Stranger:
    """Nobody in the store has such a number; ``card`` is what could be read of a card."""

    number: CitizenId | SocialInsuranceNo
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class NoCard:
    """It is the code of a transfer."""


@dataclass(frozen=True, slots=True)
class Busy:
    """A dialog is open, and nobody knows whether the card is meant for it."""


State = Idle | Known | Stranger | NoCard | Busy | Failed


def read_card(core: Core, text: str, _report: Report) -> State:
    """Read a code and look for its person."""
    if len(text) <= _LONGEST_NUMBER:
        return _look_for(core, _bare_numbers(text), None)
    content = read_scan(text).content
    if isinstance(content, Transfer):
        return NoCard()
    insurance_no = content.insurance_no if isinstance(content, HealthCardCode) else None
    numbers = tuple(each for each in (content.citizen_id, insurance_no) if each is not None)
    return _look_for(core, numbers, content)


def _bare_numbers(text: str) -> tuple[CitizenId | SocialInsuranceNo, ...]:
    """Read a number alone: a citizen's, or that of a card of either kind."""
    try:
        return (CitizenId.parse(text),)
    except AppError:
        return (HealthCardNo.parse(text).insurance_no,)


def _look_for(core: Core, numbers: tuple[CitizenId | SocialInsuranceNo, ...], card: Card | None) -> State:
    for number in numbers:
        for person in core.queries.search_people(str(number), _MOST):
            if str(number) in {person.citizen_id, person.insurance_no}:
                return Known(person.household_id, person.id)
    return Stranger(numbers[0], card)


class CardReader(Presenter):
    """Takes in what a scanner says."""

    known = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Idle(), parent)
        self._text = ""

    def take(self, text: str) -> None:
        """Read a code; of several only the last is answered."""
        self._text = text
        above = QApplication.activeModalWidget()
        if isinstance(above, CardDialog):
            self.dismiss()
            above.card_scanned.emit(text)
            return
        if above is not None:
            self.enter(Busy())
            return
        self.read(partial(read_card, self.bench.core, text), self._on_read, self._on_failed)

    def dismiss(self) -> None:
        """Put away what is said."""
        self.enter(Idle())

    def _on_read(self, state: State) -> None:
        self.enter(state)
        if isinstance(state, Known):
            self.known.emit(state.household_id)

    def _on_failed(self, error: Exception) -> None:
        self.enter(Failed(self.bench.sentence(error)))
