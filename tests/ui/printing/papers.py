"""Papers to print: a receipt of the made-up commune, and batches of any length."""

from dataclasses import dataclass, field
from io import BytesIO

from agent_app.domain.print_log import PaperKind
from agent_app.services.work import Report
from agent_app.ui.core import Core
from agent_app.ui.printing.wanted import PaperWanted, PrintRun

A4 = (595.28, 841.89)
A5_WIDE = (595.28, 419.53)


def pdf(pages: int, size: tuple[float, float] = A4, *, gray: bool = False) -> bytes:
    """Make pages that bear their number as black squares at the left, below an angle at the upper left."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 (slow to load)

    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for page in range(pages):
        canvas.setFillGray(0)
        canvas.rect(20, size[1] - 60, 200, 40, stroke=0, fill=1)
        canvas.rect(20, size[1] - 160, 20, 120, stroke=0, fill=1)
        if gray:
            canvas.setFillGray(0.6)
            canvas.rect(300, 100, 100, 100, stroke=0, fill=1)
        canvas.drawString(240, size[1] - 100, f"{page + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def red_pdf() -> bytes:
    """Make a page with a red square."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 (slow to load)

    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(50, 50, 200, 200, stroke=0, fill=1)
    canvas.save()
    return out.getvalue()


@dataclass
class Batch:
    """A paper of so many pages; it counts how often it was looked at, and how it was printed."""

    content: bytes
    error: Exception | None = None
    looks: int = 0
    runs: list[PrintRun] = field(default_factory=list)

    def wanted(self, title: str = "Thông báo đến hạn đóng", own_copies: int = 0) -> PaperWanted:
        """Ask for it."""
        return PaperWanted(PaperKind.NOTICE, title, self.look, self.print, own_copies=own_copies)

    def look(self, _core: Core, report: Report) -> bytes:
        report(0, 1)
        self.looks += 1
        if self.error is not None:
            raise self.error
        return self.content

    def print(self, run: PrintRun, _core: Core, report: Report) -> bytes:
        report(0, 1)
        self.runs.append(run)
        if self.error is not None:
            raise self.error
        return self.content
