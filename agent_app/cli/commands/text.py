"""Vietnamese text: amounts in words, names in order, and how a file is lettered."""

import codecs
import sys
from pathlib import Path

import click

from agent_app.cli.answers import show_json
from agent_app.cli.values import ValueUnreadableError, read_choice
from agent_app.domain.names import clean, fold, name_sort_key
from agent_app.domain.spelling import MOST, SpellingStyle, dong_in_words
from agent_app.domain.text_encoding import StoredAs, TextFinding, examine, examine_lines
from agent_app.domain.written import AmountUnreadableError, read_dong
from agent_app.services.failures import FileUnreadableError

_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
_LARGEST_TEXT = 64_000_000
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("number", metavar="SỐ")
@click.option(
    "--style",
    default=SpellingStyle.NORTH.value,
    show_default=True,
    help="north (linh, nghìn) | south (lẻ, ngàn)",
)
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
def spell(number: str, style: str, as_json: bool) -> None:  # noqa: FBT001
    """Đọc số tiền thành chữ, ví dụ 1366200 hoặc 1.366.200."""
    if number.startswith("--"):
        raise click.NoSuchOption(number)
    chosen = read_choice("--style", style.lower(), SpellingStyle)
    try:
        amount = read_dong(number, MOST)
    except AmountUnreadableError as error:
        raise ValueUnreadableError("SỐ", number, "1366200 | 1.366.200") from error
    words = dong_in_words(amount, chosen)
    if as_json:
        show_json({"amount": amount, "style": chosen.value, "words": words})
    else:
        click.echo(words)


@click.group()
def names() -> None:
    """Họ tên: mỗi dòng một tên, từ đầu vào chuẩn ra đầu ra chuẩn."""


@names.command()
def sort() -> None:
    """Xếp theo tên, rồi họ, rồi đệm, đúng thứ tự chữ cái và dấu tiếng Việt."""
    given = [name for name in _lines() if name]
    for name in sorted(given, key=name_sort_key):
        click.echo(name)


@names.command("fold")
def fold_names() -> None:
    """Viết lại như khi tìm kiếm: không dấu, chữ thường, i và y như nhau."""
    for name in _lines():
        click.echo(fold(name))


def _lines() -> list[str]:
    """Read the names line by line; what is not Unicode is refused, for only ``text detect`` may guess."""
    raw = sys.stdin.buffer.read()
    try:
        text = raw.decode("utf-16" if raw.startswith(_WIDE) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnreadableError("stdin") from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [clean(line) for line in (lines[:-1] if lines[-1] == "" else lines)]


@click.group()
def text() -> None:
    """Tệp chữ: bảng mã và cách gõ."""


@text.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="TỆP")
@click.option("--json", "_as_json", is_flag=True, help="Luôn trả lời bằng JSON.")
def detect(file: Path, _as_json: bool) -> None:  # noqa: FBT001
    """Xem một tệp viết bằng Unicode, TCVN3 (.VnTime), VNI hay bảng mã khác; không sửa tệp."""
    found = _examined(file)
    evidence = found.detection.evidence
    show_json(
        {
            "encoding": found.encoding,
            "stored_as": found.stored_as.value,
            "letters": found.detection.lettering.value,
            "form": found.form.value,
            "lines": found.lines,
            "evidence": {
                "words": evidence.words,
                "only": {kind.value: count for kind, count in evidence.only.items()},
                "unread": evidence.unread,
                "examples": [{"from": before, "to": after} for before, after in evidence.examples],
            },
            "preview": [{"from": before, "to": after} for before, after in found.preview],
        }
    )


def _examined(file: Path) -> TextFinding:
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST_TEXT:
            raise FileUnreadableError(file.name)
        raw = file.read_bytes()
    except OSError as error:
        raise FileUnreadableError(file.name) from error
    if not raw.startswith(_WORKBOOKS):
        return examine(raw)
    from agent_app.workbooks.extraction import Extraction  # noqa: PLC0415 (other files don't need it)

    sheets = Extraction().sheets(file, lambda _done, _total: None)
    cells = (cell for sheet in sheets for row in sheet.rows for cell in row if isinstance(cell, str))
    return examine_lines(cells, StoredAs.WORKBOOK)


COMMANDS = (spell, names, text)
