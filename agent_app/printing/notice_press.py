"""Makes notices: PDF, pictures and messages; the first paper loads the type-setting library."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from agent_app.printing.notice_messages import notice_text
from agent_app.printing.notice_words import notice_words
from agent_app.printing.one_press import PRESS
from agent_app.runtime.pdfium import PDFIUM
from agent_app.services.notice_lines import Notice, NoticeSender, NoticeSize, NoticeSpelling, NoticeText

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

PICTURE_WIDTH = 1080
"""How many pixels wide a notice is on a phone."""


@dataclass(frozen=True, slots=True)
class NoticePapers:
    """Fulfils ``ports.NoticePress``; may be called from several threads.

    A batch holds the press only while its file is ended: others print meanwhile.
    """

    def sheets(
        self, notices: Iterable[Notice], sender: NoticeSender, per_page: int, size: NoticeSize
    ) -> bytes:
        """Fulfil ``ports.NoticePress.sheets``."""
        from agent_app.printing.forms.notice import NoticeSheet, render_notices  # noqa: PLC0415 (slow)

        words = (notice_words(each, sender) for each in notices)
        return render_notices(words, NoticeSheet.of(per_page, size), _save)

    def picture(self, notice: Notice, sender: NoticeSender) -> bytes:
        """Fulfil ``ports.NoticePress.picture``."""
        import pypdfium2  # noqa: PLC0415 (papers need no pictures)

        from agent_app.printing.forms.notice import render_strip  # noqa: PLC0415

        strip = render_strip(notice_words(notice, sender), _save)
        with PDFIUM:
            document = pypdfium2.PdfDocument(strip)
            try:
                page = document[0]
                drawn = page.render(scale=PICTURE_WIDTH / page.get_width(), grayscale=True).to_pil()
            finally:
                document.close()
        out = BytesIO()
        drawn.save(out, "PNG", optimize=True)
        return out.getvalue()

    def text(self, notice: Notice, sender: NoticeSender, spelling: NoticeSpelling) -> NoticeText:
        """Fulfil ``ports.NoticePress.text``."""
        return notice_text(notice, sender, spelling)


def _save(canvas: "Canvas") -> None:
    with PRESS:
        canvas.save()
