"""What may be asked of people and households, and what becomes of it."""

from dataclasses import dataclass, field
from datetime import date

from agent_app.domain.household import Household, HouseholdId, Person, PersonId
from agent_app.domain.people_edit import FieldEdit, RecordSource
from agent_app.domain.person_fields import HouseholdFields, PersonFields
from agent_app.services.ports import Weight


@dataclass(frozen=True, slots=True)
class AddHousehold:
    """Add a household; ``insist`` says that it is another than the one at the same address."""

    fields: HouseholdFields
    source: RecordSource = RecordSource.TYPED
    insist: bool = False


@dataclass(frozen=True, slots=True)
class EditHousehold:
    """Change what is said of a household."""

    household_id: HouseholdId
    fields: HouseholdFields
    source: RecordSource = RecordSource.TYPED


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Add a person to a household; ``insist`` says that it is another than a namesake who may be meant."""

    household_id: HouseholdId
    fields: PersonFields
    source: RecordSource = RecordSource.TYPED
    insist: bool = False


@dataclass(frozen=True, slots=True)
class SettleHousehold:
    """Add a household with its first person, both or neither."""

    home: AddHousehold
    fields: PersonFields
    source: RecordSource = RecordSource.TYPED
    insist: bool = False


@dataclass(frozen=True, slots=True)
class EditPerson:
    """Change what is said of a person."""

    person_id: PersonId
    fields: PersonFields
    source: RecordSource = RecordSource.TYPED


@dataclass(frozen=True, slots=True)
class MovePerson:
    """Let a person live in another household, where ``relation`` is theirs to its head."""

    person_id: PersonId
    household_id: HouseholdId
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class RecordStatus:
    """Keep a decision on a household's standing, or on that of one of its members."""

    household_id: HouseholdId
    group: str
    number: str
    issuer: str
    since: date
    until: date
    person_id: PersonId | None = None
    source: RecordSource = RecordSource.TYPED
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """What a change came to: the row as it stands now, and each field that is another."""

    row: Household | Person
    edits: tuple[FieldEdit, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """A household that was added, and its first person."""

    home: Household
    person: Person


@dataclass(frozen=True, slots=True)
class MergeSide:
    """One of two who may be one: who they are, where, whether the office knows them, what hangs on them."""

    person: Person
    household: Household
    known_to_office: bool
    weight: Weight


@dataclass(frozen=True, slots=True)
class MergePreview:
    """Two who may be one, side by side; ``stays`` has the id that remains, ``filled`` what it is lent."""

    stays: MergeSide
    goes: MergeSide
    filled: tuple[FieldEdit, ...] = ()
    differing: tuple[FieldEdit, ...] = field(default=())
