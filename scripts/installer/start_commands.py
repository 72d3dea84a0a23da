"""Where the frozen command line begins, and the process that reads workbooks."""

from agent_app.cli import run

run()
