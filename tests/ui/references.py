"""Pictures of how the windows looked when somebody last looked at them, and how far one may be from them.

``AGENT_APP_TAKE_REFERENCES=1`` puts what is seen now in their place: whoever does that looks at them.
"""

import functools
import os
from pathlib import Path

from PIL import Image, ImageChops
from PySide6.QtGui import QImage

FOLDER = Path(__file__).parent / "references"
_COLOURS = 96
# Letters are drawn a shade differently by other versions of the font library: what is compared are small
# squares, each as one mean colour.
SQUARE = 8
UNLIKE = 26
MOST_UNLIKE = 16


def unlike(seen: Image.Image, kept: Image.Image) -> int:
    """Count the squares whose mean colours differ clearly; all of them where the sizes do."""
    if seen.size != kept.size:
        return max(seen.width * seen.height, kept.width * kept.height) // SQUARE**2
    channels = ImageChops.difference(_means(seen), _means(kept)).split()
    worst = functools.reduce(ImageChops.lighter, channels)
    return sum(worst.histogram()[UNLIKE:])


def refuse_unlike(name: str, shown: QImage, folder: Path) -> None:
    """Fail where a picture is not like its reference, and leave what was seen beside it."""
    seen, path = as_picture(shown), FOLDER / f"{name}.png"
    if os.environ.get("AGENT_APP_TAKE_REFERENCES"):
        FOLDER.mkdir(exist_ok=True)
        seen.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
        return
    assert path.exists(), f"no reference for {name}"
    with Image.open(path) as kept:
        squares = unlike(seen, kept.convert("RGB"))
    if squares > MOST_UNLIKE:
        seen.save(folder / f"{name}.png")
        raise AssertionError(f"{name}: {squares} squares differ; seen now: {folder / name}.png")


def as_picture(shown: QImage) -> Image.Image:
    """Turn what Qt has drawn into a picture of three colours."""
    image = shown.convertToFormat(QImage.Format.Format_RGB888)
    size = (image.width(), image.height())
    return Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine(), 1)


def _means(picture: Image.Image) -> Image.Image:
    size = (-(-picture.width // SQUARE), -(-picture.height // SQUARE))
    return picture.resize(size, Image.Resampling.BOX)
