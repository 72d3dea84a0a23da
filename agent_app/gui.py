"""The windowed entry: begins before the windows' modules, which make some hundred thousand objects."""

import gc


def rest_collector() -> None:
    """Let nobody look for cycles here but ``ui.collector`` in the windows' thread; a self-check ends soon."""
    gc.disable()


def run(arguments: list[str] | None = None) -> int:
    """Run the program until its last window is closed."""
    rest_collector()
    from agent_app.app import run as run_windows  # noqa: PLC0415 (what it imports is what must come later)

    return run_windows(arguments)
