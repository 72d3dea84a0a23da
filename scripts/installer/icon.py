"""Draws the program's icon from one of its own pictures, on a rounded ground."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from agent_app.runtime.paths import resource
from agent_app.ui.theme import LIGHT

SIZES = (16, 24, 32, 48, 64, 128, 256)
_PICTURE = "icons/footprints.svg"
_ROUND, _ROOM = 0.2, 0.2
_LEAST_ON_MACOS = 128


def draw(side: int) -> bytes:
    """Draw it as a PNG."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT.brand))
    painter.drawRoundedRect(QRectF(0, 0, side, side), side * _ROUND, side * _ROUND)
    picture = resource(_PICTURE).read_text("utf-8").replace("currentColor", LIGHT.on_brand)
    room = side * _ROOM
    QSvgRenderer(QByteArray(picture.encode())).render(
        painter, QRectF(room, room, side - 2 * room, side - 2 * room)
    )
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())


def write_icons(folder: Path) -> None:
    """Write the icon for Linux, Windows and macOS."""
    pictures = [Image.open(BytesIO(draw(side))) for side in SIZES]
    largest = pictures[-1]
    (folder / "icon.png").write_bytes(draw(SIZES[-1]))
    largest.save(folder / "icon.ico", sizes=[(side, side) for side in SIZES], append_images=pictures[:-1])
    largest.save(
        folder / "icon.icns",
        append_images=[picture for picture in pictures if picture.width >= _LEAST_ON_MACOS],
    )


if __name__ == "__main__":
    application = QGuiApplication([])
    write_icons(Path(sys.argv[1]))
