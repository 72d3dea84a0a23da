"""What click says of itself, in Vietnamese: the headings of help, and what is wrong with a call.

The command lines of laptop and server share it.
"""

import re
from collections.abc import Iterable

import click

_PHRASES = (
    ("[OPTIONS]", "[TUỲ CHỌN]"),
    ("COMMAND [ARGS]...", "LỆNH [THAM SỐ]..."),
    ("[COMMAND] [ARGS]", "[LỆNH] [THAM SỐ]"),
    ("Show this message and exit.", "Xem hướng dẫn này."),
    ("Show the version and exit.", "Xem số phiên bản."),
    ("[required]", "[bắt buộc]"),
    ("; required]", "; bắt buộc]"),
    ("[default: ", "[mặc định: "),
    ("DIRECTORY", "THƯ-MỤC"),
    ("PATH", "ĐƯỜNG-DẪN"),
    ("TEXT", "CHỮ"),
    ("INTEGER", "SỐ"),
)

_HEADINGS = {"Options": "Tuỳ chọn", "Commands": "Lệnh", "Arguments": "Tham số"}

_FAULTS = (
    (r"No such command '(.+?)'", "Không có lệnh «{}»."),
    (r"No such option:? '?(-[^\s'.]+)", "Không có tuỳ chọn {}."),
    (r"Missing option '(.+?)'", "Thiếu tuỳ chọn {}."),
    (r"Missing (?:argument|parameter) '?(.+?)'?\.", "Thiếu {}."),
    (r"Missing command", "Thiếu lệnh."),
    (r"Option '(.+?)' requires", "Tuỳ chọn {} cần có giá trị."),
    (r"Option '(.+?)' does not take", "Tuỳ chọn {} không nhận giá trị."),
    (r"Got unexpected extra arguments? \((.+)\)", "Thừa «{}»."),
    (r"Invalid value for '(.+?)'", "Giá trị của {} không dùng được."),
)


class Formatter(click.HelpFormatter):
    """Lays out help as click does, under Vietnamese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is called."""
        super().write_usage(prog, said(args), prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands, each with what it is for."""
        super().write_dl([(said(name), said(text)) for name, text in rows], col_max, col_spacing)


def said(text: str) -> str:
    """Put click's own phrases into Vietnamese; whatever is ours stays."""
    for theirs, ours in _PHRASES:
        text = text.replace(theirs, ours)
    return text


def fault(error: click.ClickException) -> str:
    """Say in Vietnamese what is wrong with a call; our own words stay as they are."""
    message = error.format_message()
    for pattern, words in _FAULTS:
        if found := re.match(pattern, message):
            return words.format(*found.groups())
    return message


def show_fault(error: click.ClickException) -> None:
    """Say on the side what is wrong with a call, and where it is told how it goes."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        click.echo(context.get_usage(), err=True)
    click.echo(fault(error), err=True)
    if context is not None:
        click.echo(f"Xem «{context.command_path} --help».", err=True)
