"""Two who may be one: proposes the other, shows both side by side, and makes them one."""

from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from agent_app.domain.household import PersonId, agree
from agent_app.services.changes import Changed, Touched
from agent_app.services.people_alike import Alike
from agent_app.services.people_commands import MergePreview
from agent_app.services.people_failures import NotOnePersonError
from agent_app.services.ports import Report
from agent_app.ui.bench import Bench
from agent_app.ui.core import Core
from agent_app.ui.dialogs.people.person_presenter import LOOKED_AT
from agent_app.ui.dialogs.people.saved import Saved
from agent_app.ui.presenter import Presenter
from agent_app.ui.states import Loading
from agent_app.ui.words import _

_CHANGES = Changed.of(
    Touched.PEOPLE, Touched.DUE_LIST, Touched.VISITS, Touched.RECEIPTS, Touched.ROUTE, Touched.SYNC
)
_NUMBERS = ("insurance_no", "citizen_id")


@dataclass(frozen=True, slots=True)
class Choosing:
    """The other one is looked for."""

    proposed: tuple[Alike, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Both side by side; ``apart`` says why they cannot be one, ``taking`` what is taken of who goes."""

    preview: MergePreview
    apart: str = ""
    apart_by: tuple[str, ...] = ()
    taking: frozenset[str] = field(default_factory=frozenset)
    asked: bool = False
    uncovered: bool = False
    saving: bool = False
    trouble: str = ""


State = Loading | Choosing | Compared


def read_proposals(core: Core, person_id: PersonId, _report: Report) -> Choosing:
    """Look for who else may be this person."""
    return Choosing(core.people_checks.namesakes(person_id))


def compare(core: Core, one: PersonId, other: PersonId, _report: Report) -> MergePreview:
    """Read both."""
    found = core.people.preview_merge(one, other)
    for side in (found.stays, found.goes):
        core.access.saw("person", side.person.id, LOOKED_AT)
    return found


def uncover_both(core: Core, people: tuple[PersonId, ...], _report: Report) -> None:
    """Keep that somebody wants to see the numbers of both."""
    for each in people:
        core.access.revealed("person", each, (*_NUMBERS, "phone"))


def merge(core: Core, preview: MergePreview, taking: frozenset[str], _report: Report) -> Saved:
    """Make them one."""
    done = core.people.merge(preview.stays.person.id, preview.goes.person.id, taking)
    stays = core.people_queries.person(done.stays.person.id)
    words = _("Đã gộp hai dòng của {name} làm một. Đã lưu trên máy.")
    return Saved(words.format(name=stays.person.name), stays.household.id)


class MergePresenter(Presenter):
    """Nothing is changed before it was asked for twice."""

    saved = Signal(object)

    def __init__(self, bench: Bench, person_id: PersonId, parent: QObject | None = None) -> None:
        super().__init__(bench, Loading(), parent)
        self._person_id = person_id

    @property
    def compared(self) -> Compared | None:
        """Both side by side, once there are two."""
        return self.state if isinstance(self.state, Compared) else None

    def begin(self) -> None:
        """Look for who else may be this person."""
        job = partial(read_proposals, self.bench.core, self._person_id)
        self.read(job, self.enter, self._on_failed)

    def compare(self, other: PersonId) -> None:
        """Show another one beside this person."""
        job = partial(compare, self.bench.core, self._person_id, other)
        self.read(job, self._on_compared, self._on_failed)

    def look_again(self) -> None:
        """Choose another one."""
        self.enter(Loading())
        self.begin()

    def take(self, name: str, *, of_goes: bool) -> None:
        """Say whose value of a field stays."""
        if (shown := self.compared) is not None:
            taking = shown.taking | {name} if of_goes else shown.taking - {name}
            self.enter(replace(shown, taking=taking, asked=False, trouble=""))

    def uncover(self) -> None:
        """Show the numbers of both, once the access log knows of it."""
        if (shown := self.compared) is not None:
            people = (shown.preview.stays.person.id, shown.preview.goes.person.id)
            self.read(partial(uncover_both, self.bench.core, people), self._on_uncovered, self._on_failed)

    def merge(self) -> None:
        """Ask once more; the second time, make them one."""
        shown = self.compared
        if shown is None or shown.apart or shown.saving:
            return
        if not shown.asked:
            self.enter(replace(shown, asked=True, trouble=""))
            return
        self.enter(replace(shown, saving=True, trouble=""))
        job = partial(merge, self.bench.core, shown.preview, shown.taking)
        self.bench.runner.start(self.make(job, self._on_merged, self._on_failed, _CHANGES))

    def _on_compared(self, preview: MergePreview) -> None:
        one, other = preview.stays.person, preview.goes.person
        differs = tuple(each for each in _NUMBERS if not agree(getattr(one, each), getattr(other, each)))
        apart = self.bench.sentence(NotOnePersonError(differs[0])) if differs else ""
        self.enter(Compared(preview, apart, differs))

    def _on_uncovered(self, _nothing: object) -> None:
        if (shown := self.compared) is not None:
            self.enter(replace(shown, uncovered=True))

    def _on_merged(self, saved: Saved) -> None:
        self.saved.emit(saved)

    def _on_failed(self, error: Exception) -> None:
        trouble = self.bench.sentence(error)
        if (shown := self.compared) is not None:
            self.enter(replace(shown, trouble=trouble, saving=False, asked=False))
        elif isinstance(self.state, Choosing):
            self.enter(replace(self.state, trouble=trouble))
        else:
            self.enter(Choosing(trouble=trouble))
