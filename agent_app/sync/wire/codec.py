"""Messages as bytes: a list of named sections, canonical CBOR under zstd."""

from collections.abc import Callable, Mapping

import zstandard

from agent_app.domain.operation import Entry, OperationState, Position, from_millis, to_millis
from agent_app.domain.plain import (
    Body,
    NotPlainError,
    Plain,
    as_bytes,
    as_flag,
    as_int,
    as_list,
    as_map,
    as_text,
    as_text_or_none,
    as_uuid,
    canonical,
    decode,
)
from agent_app.sync.wire.messages import (
    MAX_MESSAGE,
    PROTOCOL,
    Ack,
    ChangeRow,
    Cursor,
    EnrolmentClaim,
    Hello,
    MessageUnreadableError,
    OperationOutcome,
    Pull,
    Push,
    Section,
    Segment,
    Verdict,
    VerdictKind,
    hello_body,
    position_body,
    sum_bytes,
)


def pack(sections: tuple[Section, ...]) -> bytes:
    """Write a message."""
    plain: list[Plain] = [[_NAMES[type(each)], _ENCODERS[type(each)](each)] for each in sections]
    return zstandard.ZstdCompressor(level=9).compress(canonical([PROTOCOL, plain]))


def unpack(message: bytes, limit: int = MAX_MESSAGE) -> tuple[Section, ...]:
    """Read a message; raise ``MessageUnreadableError`` for anything else or anything too large."""
    try:
        reader = zstandard.ZstdDecompressor().stream_reader(message)
        plain = reader.read(limit + 1)
        if len(plain) > limit:
            raise MessageUnreadableError
        _protocol, sections = as_list(decode(plain))
        return tuple(_section(as_list(each)) for each in as_list(sections))
    except (zstandard.ZstdError, NotPlainError, KeyError, ValueError, OverflowError) as error:
        raise MessageUnreadableError from error


def _section(named: list[object]) -> Section:
    name, body = named
    return _DECODERS[as_text(name)](as_map(body))


def _position(value: object) -> Position:
    epoch, dseq, head = as_list(value)
    return Position(as_int(epoch), as_int(dseq), as_bytes(head))


def _encode_hello(hello: Hello) -> Body:
    return hello_body(hello) | {"signature": hello.signature}


def _decode_hello(body: Mapping[str, object]) -> Hello:
    return Hello(
        as_uuid(body["device"]),
        _position(body["position"]),
        as_int(body["clock"]),
        as_bytes(body["turn_token"]),
        tuple(_cursor(as_list(each)) for each in as_list(body["cursors"])),
        _claim(body["claim"]),
        as_text(body["app"]),
        as_int(body["protocol"]),
        as_int(body["schema"]),
        as_bytes(body["signature"]),
    )


def _cursor(value: list[object]) -> Cursor:
    scope, gen, seq, total, mver = value
    return Cursor(as_text(scope), as_int(gen), as_int(seq), _sum(total), as_int(mver))


def _claim(value: object) -> EnrolmentClaim | None:
    if value is None:
        return None
    code, sign_key, seal_key = as_list(value)
    return EnrolmentClaim(as_text(code), as_bytes(sign_key), as_bytes(seal_key))


def _encode_verdict(verdict: Verdict) -> Body:
    return {
        "kind": verdict.kind.value,
        "position": position_body(verdict.position),
        "memberships": [[scope, mver] for scope, mver in verdict.memberships],
        "server_clock": verdict.server_clock,
        "turn_token": verdict.turn_token,
        "min_version": verdict.min_version,
        "server_keys": list(verdict.server_keys),
        "limits": dict(verdict.limits),
    }


def _decode_verdict(body: Mapping[str, object]) -> Verdict:
    memberships = [as_list(each) for each in as_list(body["memberships"])]
    return Verdict(
        VerdictKind(as_text(body["kind"])),
        _position(body["position"]),
        tuple((as_text(scope), as_int(mver)) for scope, mver in memberships),
        as_int(body["server_clock"]),
        as_bytes(body["turn_token"]),
        as_text(body["min_version"]),
        tuple(as_bytes(each) for each in as_list(body["server_keys"])),
        {name: as_int(limit) for name, limit in as_map(body["limits"]).items()},
    )


