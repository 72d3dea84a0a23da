"""A sheet of paper on the screen."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from agent_app.ui.look import Look

_A5_LANDSCAPE = 148 / 210


class SheetView(QWidget):
    """Shows the picture of a page as wide as there is room; blank paper until there is one."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._image, self._fitted = QImage(), QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it yet."""
        return self._image.isNull()

    def show_page(self, image: QImage | None) -> None:
        """Show a page, or blank paper."""
        self._image = image or QImage()
        self._fit()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(480))

    def heightForWidth(self, width: int) -> int:
        share = _A5_LANDSCAPE if self.blank else self._image.height() / self._image.width()
        return round(width * share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        page = self.rect().adjusted(0, 0, -1, -1)
        page.setHeight(min(page.height(), self.heightForWidth(self.width()) - 1))
        painter.fillRect(page, Qt.GlobalColor.white)
        if not self._fitted.isNull():
            painter.drawPixmap(page.topLeft(), self._fitted)
        painter.setPen(QPen(self._look.tokens.line))
        painter.drawRect(page)
        painter.end()

    def _fit(self) -> None:
        if self.blank:
            self._fitted = QPixmap()
            return
        sharp = self.devicePixelRatioF()
        fitted = self._image.scaledToWidth(
            round(self.width() * sharp), Qt.TransformationMode.SmoothTransformation
        )
        fitted.setDevicePixelRatio(sharp)
        self._fitted = QPixmap.fromImage(fitted)
