"""``python -m agent_app``: the command line."""

from agent_app.cli import run

run()
