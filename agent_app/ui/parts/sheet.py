"""A sheet of paper on the screen."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_app.ui.look import Look
from agent_app.ui.sizes import scaled

_A5_LANDSCAPE = 148 / 210
_HIGHEST = 540
# Paper is white in every theme, so that this grey is, too.
_MARK, _SLANT = "#60808080", 20


class SheetView(QWidget):
    """Shows the picture of a page as large as there is room; blank paper until there is one.

    A ``mark`` is written across it, so that nobody takes it for what was printed.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._image, self._fitted = QImage(), QPixmap()
        self.mark = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it yet."""
        return self._image.isNull()

    def show_page(self, image: QImage | None, mark: str = "") -> None:
        """Show a page, or blank paper."""
        self._image, self.mark = image or QImage(), mark
        self._fit()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(480))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def heightForWidth(self, width: int) -> int:
        high = self._height_of(width)
        # An upright page would else be higher than the screen.
        return min(high, scaled(_HIGHEST)) if high > width else high

    def _height_of(self, width: int) -> int:
        share = _A5_LANDSCAPE if self.blank else self._image.height() / self._image.width()
        return round(width * share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        page = self._page()
        painter.fillRect(page, Qt.GlobalColor.white)
        if not self._fitted.isNull():
            painter.drawPixmap(page.topLeft(), self._fitted)
        painter.setPen(QPen(self._look.tokens.line))
        painter.drawRect(page.adjusted(0, 0, -1, -1))
        if self.mark:
            self._write_across(painter, page)
        painter.end()

    def _page(self) -> QRect:
        """Say where the paper lies: as wide as there is room, narrower where that would be too high."""
        width = self.width()
        high = self._height_of(width)
        if high > self.height():
            width, high = round(width * self.height() / max(1, high)), self.height()
        return QRect((self.width() - width) // 2, 0, width, high)

    def _write_across(self, painter: QPainter, page: QRect) -> None:
        font, ink = self.font(), QColor(_MARK)
        font.setPixelSize(max(12, page.width() // 9))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(ink)
        painter.translate(page.center())
        painter.rotate(-_SLANT)
        half = page.width()
        painter.drawText(QRect(-half, -half, 2 * half, 2 * half), Qt.AlignmentFlag.AlignCenter, self.mark)

    def _fit(self) -> None:
        if self.blank:
            self._fitted = QPixmap()
            return
        sharp = self.devicePixelRatioF()
        page = self._page()
        fitted = self._image.scaled(
            round(page.width() * sharp),
            round(page.height() * sharp),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        fitted.setDevicePixelRatio(sharp)
        self._fitted = QPixmap.fromImage(fitted)
