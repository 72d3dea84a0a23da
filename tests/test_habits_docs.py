"""The pages that describe commands say each thing once, and of every command."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from agent_app.cli.program import main

DOCS = Path(__file__).resolve().parent.parent / "docs"


def rows() -> list[str]:
    """Name the commands of the program's own tables by their words, without options and values."""
    page = (DOCS / "commands.md").read_text("utf-8").partition("## `provincial-server`")[0]
    said = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)
    return [" ".join(re.findall(r"^[a-z-]+|(?<= )(?<!\[)[a-z][a-z-]*(?=$| )", each)) for each in said]


def commands(group: click.Group, before: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield before + name
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")


def test_no_command_has_two_rows() -> None:
    assert [name for name, times in Counter(rows()).items() if times > 1] == []


def test_every_command_has_its_row() -> None:
    assert set(commands(main)) - set(rows()) == set()


def test_every_heading_stands_apart() -> None:
    for page in DOCS.glob("*.md"):
        lines = page.read_text("utf-8").splitlines()
        pairs = itertools.pairwise(lines)
        assert [each for before, each in pairs if each.startswith("## ") and before] == [], page.name
