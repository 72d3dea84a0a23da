from collections.abc import Callable

import psycopg


def test_a_postgresql_runs_and_answers(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_each_test_gets_an_empty_database_of_its_own(new_postgres_database: Callable[[], str]) -> None:
    first, second = new_postgres_database(), new_postgres_database()
    with psycopg.connect(first) as connection:
        connection.execute("create table person (name text)")
        connection.execute("insert into person values ('Đặng Thị Ánh')")

    with psycopg.connect(second) as connection:
        assert connection.execute("select to_regclass('person')").fetchone() == (None,)


def test_databases_speak_utf_8_and_utc(new_postgres_database: Callable[[], str]) -> None:
    with psycopg.connect(new_postgres_database()) as connection:
        assert connection.execute("show server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("show timezone").fetchone() == ("UTC",)
