"""The addresses for those who look after the server: whether it is well, and its figures."""

import hmac
import ipaddress
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from provincial_server.errors import CertificateExpiredError
from provincial_server.health import days_left, fault
from provincial_server.metrics import Metrics
from provincial_server.sync_service import SyncService

# Whoever came through another server only looks as if they were on this machine.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def make_tellers(
    service: SyncService, metrics: Metrics, token: str | None, certificate_ends: datetime | None
) -> APIRouter:
    """Bind the addresses; without a ``token`` figures are told to this machine alone."""
    router = APIRouter()
    allowed: Callable[[Request], bool] = _local if token is None else _bearer(token)

    @router.get("/health")
    def health() -> Response:
        """Say that the server runs, or what is wrong."""
        wrong, about = fault(service.database, service.keys), {}
        if certificate_ends is not None:
            left = days_left(certificate_ends, service.clock())
            wrong = wrong or (CertificateExpiredError.code if left < 0 else None)
            about = {"certificate_days_left": left}
        if wrong is None:
            return JSONResponse({"status": "ok", **about})
        return JSONResponse({"status": "wrong", "wrong": wrong, **about}, HTTPStatus.SERVICE_UNAVAILABLE)

    @router.get("/metrics")
    def figures(request: Request) -> Response:
        """Tell the figures to whoever may know them; to others there is nothing here."""
        if not allowed(request):
            return JSONResponse({"error": "http.not_found"}, HTTPStatus.NOT_FOUND)
        return Response(metrics.text(service.database), media_type=CONTENT_TYPE_LATEST)

    return router


def _local(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _bearer(token: str) -> Callable[[Request], bool]:
    expected = f"Bearer {token}".encode()

    def allowed(request: Request) -> bool:
        return hmac.compare_digest(request.headers.get("authorization", "").encode(), expected)

    return allowed
