"""Messages as bytes: a list of named sections, canonical CBOR under zstd."""

from collections.abc import Callable, Mapping

import zstandard

from agent_app.domain.office_keys import KeyLink
from agent_app.domain.operation import (
    Entry,
    OperationState,
    Position,
    body_hash_at,
    from_millis,
    in_calendar,
    to_millis,
)
from agent_app.domain.plain import (
    Body,
    NotPlainError,
    Plain,
    as_bytes,
    as_flag,
    as_int,
    as_int_or_none,
    as_list,
    as_map,
    as_text,
    as_uuid,
    canonical,
    decode,
)
from agent_app.sync.wire.items import refuse_crowded
from agent_app.sync.wire.messages import (
    ANSWER,
    MAX_BATCH,
    MAX_KEY_LINKS,
    MAX_ROWS,
    MAX_RUNS,
    MAX_SCOPE_NAME,
    MAX_SCOPES,
    MAX_WORD,
    PROTOCOL,
    Ack,
    ChangeRow,
    Cursor,
    EnrolmentClaim,
    Hello,
    MessageUnreadableError,
    MessageVersionError,
    OperationOutcome,
    Pull,
    Push,
    Run,
    RunTold,
    Section,
    Segment,
    Size,
    Verdict,
    VerdictKind,
    hello_body,
    position_body,
    sum_bytes,
)

_HASH, _KEY, _SIGNATURE, _SUM = 32, 32, 64, 8
_LONGEST_TURN = 64
# What RFC 8878 asks every reader to manage, and more than any writer of ours uses.
_MAX_WINDOW = 8 * 1024 * 1024
# Of a block of a frame (RFC 8878): its head, the kind that is one byte many times; of a frame: its checksum.
_BLOCK_HEAD, _REPEATED_BYTE, _CHECKSUM = 3, 1, 4


def pack(sections: tuple[Section, ...]) -> bytes:
    """Write a message."""
    plain: list[Plain] = [[_NAMES[type(each)], _ENCODERS[type(each)](each)] for each in sections]
    return zstandard.ZstdCompressor(level=9).compress(canonical([PROTOCOL, plain]))


def unpack(message: bytes, size: Size = ANSWER) -> tuple[Section, ...]:
    """Read a message; raise ``MessageUnreadableError`` for anything else or anything too large.

    Raise ``MessageVersionError`` for one of another version, whatever is in it.
    """
    try:
        plain = _plain(message, size.plain)
        refuse_crowded(plain, size.items)
        version, *parts = as_list(decode(plain))
        _require_protocol(as_int(version))
        (sections,) = parts
        return tuple(_section(as_list(each)) for each in as_list(sections))
    except (zstandard.ZstdError, NotPlainError, KeyError, ValueError, OverflowError) as error:
        raise MessageUnreadableError from error


def _plain(message: bytes, most: int) -> bytes:
    """Unpack the one frame that a message is; nothing may stand behind it."""
    reader = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW).stream_reader(message)
    plain = reader.read(most + 1)
    if len(plain) > most:
        raise MessageUnreadableError
    if _end_of_frame(message) != len(message):
        raise MessageUnreadableError
    return plain


def _end_of_frame(message: bytes) -> int:
    """Return where the first frame ends, by the heads of its blocks: no reader of ours tells."""
    place, is_last = zstandard.frame_header_size(message), False
    while not is_last:
        head = int.from_bytes(message[place : place + _BLOCK_HEAD], "little")
        is_last, kind, size = bool(head & 1), head >> 1 & 3, head >> 3
        place += _BLOCK_HEAD + (1 if kind == _REPEATED_BYTE else size)
        if place > len(message):
            raise MessageUnreadableError
    return place + (_CHECKSUM if zstandard.get_frame_parameters(message).has_checksum else 0)


def _require_protocol(version: int) -> None:
    if version < 1:
        raise MessageUnreadableError
    if version != PROTOCOL:
        raise MessageVersionError(version)


def _section(named: list[object]) -> Section:
    name, body = named
    return _DECODERS[as_text(name)](as_map(body))


