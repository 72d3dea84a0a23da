"""What due notices need: households read many at a time, and a press for papers, pictures and messages."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from agent_app.domain.household import HouseholdId
from agent_app.services.notice_lines import (
    Notice,
    NoticeChoice,
    NoticeHome,
    NoticeSender,
    NoticeSize,
    NoticeSpelling,
    NoticeText,
)


class NoticeQueries(Protocol):
    """The read side of notices; each call is one short read, however many households it is about."""

    def chosen(self, wanted: NoticeChoice) -> list[HouseholdId]:
        """Return the households that have something due, in the order in which they are walked."""
        ...

    def homes(self, households: Sequence[HouseholdId], year: int, month: str | None) -> list[NoticeHome]:
        """Read households in the order of their ids, places of a payment year among it.

        Those that are gone are left out; ``month`` names the list that is meant, by default the newest one.
        """
        ...

    def households(self) -> Iterator[HouseholdId]:
        """Go through all households that are here, by every id that they have had."""
        ...


class NoticePress(Protocol):
    """Turns notices into paper, pictures and words."""

    def sheets(
        self, notices: Iterable[Notice], sender: NoticeSender, per_page: int, size: NoticeSize
    ) -> bytes:
        """Return the PDF of all notices, taken one by one as they are drawn."""
        ...

    def picture(self, notice: Notice, sender: NoticeSender) -> bytes:
        """Return a picture of one notice that a phone shows in full."""
        ...

    def text(self, notice: Notice, sender: NoticeSender, spelling: NoticeSpelling) -> NoticeText:
        """Return one notice as messages."""
        ...
