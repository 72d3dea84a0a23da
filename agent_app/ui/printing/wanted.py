"""What a page asks the window to print: how it is looked at, and how the same is printed and logged."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from agent_app.domain.print_log import PaperKind, PrintWay
from agent_app.services.work import Report
from agent_app.ui.core import Core

Job = Callable[[Core, Report], bytes]
"""Makes a PDF; a task calls it."""


@dataclass(frozen=True, slots=True)
class PrintRun:
    """Which way a paper goes out, and how many of it."""

    way: PrintWay
    copies: int = 1


CountedJob = Callable[[PrintRun, Core, Report], bytes]
"""Logs a print as what it is and makes its PDF; a task calls it."""


SentJob = Callable[[str, PrintRun, Core, Report], object]
"""Logs a print and sends it to a printer of rolls at an address; a task calls it."""


@dataclass(frozen=True, slots=True)
class PaperWanted:
    """A paper that somebody wants to look at, and then perhaps to print.

    ``preview`` makes what is looked at and logs nothing; ``printed`` makes the same as a logged print, the
    way and the number of copies with it. ``own_copies`` is for a form that numbers its copies itself; it has
    as many at least. ``sent`` is for what a printer of rolls takes. ``name`` is that of a file, without
    anybody's name; ``shape`` is what the paper is printed on, ``others`` the same on something else.
    """

    kind: PaperKind
    title: str
    preview: Job
    printed: CountedJob
    name: str = ""
    own_copies: int = 0
    sent: SentJob | None = None
    shape: str = ""
    others: tuple["PaperWanted", ...] = ()

    def logged(self, run: PrintRun) -> Job:
        """Return what makes the print that is logged."""
        return partial(self.printed, run)

    @property
    def file_name(self) -> str:
        """Name the file that it is saved to."""
        return f"{self.name or _STEMS[self.kind]}.pdf"


_STEMS = {
    PaperKind.RECEIPT: "bien-lai",
    PaperKind.RECEIPT_ROLL: "bien-lai",
    PaperKind.NOTICE: "thong-bao-den-han",
    PaperKind.NOTICE_MESSAGE: "thong-bao-den-han",
    PaperKind.DAY_LIST: "danh-sach-di-dia-ban",
    PaperKind.REMITTANCE: "bang-ke-nop-tien",
    PaperKind.BOOK: "quyen-bien-lai",
    PaperKind.STOCK: "ton-bien-lai",
    PaperKind.SUMMARY: "tong-hop",
}
