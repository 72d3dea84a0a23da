"""One short use of the store by somebody who is no unit of work."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from agent_app.storage.failure import environment_failure


@contextmanager
def short_session(engine: Engine) -> Iterator[Session]:
    """Use an engine for a while; what the file or the disk says against it is a failure of the store."""
    try:
        with Session(engine) as session:
            yield session
    except DBAPIError as error:
        failure = environment_failure(error)
        if failure is None:
            raise
        raise failure from error
