"""The dated figures: what holds, what is announced, and whether a file of corrections can be used."""

from pathlib import Path

import click

from agent_app.cli.answers import show_json, show_table
from agent_app.cli.quote_answers import figure_answer, say_certainty
from agent_app.cli.quote_values import read_rates
from agent_app.cli.session import EXIT_INPUT
from agent_app.cli.values import read_optional_date
from agent_app.runtime.messages import sentence
from agent_app.runtime.rates import RateFileError, check_file, load_rates

_LOCAL_NOT_APPLIED = (
    "Quy định của địa phương mới được kiểm tra, chưa được tự áp dụng khi tính với --rates: "
    "hãy ghi bằng --local."
)


@click.group()
def rates() -> None:
    """Bảng mức đóng theo ngày."""


@rates.command("list")
@click.option("--on", "on", help="Chỉ những mức đang áp dụng vào ngày này, như 2026-11-21.")
@click.option(
    "--rates", "corrections", type=click.Path(path_type=Path), help="Tệp mức đóng do cơ quan BHXH đính chính."
)
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
def list_rates(on: str | None, corrections: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Mọi mức theo ngày, với văn bản và độ chắc chắn; cả mức đã công bố mà chưa áp dụng."""
    day = read_optional_date("--on", on)
    book = read_rates(corrections)
    figures = book.rows() if day is None else book.beginning("", day)
    announced = book.announced if day is None else ()
    if as_json:
        show_json([*map(figure_answer, figures), *(figure_answer(each, active=False) for each in announced)])
        return
    show_table(
        (each.name, f"{each.value:f}", each.since, each.until, say_certainty(each), note, each.document)
        for found, note in ((figures, ""), (announced, "chưa áp dụng"))
        for each in found
    )


@rates.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON.")
@click.pass_context
def check_rates(context: click.Context, file: Path, as_json: bool) -> None:  # noqa: FBT001
    """Kiểm tra một tệp mức đóng trước khi dùng; dòng không dùng được thì gọi tên."""
    try:
        tables = check_file(file)
    except RateFileError as error:
        click.echo(sentence(error), err=True)
        context.exit(EXIT_INPUT)
    shipped = load_rates()
    unknown = sorted({each.name for each in tables.figures if not shipped.knows(each.name)})
    answer = {
        "ok": True,
        "figures": len(tables.figures),
        "announced": len(tables.announced),
        "local_rules": len(tables.local_rules),
        "provinces": len(tables.provinces),
        "unknown": unknown,
        "notes": [_LOCAL_NOT_APPLIED] if tables.local_rules else [],
    }
    if as_json:
        show_json(answer)
        return
    click.echo(f"Dùng được: {len(tables.figures)} mức, {len(tables.local_rules)} quy định của địa phương.")
    if tables.local_rules:
        click.echo(f"  {_LOCAL_NOT_APPLIED}")
    for name in unknown:
        click.echo(f"  Chương trình không hỏi mức nào tên «{name}».")


COMMANDS = (rates,)
