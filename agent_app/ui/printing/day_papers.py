"""The agent's own papers, to be looked at and printed."""

from functools import partial

from agent_app.services.day_paper_orders import PaperOrder, kind_of
from agent_app.services.day_papers import DayPrint
from agent_app.services.work import Report
from agent_app.ui.core import Core
from agent_app.ui.printing.wanted import PaperWanted, PrintRun
from agent_app.ui.printing.words import kind_words


def day_paper(order: PaperOrder, what: str = "") -> PaperWanted:
    """Ask for one of them; ``what`` says of which place or time."""
    kind = kind_of(order)
    title = f"{kind_words(kind)} · {what}" if what else kind_words(kind)
    return PaperWanted(kind, title, partial(look_at_day_paper, order), partial(print_day_paper, order))


def look_at_day_paper(order: PaperOrder, core: Core, report: Report) -> bytes:
    """Make what the next print would be."""
    return core.day_papers.preview(order, report)


def print_day_paper(order: PaperOrder, run: PrintRun, core: Core, report: Report) -> bytes:
    """Log a print and make it."""
    return core.day_papers.print_paper(order, DayPrint(run.way, run.copies), report).content
