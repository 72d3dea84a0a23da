"""Where the frozen windowed program begins."""

import sys

from agent_app.app import run

sys.exit(run())
