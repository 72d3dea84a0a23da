"""The web application: what is served, and that every answer has a type, never a page."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from provincial_server.admission import Admission, seconds
from provincial_server.database import is_lost
from provincial_server.errors import ExchangeRefusedError
from provincial_server.metrics import Metrics
from provincial_server.routes import make_router
from provincial_server.sync_service import SyncService
from provincial_server.tellers import make_tellers

log = logging.getLogger(__name__)
DATABASE_AWAY = "server.database"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a message may take to come, how many exchanges are worked on and how many wait."""

    body_seconds: float
    working: int
    waiting: int


def make_app(
    service: SyncService, bounds: Bounds, token: str | None = None, certificate_ends: datetime | None = None
) -> FastAPI:
    """Make the application around a service; with a ``token`` figures are told to its bearers only."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    metrics = Metrics()
    admission = Admission(bounds.working, bounds.waiting)
    app.include_router(make_router(service, admission, metrics, bounds.body_seconds))
    app.include_router(make_tellers(service, metrics, token, certificate_ends))
    app.add_exception_handler(ExchangeRefusedError, _refusing(metrics))
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(DBAPIError, _database)
    app.add_exception_handler(PoolTimeoutError, _database)
    app.add_exception_handler(Exception, _internal)
    return app


def _refusing(metrics: Metrics) -> Callable[[Request, Exception], JSONResponse]:
    def refused(_request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, ExchangeRefusedError):
            raise error
        log.info("refused", extra={"facts": {"reason": error.reason}})
        metrics.refused(error.reason)
        return _answer(error.reason, error.status, error.retry_after)

    return refused


def _http_error(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    return _answer("http." + HTTPStatus(error.status_code).name.lower(), error.status_code)


def _database(request: Request, error: Exception) -> JSONResponse:
    """Send a laptop away for a while where the database is gone, and a fault of ours to the log."""
    if isinstance(error, DBAPIError) and not is_lost(error):
        return _internal(request, error)
    log.warning("database away: %s", type(error).__name__)
    return _answer(DATABASE_AWAY, HTTPStatus.SERVICE_UNAVAILABLE, seconds())


def _internal(_request: Request, error: Exception) -> JSONResponse:
    # The kind alone: an error's text may quote what people are called. The trace is logged without texts.
    log.error("failed: %s", type(error).__name__, exc_info=error)
    return _answer("internal", HTTPStatus.INTERNAL_SERVER_ERROR)


def _answer(code: str, status: int, retry_after: int | None = None) -> JSONResponse:
    headers = None if retry_after is None else {"Retry-After": str(retry_after)}
    return JSONResponse({"error": code}, status, headers=headers)
