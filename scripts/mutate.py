"""Changes the contribution rules in one place at a time and tells which changes no test notices.

``python -m scripts.mutate [--sample N --seed S] [--jobs J] [module …]``: without a sample every change is
tried. Each runs in a fork of a process that has the test tools loaded, with the one module changed. Survivors
must be explained in docs/mutants.md; the run fails on any other, or where fewer than nine in ten are noticed.
"""

import argparse
import ast
import importlib.abc
import importlib.util
import os
import random
import re
import signal
import sys
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

import hypothesis  # noqa: F401 (loaded once, before the forks)
import pytest

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests" / "domain"
# These use rules only to have something to write down.
FAR = {"test_operation.py", "test_operation_body.py", "test_receipt.py", "test_replica.py"}
LEAST_NOTICED = 0.9
SECONDS = 40
# The project's own settings load Qt and more, which no rule needs.
PYTEST = ["-x", "-q", "--assert=plain", "-c", os.devnull, f"--rootdir={ROOT}"]
PYTEST += [f"-pno:{name}" for name in ("pytest-qt", "randomly", "timeout", "cacheprovider")]

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
}
CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the module's text, which site of it, what stands there and what shall, if anything."""

    module: str
    text: str
    site: int | None = None
    place: str = ""
    before: str = ""
    after: str = ""

    @property
    def shown(self) -> str:
        """Name the change by module and function, so that lines may move."""
        return f"{self.module.rpartition('.')[2]}.{self.place}: {self.before} → {self.after}"

    def source(self) -> str:
        """Return the module with the change in it."""
        if self.site is None:
            return self.text
        tree = ast.parse(self.text)
        _, old, new = sites(tree)[self.site]
        return ast.unparse(ast.fix_missing_locations(Swap(old, new).visit(tree)))


def changed_expression(node: ast.AST) -> ast.AST | None:
    """Return what may stand in an expression's place."""
    match node:
        case ast.Compare(left, [operator, *more], right) if type(operator) in COMPARED:
            return ast.Compare(left, [COMPARED[type(operator)](), *more], right)
        case ast.BinOp(left, operator, right) if type(operator) in COMPUTED:
            return ast.BinOp(left, COMPUTED[type(operator)](), right)
        case ast.BoolOp(operator, values):
            return ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), values)
        case ast.UnaryOp(ast.Not(), operand):
            return operand
    return changed_atom(node)


