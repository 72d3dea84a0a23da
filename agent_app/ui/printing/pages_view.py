"""The pages of a paper below one another; only those that are seen have pictures."""

from bisect import bisect_right

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QSizePolicy

from agent_app.ui.look import Look
from agent_app.ui.paper import POINTS_PER_INCH, PageSize
from agent_app.ui.printing.previewing import Drawn
from agent_app.ui.words import _

ZOOMS = (0.25, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0)
"""How large a page may be shown, beside its size on paper."""

_SCREEN_INCH = 96
_GAP = 16
_STEP = 48
_STEPS = {int(Qt.Key.Key_Down): _STEP, int(Qt.Key.Key_Up): -_STEP}


class PagesView(QAbstractScrollArea):
    """Shows pages as wide as there is room, or so large as somebody likes.

    ``missing`` asks for the picture of a page, so many pixels to a point; ``turned``: another page is seen.
    """

    missing = Signal(int, float)
    turned = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._sizes: tuple[PageSize, ...] = ()
        self._tops: list[int] = []
        self._pictures: dict[int, tuple[float, QPixmap]] = {}
        self._zoom: float | None = None
        self._current = 0
        self.setObjectName("pages")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(200, 160)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def zoom(self) -> float:
        """How large a page is shown, beside its size on paper."""
        return self._fitting() if self._zoom is None else self._zoom

    @property
    def fits(self) -> bool:
        """Whether the pages are as wide as there is room."""
        return self._zoom is None

    @property
    def page(self) -> int:
        """Which page is seen."""
        return self._current

    @property
    def held(self) -> set[int]:
        """Which pages have pictures."""
        return set(self._pictures)

    def show_pages(self, sizes: tuple[PageSize, ...]) -> None:
        """Show blank pages, and ask for the pictures of those that are seen."""
        self._sizes = sizes
        self._pictures.clear()
        self._current = 0
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._look_around()

    def take(self, drawn: Drawn) -> None:
        """Show a picture, if its page is still near."""
        if drawn.page in self._near():
            picture = QPixmap.fromImage(drawn.image)
            self._pictures[drawn.page] = (drawn.scale, picture)
            self.viewport().update()

    def zoom_to(self, zoom: float | None) -> None:
        """Show the pages so large; ``None``: as wide as there is room."""
        self._zoom = zoom
        page = self._current
        self._lay_out()
        self.go(page)
        self._look_around()

    def larger(self) -> None:
        """Show the pages larger by a step."""
        self.zoom_to(next((each for each in ZOOMS if each > self.zoom + 0.01), ZOOMS[-1]))

    def smaller(self) -> None:
        """Show the pages smaller by a step."""
        self.zoom_to(next((each for each in reversed(ZOOMS) if each < self.zoom - 0.01), ZOOMS[0]))

    def go(self, page: int) -> None:
        """Scroll to a page."""
        if self._sizes:
            page = min(max(page, 0), len(self._sizes) - 1)
            self.verticalScrollBar().setValue(self._tops[page] - _GAP // 2)
            # The last pages may all be seen at once.
            self._stand_on(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
        self._look_around()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(self._look.tokens.line))
        for page in self._seen():
            place = self._place(page)
            if place.intersects(event.rect()):
                painter.fillRect(place, Qt.GlobalColor.white)
                if page in self._pictures:
                    painter.drawPixmap(place, self._pictures[page][1])
                painter.drawRect(place.adjusted(0, 0, -1, -1))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (page := self._page_of(event.key())) is not None:
            self.go(page)
        elif event.key() in _STEPS:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + _STEPS[event.key()])
        else:
            self._press(event)

    def _page_of(self, key: int) -> int | None:
        """Say which page a key leads to."""
        pages: dict[int, int] = {
            Qt.Key.Key_PageDown: self._current + 1,
            Qt.Key.Key_PageUp: self._current - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._sizes) - 1,
        }
        return pages.get(key)

    def _press(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.larger()
            case Qt.Key.Key_Minus:
                self.smaller()
            case Qt.Key.Key_0:
                self.zoom_to(None)
            case Qt.Key.Key_1:
                self.zoom_to(1.0)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.larger if event.angleDelta().y() > 0 else self.smaller)()
        else:
            super().wheelEvent(event)

    def _fitting(self) -> float:
        widest = max((size.width for size in self._sizes), default=1.0)
        room = max(1, self.viewport().width() - 2 * _GAP)
        return min(ZOOMS[-1], room / (widest * _SCREEN_INCH / POINTS_PER_INCH))

    def _scale(self) -> float:
        """Say how many pixels of the layout there are to a point."""
        return self.zoom * _SCREEN_INCH / POINTS_PER_INCH

    def _lay_out(self) -> None:
        scale, top = self._scale(), _GAP
        self._tops = []
        for size in self._sizes:
            self._tops.append(top)
            top += round(size.height * scale) + _GAP
        room = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setPageStep(room.height())
        down.setSingleStep(_STEP)
        down.setRange(0, max(0, top - room.height()))
        widest = round(max((size.width for size in self._sizes), default=0) * scale) + 2 * _GAP
        across.setPageStep(room.width())
        across.setRange(0, max(0, widest - room.width()))
        self.viewport().update()

    def _place(self, page: int) -> QRect:
        size, scale = self._sizes[page], self._scale()
        width, height = round(size.width * scale), round(size.height * scale)
        left = max(_GAP, (self.viewport().width() - width) // 2) - self.horizontalScrollBar().value()
        return QRect(left, self._tops[page] - self.verticalScrollBar().value(), width, height)

    def _seen(self) -> range:
        """Say which pages are seen, at least in part."""
        if not self._sizes:
            return range(0)
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        return range(first, max(first + 1, bisect_right(self._tops, top + self.viewport().height())))

    def _near(self) -> range:
        seen = self._seen()
        return range(max(0, seen.start - 1), min(len(self._sizes), seen.stop + 1))

    def _look_around(self) -> None:
        """Ask for what is seen, and forget what is far."""
        near, scale = self._near(), self._scale() * self.devicePixelRatioF()
        self._pictures = {page: each for page, each in self._pictures.items() if page in near}
        for page in near:
            if page not in self._pictures or self._pictures[page][0] != scale:
                self.missing.emit(page, scale)

    def _on_scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        self._stand_on(max(0, bisect_right(self._tops, middle) - 1))
        self._look_around()

    def _stand_on(self, page: int) -> None:
        self._current = page
        words = _("Trang {page}/{pages}").format(page=page + 1, pages=len(self._sizes))
        self.setAccessibleName(words)
        self.turned.emit()
