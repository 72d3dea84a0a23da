"""The first window is quick because it brings nothing along that only the next one needs."""

import subprocess
import sys

import pytest

_ASKS = "import sys, agent_app.app; print(*sys.modules, sep='\\n')"


@pytest.fixture(scope="module")
def brought() -> frozenset[str]:
    """Every module that is there when the program's entry has been imported."""
    done = subprocess.run([sys.executable, "-c", _ASKS], check=True, capture_output=True, text=True)
    return frozenset(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        *("sqlalchemy", "sqlcipher3", "cryptography", "argon2", "cbor2", "requests", "keyring", "reportlab"),
        *("xlsxwriter", "python_calamine", "pypdfium2"),
        *("agent_app.bootstrap", "agent_app.services.ports", "agent_app.ui.main_window"),
        "agent_app.self_check",
        *(
            "agent_app.runtime.messages",
            "agent_app.ui.wording",
            "agent_app.ui.core",
            "agent_app.ui.parts.flow",
        ),
        *("logging.handlers", "json", "platformdirs", "decimal", "uuid"),
    ],
)
def test_the_first_window_does_not_wait_for(module: str, brought: frozenset[str]) -> None:
    assert module not in brought


def test_the_first_window_brings_what_it_shows(brought: frozenset[str]) -> None:
    assert {"PySide6.QtWidgets", "agent_app.ui.dialogs.unlock"} <= brought


def test_nobody_looks_for_cycles_while_the_modules_of_the_windows_come() -> None:
    asks = (
        "import gc, sys, agent_app.gui; assert gc.isenabled(); assert 'PySide6' not in sys.modules;"
        "agent_app.gui.rest_collector(); import agent_app.app; print(gc.isenabled())"
    )
    done = subprocess.run([sys.executable, "-c", asks], check=True, capture_output=True, text=True)

    assert done.stdout.split() == ["False"]
