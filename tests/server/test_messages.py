import json
import logging
import string
from dataclasses import fields

import pytest

from agent_app.domain.errors import AppError, EnvironmentFailure, InputError, RuleError
from agent_app.workbooks import errors as workbook_errors
from provincial_server import errors
from provincial_server.cli import exit_code
from provincial_server.logs import JsonLines
from provincial_server.messages import SENTENCES, sentence


def classes_of(module: object) -> list[type[AppError]]:
    named = [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, AppError)]
    return [each for each in named if "code" in vars(each)]


def fail_about(name: str, phone: str) -> None:
    try:
        int(name)
    except ValueError as inner:
        raise KeyError(phone) from inner


@pytest.mark.parametrize("error", classes_of(errors), ids=lambda error: error.code)
def test_every_failure_has_a_sentence_that_quotes_only_its_facts(error: type[AppError]) -> None:
    quoted = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[error.code]) if name}

    assert quoted <= {field.name for field in fields(error)}


@pytest.mark.parametrize("error", classes_of(workbook_errors), ids=lambda error: error.code)
def test_every_failure_of_reading_a_register_has_a_sentence(error: type[AppError]) -> None:
    facts = {field.name: 1 if field.type == "int" else "x.xlsx" for field in fields(error)}

    assert sentence(error(**facts))


@pytest.mark.parametrize(("kind", "code"), [(RuleError, 3), (InputError, 4), (EnvironmentFailure, 5)])
def test_an_unknown_failure_still_gets_a_sentence_and_its_exit_code(kind: type[AppError], code: int) -> None:
    assert "(app)" in sentence(kind())
    assert exit_code(kind()) == code


def test_the_log_tells_where_and_never_what_was_said() -> None:
    with pytest.raises(KeyError) as raised:
        fail_about("Nguyễn Thị Lan", "0973837993")
    caught = raised.value
    record = logging.LogRecord(
        "x", logging.ERROR, "f", 1, "failed: %s", ("KeyError",), (KeyError, caught, caught.__traceback__)
    )

    line = JsonLines().format(record)

    assert [each["kind"] for each in json.loads(line)["error"]] == [
        "builtins.KeyError",
        "builtins.ValueError",
    ]
    assert "test_messages.py" in line
    assert "Lan" not in line
    assert "0973" not in line
