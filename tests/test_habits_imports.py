import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

BREACHES = {
    "agent_app/loose.py": "",
    "agent_app/domain/breach.py": "import sqlalchemy\nfrom agent_app.domain import breach_back",
    "agent_app/domain/breach_back.py": "from agent_app.domain import breach",
    "agent_app/storage/breach.py": "import PySide6.QtCore",
    "agent_app/ui/breach.py": "import requests",
    "agent_app/sync/breach.py": "import fastapi",
    "provincial_server/breach.py": "from agent_app.services import breach",
    "agent_app/services/breach.py": "",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the contracts are about."""
    for package in ("agent_app", "provincial_server"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [program, "--no-cache"], cwd=tree, capture_output=True, text=True, encoding="utf-8", check=False
    )


def contract_names(tree: Path) -> list[str]:
    settings = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def test_the_tree_keeps_every_contract(tree: Path) -> None:
    done = lint_imports(tree)

    assert done.returncode == 0, done.stdout
    assert all(f"{name} KEPT" in done.stdout for name in contract_names(tree))


def test_breaking_each_contract_on_purpose_is_seen(tree: Path) -> None:
    for path, line in BREACHES.items():
        (tree / path).write_text(f"{line}\n", encoding="utf-8")

    done = lint_imports(tree)

    assert done.returncode == 1
    assert [name for name in contract_names(tree) if f"{name} BROKEN" not in done.stdout] == []


def test_an_import_that_climbs_the_layers_is_seen(tree: Path) -> None:
    (tree / "agent_app" / "domain" / "breach.py").write_text("import agent_app.services\n", encoding="utf-8")

    done = lint_imports(tree)

    assert done.returncode == 1
    assert "agent_app.domain is not allowed to import agent_app.services" in done.stdout
