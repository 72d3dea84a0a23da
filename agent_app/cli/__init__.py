"""The same use cases without a window."""


def run() -> None:
    """Run the command line and leave with its exit code."""
    from agent_app.cli.program import main_with_exit_code  # noqa: PLC0415 (help must not wait for imports)

    raise SystemExit(main_with_exit_code())
