"""The address that laptops speak to."""

from asyncio import timeout
from http import HTTPStatus
from time import monotonic

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from agent_app.sync.wire.messages import MEDIA_TYPE, SYNC_PATH
from provincial_server.admission import Admission
from provincial_server.errors import ExchangeRefusedError
from provincial_server.metrics import Metrics
from provincial_server.sync_service import MAX_REQUEST, Answered, SyncService


def make_router(
    service: SyncService, admission: Admission, metrics: Metrics, body_seconds: float
) -> APIRouter:
    """Bind the address to a service; a message must be here within so many seconds."""
    router = APIRouter()

    @router.post(SYNC_PATH)
    async def sync(request: Request) -> Response:
        """Answer one message of a laptop."""
        admission.require_room()
        message = await _body(request, body_seconds)
        address = request.client.host if request.client else ""
        began = monotonic()
        async with admission.place():
            with metrics.inside.track_inprogress():
                async with admission.reading:
                    asked = await run_in_threadpool(service.read, message)
                    if isinstance(asked, Answered):
                        metrics.exchange(asked.verdict, (), (len(message), len(asked.content)))
                        return Response(asked.content, media_type=MEDIA_TYPE)
                    speaker = await run_in_threadpool(service.prove, asked, address)
                async with admission.turn(speaker):
                    answered = await run_in_threadpool(service.respond, asked, address)
        metrics.exchange(answered.verdict, answered.outcomes, (len(message), len(answered.content)))
        metrics.took(monotonic() - began)
        return Response(answered.content, media_type=MEDIA_TYPE)

    return router


async def _body(request: Request, seconds: float) -> bytes:
    """Read a message, no further than its limit, whatever length the sender has declared."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != MEDIA_TYPE:
        raise ExchangeRefusedError("message.media_type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAX_REQUEST:
        raise ExchangeRefusedError("message.too_large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        async with timeout(seconds):
            return await _bounded(request)
    except TimeoutError as error:
        raise ExchangeRefusedError("message.slow", HTTPStatus.REQUEST_TIMEOUT) from error
    except ClientDisconnect as error:
        # A cut connection is an ordinary day; nobody is there to read this answer.
        raise ExchangeRefusedError("message.cut") from error


async def _bounded(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_REQUEST:
            raise ExchangeRefusedError("message.too_large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return bytes(body)
