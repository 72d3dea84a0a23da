"""The same use cases without a window."""

import sys

READ_WORKBOOK = "--read-workbook"


def run() -> None:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:2] == [READ_WORKBOOK]:  # a frozen program reads workbooks in a child of itself
        from agent_app.workbooks import child  # noqa: PLC0415

        raise SystemExit(child.main(sys.argv[2:]))
    from agent_app.cli.program import main_with_exit_code  # noqa: PLC0415 (help must not wait for imports)

    raise SystemExit(main_with_exit_code())