def changed_atom(node: ast.AST) -> ast.AST | None:
    """Turn a choice or a flag round, call the opposite, move a number by one."""
    match node:
        case ast.IfExp(test, body, orelse):
            return ast.IfExp(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Call(ast.Name(name), arguments, keywords) if name in CALLED:
            return ast.Call(ast.Name(CALLED[name]), arguments, keywords)
        case ast.Constant(bool() as value):
            return ast.Constant(not value)
        case ast.Constant(int() as value):
            return ast.Constant(value + 1)
    return None


def changed_statement(node: ast.AST) -> ast.AST | None:
    """Return what may stand in a statement's place: another way, nothing returned, nothing done."""
    match node:
        case ast.If(test, body, orelse):
            return ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Return(ast.Constant(None)) | ast.Return(None):
            return None
        case ast.Return():
            return ast.Return(ast.Constant(None))
        case ast.Raise() | ast.Expr(ast.Call()):
            return ast.Pass()
    return None


class Sites(ast.NodeVisitor):
    """Finds what may be changed, with the function that it lies in; types and decorators stay."""

    def __init__(self) -> None:
        self.found: list[tuple[str, ast.AST, ast.AST]] = []
        self._inside: list[str] = []

    def visit(self, node: ast.AST) -> None:
        """Look at a node and, where it is code, below it."""
        if isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self.visit(node.value)
            return
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            self._inside.append(node.name)
            for each in node.body:
                self.visit(each)
            self._inside.pop()
            return
        for changed in (changed_expression(node), changed_statement(node)):
            if changed is not None:
                self.found.append((".".join(self._inside) or "module", node, changed))
        self.generic_visit(node)


class Swap(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Swap the one node, keep the others."""
        return self._new if node is self._old else self.generic_visit(node)


def short(node: ast.AST) -> str:
    """Write a node in one line; of a statement with a body only its head."""
    return ast.unparse(ast.fix_missing_locations(node)).splitlines()[0]


def module_of(path: Path) -> str:
    """Return a file's module."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def mutants(path: Path) -> list[Mutant]:
    """List every mutant of a module."""
    text = path.read_text(encoding="utf-8")
    return [
        Mutant(module_of(path), text, index, place, short(old), short(new))
        for index, (place, old, new) in enumerate(sites(ast.parse(text)))
    ]


def sites(tree: ast.Module) -> list[tuple[str, ast.AST, ast.AST]]:
    """Return where a module can be changed."""
    finder = Sites()
    finder.visit(tree)
    return finder.found


class Injected(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives Python the mutated module where the true one is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self._module = mutant.module
        self._code: CodeType = compile(mutant.source(), mutant.module, "exec")

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Answer for the one module."""
        return importlib.util.spec_from_loader(name, self) if name == self._module else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutated code."""
        exec(self._code, module.__dict__)  # noqa: S102 (our own source, changed in one place)


def is_noticed(mutant: Mutant, tests: Sequence[list[str]]) -> bool:
    """Run the tests on a mutant in a fork; endless ones count as noticed."""
    child = os.fork()
    if child == 0:
        os._exit(_tests_pass(mutant, tests))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) != 0


def _try(mutant: Mutant, tests: Sequence[list[str]]) -> bool:
    noticed = is_noticed(mutant, tests)
    print("noticed " if noticed else "survived", mutant.shown, file=sys.stderr, flush=True)
    return noticed


def _tests_pass(mutant: Mutant, tests: Sequence[list[str]]) -> int:
    signal.alarm(SECONDS)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.meta_path.insert(0, Injected(mutant))
    try:
        return next((1 for files in tests if pytest.main([*PYTEST, *files]) != 0), 0)
    except BaseException:  # noqa: BLE001 (a mutant may raise anything, even while it is imported)
        return 1


def tests_for(module: str) -> list[list[str]]:
    """Return the tests of the rules, apart and first those that import the module."""
    texts = {file: file.read_text(encoding="utf-8") for file in sorted(TESTS.glob("test_*.py"))}
    rules = [module_of(path) for path in rule_modules()]
    files = [file for file, text in texts.items() if any(f"from {rule} import" in text for rule in rules)]
    near = [str(file) for file in files if f"from {module} import" in texts[file] and file.name not in FAR]
    far = [str(file) for file in files if str(file) not in near and file.name not in FAR]
    return [each for each in (near, far) if each]


def explained() -> set[str]:
    """Return the survivors that docs/mutants.md explains, as they are shown here."""
    text = (ROOT / "docs" / "mutants.md").read_text(encoding="utf-8")
    return set(re.findall(r"^- `(.+?)`:", text, re.MULTILINE))


def rule_modules() -> list[Path]:
    """Return the modules of the contribution rules, as coverage counts them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [ROOT / each for each in settings["tool"]["coverage"]["run"]["include"]]


def report(tried: Sequence[Mutant], noticed: Sequence[bool]) -> int:
    """Say what came out; return 0 where it is as it should be."""
    known = explained()
    survivors = [each for each, seen in zip(tried, noticed, strict=True) if not seen]
    for each in survivors:
        print(f"{'explained' if each.shown in known else 'SURVIVED'}  {each.shown}")
    share = 1 - len(survivors) / max(1, len(tried))
    print(f"{len(tried)} mutants, {len(tried) - len(survivors)} noticed ({share:.1%})")
    unknown = [each for each in survivors if each.shown not in known]
    return 1 if unknown or share < LEAST_NOTICED else 0


def main(arguments: list[str] | None = None) -> int:
    """Try mutants and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", type=Path)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args(arguments)
    paths = [path.resolve() for path in given.modules] or rule_modules()
    tried = [each for path in paths for each in mutants(path)]
    if given.sample is not None:
        tried = random.Random(given.seed).sample(tried, min(given.sample, len(tried)))
    orders = {each.module: tests_for(each.module) for each in tried}
    same = Mutant(module_of(paths[0]), paths[0].read_text(encoding="utf-8"))
    if is_noticed(same, tests_for(same.module)):
        print("the tests fail without any change")
        return 1
    with ThreadPoolExecutor(given.jobs) as pool:
        noticed = list(pool.map(lambda each: _try(each, orders[each.module]), tried))
    return report(tried, noticed)


if __name__ == "__main__":
    sys.exit(main())
