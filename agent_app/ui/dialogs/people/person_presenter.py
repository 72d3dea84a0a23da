"""Adds or corrects one person: reads who is held, checks what is typed, takes in cards, and saves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from agent_app.domain.household import HouseholdId, PersonId
from agent_app.services.changes import Changed, Touched
from agent_app.services.people_alike import Alike
from agent_app.services.people_checks import Checked, CheckPerson
from agent_app.services.people_commands import AddPerson, EditPerson, SettleHousehold
from agent_app.services.people_failures import HouseholdKnownError, HouseholdLikelyError, PersonLikelyError
from agent_app.services.people_lines import HeldPerson, KnownPlace
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.dialogs.people.card import card_said
from agent_app.ui.dialogs.people.saved import Saved
from agent_app.ui.dialogs.people.words import edited_words
from agent_app.ui.presenter import Presenter
from agent_app.ui.words import _

Order = SettleHousehold | AddPerson | EditPerson

CHANGES = Changed.of(Touched.PEOPLE, Touched.DUE_LIST, Touched.SYNC)
LOOKED_AT = ("birth", "citizen_id", "insurance_no", "phone")


@dataclass(frozen=True, slots=True)
class OtherHome:
    """A household at the same door, or with the same number: ``sure`` where it cannot be another."""

    household_id: HouseholdId
    place: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What is known of what was typed; ``doubted`` says that a namesake must be ruled out first."""

    faults: Mapping[str, str] = field(default_factory=dict)
    alike: tuple[Alike, ...] = ()
    saving: bool = False
    trouble: str = ""
    doubted: bool = False
    other_home: OtherHome | None = None


def read_held(core: Core, person_id: PersonId, _report: Report) -> HeldPerson:
    """Read whom an edit is about."""
    held = core.people_queries.person(person_id)
    core.access.saw("person", held.person.id, LOOKED_AT)
    return held


def read_places(core: Core, _report: Report) -> list[KnownPlace]:
    """Read the hamlets in which somebody lives."""
    return core.people_queries.places()


def check_typed(core: Core, command: CheckPerson, _report: Report) -> Checked:
    """Hold what was typed against the rules and against who is here."""
    return core.people_checks.person(command)


def reveal(core: Core, person_id: PersonId, name: str, _report: Report) -> str:
    """Keep that somebody wants to see a number."""
    core.access.revealed("person", person_id, (name,))
    return name


def save(core: Core, order: Order, _report: Report) -> Saved:
    """Keep what was typed."""
    match order:
        case SettleHousehold():
            settled = core.people.settle(order)
            words = _("Đã thêm hộ {address} với {name}. Đã lưu trên máy.")
            said = words.format(address=settled.home.address, name=settled.person.name)
            return Saved(said, settled.home.id)
        case AddPerson():
            person = core.people.add_person(order)
            words = _("Đã thêm {name} vào hộ. Đã lưu trên máy.")
            return Saved(words.format(name=person.name), person.household_id)
        case EditPerson():
            done = core.people.edit_person(order)
            held = core.people_queries.person(order.person_id)
            undo = done if done.edits else None
            return Saved(edited_words(done, held.person.name), held.household.id, undo)


class PersonPresenter(Presenter):
    """Of what is typed while something is being checked, only the last is checked."""

    held = Signal(object)
    placed = Signal(object)
    card_read = Signal(object)
    uncovered = Signal(str)
    saved = Signal(object)

    def __init__(self, bench: Bench, parent: QObject | None = None) -> None:
        super().__init__(bench, Form(), parent)
        self._wanted: CheckPerson | None = None
        self._checking: CheckPerson | None = None

    @property
    def form(self) -> Form:
        """What is known."""
        return self.state if isinstance(self.state, Form) else Form()

    def edit(self, person_id: PersonId) -> None:
        """Read whom the edit is about."""
        self.read(partial(read_held, self.bench.core, person_id), self._on_held, self._on_failed)

    def look_around(self) -> None:
        """Read where people live."""
        self.read(partial(read_places, self.bench.core), self._on_placed, self._on_failed)

    def check(self, command: CheckPerson) -> None:
        """Check what was typed."""
        self._wanted = command
        if self._checking is None:
            self._check_wanted()

    def take_card(self, text: str) -> None:
        """Read a code."""
        self.read(partial(_read_code, text), self._on_card, self._on_failed)

    def uncover(self, person_id: PersonId, name: str) -> None:
        """Let a number be seen, once the access log knows of it."""
        self.read(partial(reveal, self.bench.core, person_id, name), self._on_uncovered, self._on_failed)

    def save(self, order: Order) -> None:
        """Keep what was typed, unless something stands against it."""
        if not self.form.saving:
            self.enter(replace(self.form, saving=True, trouble="", doubted=False, other_home=None))
            job = partial(save, self.bench.core, order)
            self.bench.runner.start(self.make(job, self._on_saved, self._on_not_saved, CHANGES))

    def refuse(self, trouble: str) -> None:
        """Say why it is not saved."""
        self.enter(replace(self.form, trouble=trouble))

    def _check_wanted(self) -> None:
        self._checking, self._wanted = self._wanted, None
        if self._checking is not None:
            job = partial(check_typed, self.bench.core, self._checking)
            self.read(job, self._on_checked, self._on_not_checked)

    def _on_checked(self, checked: Checked) -> None:
        faults = {name: self.bench.sentence(error) for name, error in checked.faults.items()}
        self.enter(replace(self.form, faults=faults, alike=checked.alike, trouble="", doubted=False))
        self._check_wanted()

    def _on_not_checked(self, error: Exception) -> None:
        self.refuse(self.bench.sentence(error))
        self._check_wanted()

    def _on_held(self, held: HeldPerson) -> None:
        self.held.emit(held)

    def _on_placed(self, places: list[KnownPlace]) -> None:
        self.placed.emit(places)

    def _on_card(self, said: object) -> None:
        self.card_read.emit(said)

    def _on_uncovered(self, name: str) -> None:
        self.uncovered.emit(name)

    def _on_saved(self, saved: Saved) -> None:
        self.enter(replace(self.form, saving=False))
        self.saved.emit(saved)

    def _on_not_saved(self, error: Exception) -> None:
        form = replace(self.form, saving=False)
        match error:
            case PersonLikelyError():
                self.enter(replace(form, doubted=True))
            case HouseholdLikelyError() | HouseholdKnownError():
                other_id = HouseholdId(UUID(error.household_id))
                sure = isinstance(error, HouseholdKnownError)
                self.enter(replace(form, other_home=OtherHome(other_id, error.place, sure)))
            case _:
                self.enter(replace(form, trouble=self.bench.sentence(error)))

    def _on_failed(self, error: Exception) -> None:
        self.enter(replace(self.form, trouble=self.bench.sentence(error)))


def _read_code(text: str, _report: Report) -> object:
    return card_said(text)