def _word(value: object, most: int = MAX_WORD) -> str:
    text = as_text(value)
    if len(text) > most:
        raise NotPlainError("too long")
    return text


def _list(value: object, most: int) -> list[object]:
    held = as_list(value)
    if len(held) > most:
        raise NotPlainError("too many")
    return held


def _exact(value: object, *lengths: int) -> bytes:
    held = as_bytes(value)
    if len(held) not in lengths:
        raise NotPlainError("no such length")
    return held


def _hash(value: object) -> bytes:
    return _exact(value, _HASH)


def _key(value: object) -> bytes:
    return _exact(value, _KEY)


def _signature(value: object) -> bytes:
    """Take a signature, or none: an answer that took nothing proves nothing."""
    return _exact(value, 0, _SIGNATURE)


def _turn(value: object) -> bytes:
    token = as_bytes(value)
    if len(token) > _LONGEST_TURN:
        raise NotPlainError("too long")
    return token


def _scope(value: object) -> str:
    return _word(value, MAX_SCOPE_NAME)


def _sum(value: object) -> int:
    return int.from_bytes(_exact(value, _SUM), "big")


def _position(value: object) -> Position:
    epoch, dseq, head = as_list(value)
    return Position(as_int(epoch), as_int(dseq), _hash(head))


def _encode_hello(hello: Hello) -> Body:
    return hello_body(hello) | {"signature": hello.signature}


def _decode_hello(body: Mapping[str, object]) -> Hello:
    return Hello(
        as_uuid(body["device"]),
        _position(body["position"]),
        as_int(body["clock"]),
        _turn(body["turn_token"]),
        tuple(_cursor(as_list(each)) for each in _list(body["cursors"], MAX_SCOPES)),
        _claim(body["claim"]),
        _word(body["app"]),
        as_int(body["protocol"]),
        as_int(body["schema"]),
        _signature(body["signature"]),
        as_int_or_none(body.get("restored_at")),
    )


def _cursor(value: list[object]) -> Cursor:
    scope, gen, seq, total, mver = value
    return Cursor(_scope(scope), as_int(gen), as_int(seq), _sum(total), as_int(mver))


def _claim(value: object) -> EnrolmentClaim | None:
    if value is None:
        return None
    code, sign_key, seal_key = as_list(value)
    return EnrolmentClaim(_word(code), _key(sign_key), _key(seal_key))


def _encode_verdict(verdict: Verdict) -> Body:
    body: Body = {
        "kind": verdict.kind.value,
        "position": position_body(verdict.position),
        "memberships": [[scope, mver] for scope, mver in verdict.memberships],
        "server_clock": verdict.server_clock,
        "turn_token": verdict.turn_token,
        "min_version": verdict.min_version,
        "server_keys": list(verdict.server_keys),
        "limits": dict(verdict.limits),
    }
    links: list[Plain] = [[each.former, each.key, each.seal, each.signature] for each in verdict.key_chain]
    return body | {"key_chain": links} if links else body


def _decode_verdict(body: Mapping[str, object]) -> Verdict:
    memberships = [as_list(each) for each in _list(body["memberships"], MAX_SCOPES)]
    return Verdict(
        VerdictKind(as_text(body["kind"])),
        _position(body["position"]),
        tuple((_scope(scope), as_int(mver)) for scope, mver in memberships),
        as_int(body["server_clock"]),
        _turn(body["turn_token"]),
        _word(body["min_version"]),
        tuple(_key(each) for each in as_list(body["server_keys"])),
        {name: as_int(limit) for name, limit in as_map(body["limits"]).items()},
        tuple(_key_link(as_list(each)) for each in _list(body.get("key_chain", []), MAX_KEY_LINKS)),
    )


def _key_link(value: list[object]) -> KeyLink:
    former, key, seal, signature = value
    return KeyLink(_key(former), _key(key), _key(seal), _signature(signature))


def _encode_push(push: Push) -> Body:
    entries: list[Plain] = [_entry_body(each) for each in push.entries]
    return {
        "from_dseq": push.from_dseq,
        "prev_hash": push.prev_hash,
        "entries": entries,
        "signature": push.signature,
    }


