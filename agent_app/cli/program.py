"""The root command, its failures in words, and the end of a call."""

import logging
import os
import sys
from pathlib import Path
from types import TracebackType

import click

import agent_app
from agent_app.cli.commands import COMMANDS
from agent_app.cli.session import EXIT_STOPPED, EXIT_UNKNOWN_OPTION, Session, exit_code
from agent_app.domain.errors import AppError
from agent_app.runtime.click_words import Formatter, show_fault
from agent_app.runtime.logs import OWN_LOGGER, stop_logging
from agent_app.runtime.messages import UNEXPECTED, sentence
from agent_app.runtime.paths import Home, default_home

log = logging.getLogger(__name__)

click.Context.formatter_class = Formatter


@click.group("agent-app", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home", type=click.Path(path_type=Path), envvar="AGENT_APP_HOME", help="Thư mục sổ của máy này."
)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path),
    envvar="AGENT_APP_PASSWORD_FILE",
    help="Tệp chứa mật khẩu mở sổ.",
)
@click.version_option(agent_app.__version__, prog_name="agent-app")
@click.pass_context
def main(context: click.Context, home: Path | None, password_file: Path | None) -> None:
    """agent-app · Đi Từng Nhà: sổ tay ngoại tuyến của nhân viên thu BHXH, BHYT."""
    context.obj = Session(Home(home) if home else default_home(), password_file)


for _command in COMMANDS:
    main.add_command(_command)


def main_with_exit_code(arguments: list[str] | None = None) -> int:
    """Run the command line; return its exit code, having said any failure in one sentence."""
    sys.excepthook = _say_bug
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    done = _run(arguments)
    stop_logging()  # a bug leaves it open, to be written down by the hook
    return done


def _run(arguments: list[str] | None) -> int:
    try:
        done = main.main(args=arguments, prog_name="agent-app", standalone_mode=False)
    except click.ClickException as error:
        show_fault(error)
        return EXIT_UNKNOWN_OPTION
    except click.Abort:
        return EXIT_STOPPED
    except AppError as error:
        click.echo(sentence(error), err=True)
        return exit_code(error)
    return done if isinstance(done, int) else 0


def _say_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        os._exit(EXIT_STOPPED)
    if logging.getLogger(OWN_LOGGER).handlers:
        log.critical("unexpected end", exc_info=(kind, error, trace))
    click.echo(UNEXPECTED, err=True)
    if os.environ.get("AGENT_APP_TRACE"):
        sys.__excepthook__(kind, error, trace)
