from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from PIL import Image

from agent_app.codes.images import (
    ImageUnreadableError,
    ImageUnwritableError,
    NoCodeInImageError,
    qr_png,
    read_codes,
    write_qr_png,
)
from agent_app.domain.errors import InputError
from agent_app.domain.payment_qr import Transfer
from agent_app.domain.scanned import read_scan
from tests.domain.test_card_qr import CITIZEN, HEALTH
from tests.domain.test_payment_qr import PUBLISHED, TRANSFERS
from tests.long_run import rounds


def image_of(text: str) -> Image.Image:
    return Image.open(BytesIO(qr_png(text))).convert("L")


@pytest.mark.parametrize("text", [HEALTH, CITIZEN, *PUBLISHED])
def test_what_is_drawn_is_read_again(tmp_path: Path, text: str) -> None:
    write_qr_png(text, tmp_path / "mã.png")

    assert read_codes(tmp_path / "mã.png") == [text]
    assert read_scan(text) == read_scan(read_codes(tmp_path / "mã.png")[0])


@given(TRANSFERS)
def test_any_transfer_survives_paper(tmp_path_factory: pytest.TempPathFactory, transfer: Transfer) -> None:
    path = tmp_path_factory.mktemp("qr") / "a.png"
    write_qr_png(transfer.payload, path)

    assert read_codes(path) == [transfer.payload]


@pytest.mark.parametrize("suffix", ["jpg", "bmp", "webp", "gif", "tiff"])
def test_the_files_of_phones_and_scanners_are_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    image_of(CITIZEN).save(path)

    assert read_codes(path) == [CITIZEN]


def test_a_turned_grey_photo_with_something_around_is_read(tmp_path: Path) -> None:
    photo = Image.new("RGB", (1600, 1200), (180, 170, 160))
    photo.paste(image_of(HEALTH).point(lambda level: level // 2 + 60), (400, 150))
    photo.rotate(17, expand=True, fillcolor=(90, 90, 90)).save(tmp_path / "a.jpg", quality=70)

    assert read_codes(tmp_path / "a.jpg") == [HEALTH]


def test_a_transparent_screenshot_is_read(tmp_path: Path) -> None:
    drawn = image_of(CITIZEN)
    clear = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=drawn.point(lambda level: 255 - level))
    clear.save(tmp_path / "a.png")

    assert read_codes(tmp_path / "a.png") == [CITIZEN]


def test_a_code_without_a_mark_for_utf_8_is_read_as_utf_8(tmp_path: Path) -> None:
    code = zxingcpp.create_barcode(CITIZEN.encode(), zxingcpp.BarcodeFormat.QRCode)
    Image.fromarray(code.to_image(scale=6)).save(tmp_path / "a.png")

    assert read_codes(tmp_path / "a.png") == [CITIZEN]


def test_bytes_that_are_no_utf_8_are_left_to_the_library(tmp_path: Path) -> None:
    code = zxingcpp.create_barcode("Cà phê".encode("latin-1"), zxingcpp.BarcodeFormat.QRCode)
    Image.fromarray(code.to_image(scale=6)).save(tmp_path / "a.png")

    assert len(read_codes(tmp_path / "a.png")) == 1


def test_an_image_without_a_code_says_so(tmp_path: Path) -> None:
    Image.new("L", (300, 300), 255).save(tmp_path / "trống.png")

    with pytest.raises(NoCodeInImageError) as caught:
        read_codes(tmp_path / "trống.png")

    assert caught.value.file == "trống.png"


@pytest.mark.parametrize("raw", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_what_is_no_image_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.png").write_bytes(raw)

    with pytest.raises(ImageUnreadableError):
        read_codes(tmp_path / "a.png")


def test_a_missing_file_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.png"):
        with pytest.raises(ImageUnreadableError):
            read_codes(path)


def test_an_image_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomb.png")

    with pytest.raises(ImageUnreadableError):
        read_codes(tmp_path / "bomb.png")


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImageUnwritableError) as caught:
        write_qr_png(CITIZEN, tmp_path / "none" / "a.png")

    assert caught.value.facts() == {"file": "a.png"}


@pytest.mark.parametrize("suffix", ["png", "jpeg", "gif", "bmp", "tiff", "webp"])
def test_a_damaged_image_is_read_or_refused_with_a_typed_error(tmp_path: Path, suffix: str) -> None:
    out = BytesIO()
    image_of(CITIZEN).save(out, suffix)
    whole = out.getvalue()
    seeds = rounds("damaged images", quick=30, full=2_000)
    path = tmp_path / f"a.{suffix}"
    for seed in range(seeds):
        path.write_bytes(damaged(whole, seed))
        try:
            found = read_codes(path)
        except InputError as error:
            assert set(error.facts()) == {"file"}  # noqa: PT017
        else:
            assert found


def damaged(raw: bytes, seed: int) -> bytes:
    """Cut, zero, or overwrite a part of a file, the same for the same seed."""
    at = seed * 7919 % len(raw)
    length = 1 + seed % 13
    return (
        raw[:at],
        raw[:at] + bytes(length) + raw[at + length :],
        raw[:at] + b"\xff" * length + raw[at + length :],
    )[seed % 3]