def _encode_push(push: Push) -> Body:
    entries: list[Plain] = [
        [each.op_id.bytes, each.kind, each.kver, to_millis(each.recorded_at), each.body]
        for each in push.entries
    ]
    return {
        "from_dseq": push.from_dseq,
        "prev_hash": push.prev_hash,
        "entries": entries,
        "signature": push.signature,
    }


def _decode_push(body: Mapping[str, object]) -> Push:
    return Push(
        as_int(body["from_dseq"]),
        as_bytes(body["prev_hash"]),
        tuple(_entry(as_list(each)) for each in as_list(body["entries"])),
        as_bytes(body["signature"]),
    )


def _entry(value: list[object]) -> Entry:
    op_id, kind, kver, recorded_at, body = value
    instant = from_millis(as_int(recorded_at))
    return Entry(as_uuid(op_id), as_text(kind), as_int(kver), instant, as_bytes(body))


def _encode_ack(ack: Ack) -> Body:
    return {
        "position": position_body(ack.position),
        "outcomes": [[each.op_id.bytes, each.state.value, each.reason] for each in ack.outcomes],
        "custody": ack.custody,
        "server_clock": ack.server_clock,
        "rehello": ack.rehello,
    }


def _decode_ack(body: Mapping[str, object]) -> Ack:
    return Ack(
        _position(body["position"]),
        tuple(_outcome(as_list(each)) for each in as_list(body["outcomes"])),
        as_bytes(body["custody"]),
        as_int(body["server_clock"]),
        as_flag(body["rehello"]),
    )


def _outcome(value: list[object]) -> OperationOutcome:
    op_id, state, reason = value
    return OperationOutcome(as_uuid(op_id), OperationState(as_text(state)), as_text_or_none(reason))


def _encode_pull(pull: Pull) -> Body:
    return {"max_rows": pull.max_rows}


def _decode_pull(body: Mapping[str, object]) -> Pull:
    return Pull(as_int(body["max_rows"]))


def _encode_segment(segment: Segment) -> Body:
    return {
        "scope": segment.scope,
        "gen": segment.gen,
        "after": segment.after,
        "base_sum": sum_bytes(segment.base_sum),
        "rows": [[each.seq, each.entity, each.id.bytes, each.ver, each.body] for each in segment.rows],
        "to": segment.to,
        "sum": sum_bytes(segment.sum),
        "mver": segment.mver,
        "more": segment.more,
    }


def _decode_segment(body: Mapping[str, object]) -> Segment:
    return Segment(
        as_text(body["scope"]),
        as_int(body["gen"]),
        as_int(body["after"]),
        _sum(body["base_sum"]),
        tuple(_change_row(as_list(each)) for each in as_list(body["rows"])),
        as_int(body["to"]),
        _sum(body["sum"]),
        as_int(body["mver"]),
        as_flag(body["more"]),
    )


def _change_row(value: list[object]) -> ChangeRow:
    seq, entity, row_id, ver, body = value
    content = None if body is None else as_bytes(body)
    return ChangeRow(as_int(seq), as_text(entity), as_uuid(row_id), as_int(ver), content)


def _sum(value: object) -> int:
    return int.from_bytes(as_bytes(value), "big")


_NAMES: dict[type[Section], str] = {
    Hello: "HELLO",
    Verdict: "VERDICT",
    Push: "PUSH",
    Ack: "ACK",
    Pull: "PULL",
    Segment: "SEGMENT",
}
_ENCODERS: dict[type[Section], Callable[..., Body]] = {
    Hello: _encode_hello,
    Verdict: _encode_verdict,
    Push: _encode_push,
    Ack: _encode_ack,
    Pull: _encode_pull,
    Segment: _encode_segment,
}
_DECODERS: dict[str, Callable[[Mapping[str, object]], Section]] = {
    "HELLO": _decode_hello,
    "VERDICT": _decode_verdict,
    "PUSH": _decode_push,
    "ACK": _decode_ack,
    "PULL": _decode_pull,
    "SEGMENT": _decode_segment,
}
