"""What was last chosen for each kind of paper on this computer: printer, sheet and number of copies."""

from dataclasses import dataclass
from enum import StrEnum

from agent_app.domain.print_log import MOST_COPIES, PaperKind
from agent_app.ui.choices import keep_text, kept_text
from agent_app.ui.paper import PageSize


class Sheet(StrEnum):
    """What lies in the printer."""

    OWN = "own"
    A4 = "a4"
    A5 = "a5"

    @property
    def size(self) -> PageSize | None:
        """How large it is, upright; ``None`` where it is as large as the page."""
        return _SIZES.get(self)


_SIZES = {Sheet.A4: PageSize(595.28, 841.89), Sheet.A5: PageSize(419.53, 595.28)}


_ROLL_KEY = "print/roll"
# No system names a printer like this.
_ROLL = "roll "


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """How one kind of paper is printed here; without a printer the system's dialog asks."""

    printer: str = ""
    sheet: Sheet = Sheet.OWN
    copies: int = 1


def print_choice(kind: PaperKind) -> PrintChoice:
    """Say what was chosen; a task asks."""
    copies, sheet = kept_text(_key(kind, "copies")), kept_text(_key(kind, "sheet"))
    return PrintChoice(
        kept_text(_key(kind, "printer")),
        Sheet(sheet) if sheet in set(Sheet) else Sheet.OWN,
        int(copies) if copies.isdecimal() and 1 <= int(copies) <= MOST_COPIES else 1,
    )


def keep_print_choice(kind: PaperKind, choice: PrintChoice) -> None:
    """Keep a choice; a task does this."""
    keep_text(_key(kind, "printer"), choice.printer)
    keep_text(_key(kind, "sheet"), choice.sheet.value)
    keep_text(_key(kind, "copies"), str(choice.copies))


def roll_address() -> str:
    """Say where the printer of rolls is; a task asks."""
    return kept_text(_ROLL_KEY)


def keep_roll_address(address: str) -> None:
    """Keep where it is; a task does this."""
    keep_text(_ROLL_KEY, address)


def roll_printer(address: str) -> str:
    """Name the printer of rolls among those that the system knows."""
    return f"{_ROLL}{address}"


def on_roll(printer: str) -> str:
    """Return where a printer of rolls is; nothing for any other printer."""
    return printer.removeprefix(_ROLL) if printer.startswith(_ROLL) else ""


def _key(kind: PaperKind, name: str) -> str:
    return f"print/{kind.value}/{name}"
