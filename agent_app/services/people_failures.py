"""What keeps an addition, an edit, a move or a merge of people from being made."""

from dataclasses import dataclass
from typing import ClassVar

from agent_app.domain.errors import InputError, RuleError


@dataclass(eq=False)
class PersonKnownError(RuleError):
    """Somebody here bears the same number: that is the person, or one of the numbers is wrong."""

    code: ClassVar[str] = "person.known"
    name: str
    place: str
    person_id: str


@dataclass(eq=False)
class PersonLikelyError(RuleError):
    """Somebody here has the same name and may have the same birth: only a human knows whether it is one."""

    code: ClassVar[str] = "person.likely"
    name: str
    place: str
    person_id: str


@dataclass(eq=False)
class HouseholdKnownError(RuleError):
    """A household here has the same number."""

    code: ClassVar[str] = "household.known"
    place: str
    household_id: str


@dataclass(eq=False)
class HouseholdLikelyError(RuleError):
    """A household here has the same address: two may live in one house, or it is the same."""

    code: ClassVar[str] = "household.likely"
    place: str
    household_id: str


@dataclass(eq=False)
class AuthorityFieldError(RuleError):
    """The office alone says what stands in this field of somebody whom it knows."""

    code: ClassVar[str] = "edit.authority"
    field: str


@dataclass(eq=False)
class NothingSaidError(InputError):
    """An edit names no field."""

    code: ClassVar[str] = "edit.empty"


@dataclass(eq=False)
class ChangedSinceError(RuleError):
    """A field says something else by now than the edit that is to be taken back has put there."""

    code: ClassVar[str] = "edit.changed_since"
    field: str


@dataclass(eq=False)
class CardNotOfPersonError(InputError):
    """A scanned code is a transfer's, not a card's."""

    code: ClassVar[str] = "person.not_a_card"


@dataclass(eq=False)
class SamePersonError(InputError):
    """A person cannot be merged with themselves."""

    code: ClassVar[str] = "merge.same"


@dataclass(eq=False)
class NotOnePersonError(RuleError):
    """Two people bear different numbers of one kind, so that they are two, or a number is wrong."""

    code: ClassVar[str] = "merge.numbers_differ"
    field: str


@dataclass(eq=False)
class NotConfirmedMergeError(RuleError):
    """A merge cannot be undone, so it is asked for twice."""

    code: ClassVar[str] = "merge.not_confirmed"


@dataclass(eq=False)
class AlreadyThereError(InputError):
    """A person lives in this household already."""

    code: ClassVar[str] = "move.already_there"


@dataclass(eq=False)
class DecisionIncompleteError(InputError):
    """A decision lacks its number, its issuer, or ends before it begins."""

    code: ClassVar[str] = "status.incomplete"
    about: str
