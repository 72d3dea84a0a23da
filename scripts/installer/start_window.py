"""Where the frozen windowed program begins."""

import sys

from agent_app.gui import run

sys.exit(run())
