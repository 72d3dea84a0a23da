import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType

import click
import pytest

import agent_app.cli
import agent_app.domain

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
ROW = re.compile(r"\|(?P<shown>[^|]+)\|(?P<code>[^|]+)\|[^|]*\|")


def entries() -> set[str]:
    rows = ROW.finditer(GLOSSARY.read_text(encoding="utf-8"))
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row["code"])}


def modules_below(package: ModuleType) -> Iterator[ModuleType]:
    yield package
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def domain_enums() -> Iterator[type[Enum]]:
    for module in modules_below(agent_app.domain):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Enum) and value.__module__ == module.__name__:
                yield value


def commands(command: click.Command, typed: str) -> Iterator[str]:
    """Every command below one, as it is typed; a group counts where it does something by itself."""
    if not isinstance(command, click.Group):
        yield typed
        return
    if command.invoke_without_command and " " in typed:
        yield typed
    for name, below in command.commands.items():
        yield from commands(below, f"{typed} {name}")


def root_group(modules: Iterator[ModuleType]) -> click.Group:
    """The group that is a subcommand of no other."""
    groups = {
        value for module in modules for value in vars(module).values() if isinstance(value, click.Group)
    }
    roots = groups - {below for group in groups for below in group.commands.values()}
    assert len(roots) == 1, f"there is one command line, not {roots}"
    return roots.pop()


def server_cli() -> Iterator[ModuleType]:
    found = importlib.import_module("provincial_server.cli")
    yield from modules_below(found) if hasattr(found, "__path__") else [found]


def test_every_enum_member_of_the_domain_has_an_entry() -> None:
    members = {f"{found.__name__}.{member.name}" for found in domain_enums() for member in found}

    assert members - entries() == set()


def test_the_glossary_names_no_member_that_is_gone() -> None:
    known = {found.__name__: found.__members__ for found in domain_enums()}
    dotted = [entry.split(".") for entry in entries() if re.fullmatch(r"[A-Z]\w+\.[A-Z_]+", entry)]

    assert [".".join(pair) for pair in dotted if pair[1] not in known.get(pair[0], {})] == []


@pytest.mark.parametrize(
    ("program", "modules"),
    [("agent-app", lambda: modules_below(agent_app.cli)), ("provincial-server", server_cli)],
)
def test_every_command_has_an_entry(program: str, modules: Callable[[], Iterator[ModuleType]]) -> None:
    typed = set(commands(root_group(modules()), program))

    assert typed - entries() == set()


def test_each_row_has_words_for_people() -> None:
    rows = ROW.finditer(GLOSSARY.read_text(encoding="utf-8"))

    assert [row[0] for row in rows if not row["shown"].strip()] == []
