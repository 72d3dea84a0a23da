"""What the page «Thu tiền» goes through: a draft, a receipt on its way, and the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from PySide6.QtGui import QImage

from agent_app.domain.household import PersonId
from agent_app.domain.receipt import PaymentMethod, Receipt
from agent_app.services.awaited_covers import CoverAwaitedError
from agent_app.services.door import CoverListedError
from agent_app.services.drafts import Asked, DraftLook, Objection
from agent_app.services.receipts import IssueReceipt
from agent_app.services.transfers import AwaitTransfer
from agent_app.services.typed_numbers import TypedNumber
from agent_app.ui.pages.households.presenter import Draft

CONFIRMED = (CoverListedError, CoverAwaitedError)
"""What money may be taken against once somebody has said why."""


class Missing(Enum):
    """What has to be seen to before anything is issued."""

    PAYER = auto()
    ANSWER = auto()
    OVERLAP = auto()
    OBJECTION = auto()
    NUMBER = auto()
    OBSTACLE = auto()


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed, chosen and answered; ``overlap`` is what is said of covers that overlap."""

    payer: str
    method: PaymentMethod = PaymentMethod.CASH
    account: str | None = None
    number: str = ""
    answers: Mapping[Asked, bool] = field(default_factory=dict)
    overlap: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """Ready to be issued; ``look`` is what that would come to, ``None`` while nobody has looked.

    ``asked`` and ``listed`` gather what had to be asked since the draft began: an answer takes nothing off
    the screen.
    """

    draft: Draft
    filled: Filled
    look: DraftLook | None = None
    asked: tuple[Asked, ...] = ()
    listed: tuple[Objection, ...] = ()
    pages: tuple[QImage, ...] = ()
    trouble: str = ""

    @property
    def command(self) -> AwaitTransfer:
        """What is to be issued, or awaited."""
        draft, filled = self.draft, self.filled
        by_transfer = filled.method is PaymentMethod.TRANSFER
        typed = None if by_transfer or not filled.number.isdecimal() else TypedNumber(int(filled.number))
        return AwaitTransfer(
            IssueReceipt(
                draft.requests,
                filled.payer,
                draft.page.household.id,
                method=filled.method,
                taken=draft.taken,
                number=typed,
                answers=self._answers(),
                overlap=filled.overlap or None,
                local=draft.local,
            ),
            filled.account,
        )

    def _answers(self) -> tuple[tuple[str, bool], ...]:
        """Answer each question for the whole receipt: yes where one says so, no where all have said no."""
        said: dict[str, list[bool | None]] = {}
        for each in self.asked:
            said.setdefault(each.question.value, []).append(self.filled.answers.get(each))
        return tuple((question, True in answers) for question, answers in said.items() if None not in answers)

    @property
    def unanswered(self) -> tuple[Asked, ...]:
        """What nobody has answered yet."""
        return tuple(each for each in self.asked if each not in self.filled.answers)

    def name_of(self, person_id: PersonId) -> str:
        """Name one of those who pay."""
        return next((each.name for each in self.draft.page.members if each.id == person_id), "")


@dataclass(frozen=True, slots=True)
class Issuing:
    """It is being written; nothing may be pressed twice."""

    drafted: Drafted

    @property
    def draft(self) -> Draft:
        """What was seen when the button was pressed."""
        return self.drafted.draft


@dataclass(frozen=True, slots=True)
class Issued:
    """The receipt stands; ``pages`` are what its paper looks like."""

    receipt: Receipt
    pages: tuple[QImage, ...] = ()
    trouble: str = ""
