"""The web application: what is served, and that every answer has a type, never a page."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from provincial_server.errors import ExchangeRefusedError
from provincial_server.routes import make_router
from provincial_server.sync_service import SyncService

log = logging.getLogger(__name__)


def make_app(service: SyncService, body_seconds: float) -> FastAPI:
    """Make the application around a service; a message must be here within so many seconds."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(make_router(service, body_seconds))
    app.add_exception_handler(ExchangeRefusedError, _refused)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _internal)
    return app


def _refused(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, ExchangeRefusedError):
        raise error
    log.info("refused: %s", error.reason)
    return _answer(error.reason, error.status, error.retry_after)


def _http_error(_request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    return _answer("http." + HTTPStatus(error.status_code).name.lower(), error.status_code)


def _internal(_request: Request, error: Exception) -> JSONResponse:
    # The kind alone: an error's text may quote what people are called. The trace is logged without texts.
    log.error("failed: %s", type(error).__name__, exc_info=error)
    return _answer("internal", HTTPStatus.INTERNAL_SERVER_ERROR)


def _answer(code: str, status: int, retry_after: int | None = None) -> JSONResponse:
    headers = None if retry_after is None else {"Retry-After": str(retry_after)}
    return JSONResponse({"error": code}, status, headers=headers)
