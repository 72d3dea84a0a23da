"""The words for people and households that are added, corrected, moved and merged."""

from collections.abc import Mapping

from agent_app.runtime.held_words import held_field

PEOPLE_SENTENCES: Mapping[str, str] = {
    "edit.authority": (
        "Mục «{field}» do cơ quan BHXH quyết định nên máy không tự sửa. Chưa ghi gì. Hãy gửi giấy tờ để cơ "
        "quan BHXH sửa; lần đồng bộ sau máy sẽ nhận giá trị mới."
    ),
    "edit.empty": "Chưa nói sửa mục nào. Chưa ghi gì. Hãy ghi thêm mục cần sửa, ví dụ --phone.",
    "household.address": (
        "Hộ cần có địa chỉ để tìm đến nhà. Chưa ghi gì. Hãy ghi số nhà, thôn và xã, ví dụ: Số 8, Thôn Láng "
        "Tre, xã Suối Trúc."
    ),
    "household.known": (
        "Mã hộ này đã có ở máy: {place} ({household_id}). Chưa thêm gì. Hãy dùng hộ đó, hoặc xem lại mã hộ."
    ),
    "household.likely": (
        "Địa chỉ này đã có một hộ: {place} ({household_id}). Chưa thêm gì. Nếu đúng là hộ khác ở cùng nhà, "
        "hãy làm lại với --new."
    ),
    "merge.not_confirmed": (
        "Chưa gộp hai người vì chưa ai xác nhận. Không có gì bị thay đổi. Hãy xem kỹ hai bên rồi làm lại "
        "với --yes."
    ),
    "merge.numbers_differ": (
        "Hai người này có «{field}» khác nhau nên chưa gộp. Không có gì bị thay đổi. Nếu một số ghi nhầm, "
        "hãy sửa số đó trước; nếu một người có hai mã số BHXH, hãy báo cơ quan BHXH gộp mã."
    ),
    "merge.same": "Hai mã này đã là một người. Không có gì bị thay đổi. Hãy chọn người thứ hai.",
    "move.already_there": "Người này đang ở hộ đó rồi. Không có gì bị thay đổi. Hãy chọn hộ khác.",
    "person.birth": (
        "Không ai đang sống sinh ngày {birth}. Chưa ghi gì. Hãy xem lại giấy tờ rồi ghi lại ngày sinh."
    ),
    "person.citizen_id_contradicts": (
        "Số CCCD không khớp với {about}. Chưa ghi gì. Hãy nhìn lại thẻ: một trong hai ghi nhầm, hoặc là số "
        "của người khác."
    ),
    "person.known": (
        "Số này đã thuộc về {name}, {place} ({person_id}). Chưa ghi gì. Hãy dùng người đó, hoặc xem lại số."
    ),
    "person.likely": (
        "Đã có {name}, {place} ({person_id}), trùng tên và có thể trùng ngày sinh. Chưa thêm gì. Nếu đúng "
        "là người khác, hãy làm lại với --new."
    ),
    "person.name": (
        "Họ tên chỉ gồm chữ, dấu cách, dấu nháy, gạch nối hoặc chấm, tối đa 100 chữ. Chưa ghi gì. Hãy ghi "
        "lại như trên giấy tờ."
    ),
    "person.not_a_card": (
        "Mã này là mã chuyển khoản, không phải thẻ. Chưa ghi gì. Hãy quét mã trên thẻ BHYT hoặc CCCD."
    ),
    "status.incomplete": (
        "Quyết định còn thiếu hoặc sai phần «{about}». Chưa ghi gì. Hãy ghi đủ số, nơi ban hành và từ ngày, "
        "đến ngày theo quyết định giấy."
    ),
}

_FIELDS: Mapping[str, str] = {
    "number": "số quyết định",
    "issuer": "nơi ban hành",
    "dates": "từ ngày, đến ngày",
}


def people_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """Say a field by the words that people have for it."""
    named = {name: held_field(facts[name]) for name in ("field",) if name in facts}
    about = {name: _FIELDS.get(facts[name], facts[name]) for name in ("about",) if name in facts}
    return {**facts, **named, **about}
