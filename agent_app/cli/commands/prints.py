"""The group that every paper's command joins: ``print`` and the name of the paper."""

import click


@click.group("print")
def prints() -> None:
    """In giấy tờ; giấy tờ nào cũng ghi vào sổ in trước khi ra."""


COMMANDS = (prints,)
