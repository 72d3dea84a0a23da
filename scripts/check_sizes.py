"""Keeps files, classes and functions small: prints the numbers, refuses what is over a cap."""

import ast
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.tracked import finish, shown, tracked_files

LONGEST_FILE = 500
LONGEST_CLASS = 300

KINDS = {ast.ClassDef: "class", ast.FunctionDef: "function", ast.AsyncFunctionDef: "function"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, class or function with its length in lines."""

    kind: str
    name: str
    lines: int


def pieces_of(path: Path) -> Iterator[Piece]:
    """Measure one Python file and what it defines."""
    source = path.read_text(encoding="utf-8")
    yield Piece("file", shown(path), len(source.splitlines()))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Piece(KINDS[type(node)], f"{shown(path)}:{node.lineno} {node.name}", lines)


def summary(kind: str, lengths: list[int]) -> str:
    """Write how long the pieces of one kind are."""
    ordered = sorted(lengths)
    high = ordered[int(len(ordered) * 0.95)]
    median = statistics.median(ordered)
    return f"{kind:9}{len(ordered):6} median {median:5.1f}  95th {high:4}  longest {ordered[-1]:4}"


def main(named: list[str]) -> None:
    """Measure the named files, else all."""
    paths = [path for path in tracked_files(named) if path.suffix == ".py"]
    pieces = [piece for path in paths for piece in pieces_of(path)]
    for kind in ("file", "class", "function"):
        if lengths := [piece.lines for piece in pieces if piece.kind == kind]:
            print(summary(kind, lengths))
    caps = {"file": LONGEST_FILE, "class": LONGEST_CLASS}
    faults = [
        f"{piece.name}: {piece.kind} of {piece.lines} lines, at most {caps[piece.kind]}"
        for piece in pieces
        if piece.kind in caps and piece.lines > caps[piece.kind]
    ]
    finish(faults, f"no file over {LONGEST_FILE} lines, no class over {LONGEST_CLASS}")


if __name__ == "__main__":
    main(sys.argv[1:])