def _decode_push(body: Mapping[str, object]) -> Push:
    return Push(
        as_int(body["from_dseq"]),
        _hash(body["prev_hash"]),
        tuple(_entry(as_list(each)) for each in _list(body["entries"], MAX_BATCH)),
        _signature(body["signature"]),
    )


def _entry_body(entry: Entry) -> Plain:
    """Write an entry; behind an emptied body, which no operation has by itself, stands its hash."""
    plain: list[Plain] = [entry.op_id.bytes, entry.kind, entry.kver, to_millis(entry.recorded_at), entry.body]
    return plain if entry.emptied is None else [*plain, entry.emptied]


def _entry(value: list[object]) -> Entry:
    op_id, kind, kver, recorded_at, body, *rest = value
    emptied = _hash(*rest) if rest else None
    if emptied is not None and body != b"":
        raise NotPlainError("a body or its hash, not both")
    millis, content = as_int(recorded_at), as_bytes(body)
    known = in_calendar(millis)
    if known != millis and emptied is None:
        # No calendar has it; what is said is kept under its own hash, so that nothing behind it is stopped.
        emptied = body_hash_at(_word(kind), as_int(kver), millis, content)
    return Entry(as_uuid(op_id), _word(kind), as_int(kver), from_millis(known), content, emptied)


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
        tuple(_outcome(as_list(each)) for each in _list(body["outcomes"], MAX_BATCH)),
        _signature(body["custody"]),
        as_int(body["server_clock"]),
        as_flag(body["rehello"]),
    )


def _outcome(value: list[object]) -> OperationOutcome:
    op_id, state, reason = value
    return OperationOutcome(
        as_uuid(op_id), OperationState(as_text(state)), None if reason is None else _word(reason)
    )


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
        _scope(body["scope"]),
        as_int(body["gen"]),
        as_int(body["after"]),
        _sum(body["base_sum"]),
        tuple(_change_row(as_list(each)) for each in _list(body["rows"], MAX_ROWS)),
        as_int(body["to"]),
        _sum(body["sum"]),
        as_int(body["mver"]),
        as_flag(body["more"]),
    )


def _change_row(value: list[object]) -> ChangeRow:
    seq, entity, row_id, ver, body = value
    content = None if body is None else as_bytes(body)
    return ChangeRow(as_int(seq), _word(entity), as_uuid(row_id), as_int(ver), content)


def _encode_run(run: Run) -> Body:
    told: list[Plain] = [
        [
            each.started_at,
            each.millis,
            each.sent,
            each.received,
            each.bytes_up,
            each.bytes_down,
            each.failure,
        ]
        for each in run.runs
    ]
    return {"runs": told}


def _decode_run(body: Mapping[str, object]) -> Run:
    return Run(tuple(_run(as_list(each)) for each in _list(body["runs"], MAX_RUNS)))


def _run(value: list[object]) -> RunTold:
    started_at, millis, sent, received, bytes_up, bytes_down, failure = value
    return RunTold(
        as_int(started_at),
        as_int(millis),
        as_int(sent),
        as_int(received),
        as_int(bytes_up),
        as_int(bytes_down),
        None if failure is None else _word(failure),
    )


_NAMES: dict[type[Section], str] = {
    Hello: "HELLO",
    Verdict: "VERDICT",
    Push: "PUSH",
    Ack: "ACK",
    Pull: "PULL",
    Segment: "SEGMENT",
    Run: "RUN",
}
_ENCODERS: dict[type[Section], Callable[..., Body]] = {
    Hello: _encode_hello,
    Verdict: _encode_verdict,
    Push: _encode_push,
    Ack: _encode_ack,
    Pull: _encode_pull,
    Segment: _encode_segment,
    Run: _encode_run,
}
_DECODERS: dict[str, Callable[[Mapping[str, object]], Section]] = {
    "HELLO": _decode_hello,
    "VERDICT": _decode_verdict,
    "PUSH": _decode_push,
    "ACK": _decode_ack,
    "PULL": _decode_pull,
    "SEGMENT": _decode_segment,
    "RUN": _decode_run,
}
