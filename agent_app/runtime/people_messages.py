"""The words for people and households that are added, corrected, moved and merged."""

from collections.abc import Mapping

from agent_app.runtime.held_words import held_field

PEOPLE_SENTENCES: Mapping[str, str] = {
    "edit.authority": (
        "Mục «{field}» do cơ quan BHXH quyết định nên máy không tự sửa. Chưa ghi gì. Hãy gửi giấy tờ để cơ "
        "quan BHXH sửa; lần đồng bộ sau máy sẽ nhận giá trị mới."
    ),
    "edit.changed_since": (
        "Mục «{field}» đã có giá trị khác sau lần sửa đó nên máy không hoàn tác. Không có gì bị thay đổi. "
        "Hãy mở «Sửa» để xem và ghi lại giá trị đúng."
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

PEOPLE_FINDINGS: Mapping[str, str] = {
    "edit.differs": (
        "Thông tin đã sửa (việc {about}) không khớp với sổ hoặc với lần sửa đã ghi. Tiền và biên lai không "
        "bị ảnh hưởng. Hãy xem lại người đó, sửa lại nếu sai, rồi đồng bộ."
    ),
    "edit.no_base": (
        "Việc sửa {about} còn chờ cơ quan BHXH trả lời nhưng sổ không còn giữ giá trị cũ. Nếu cơ quan BHXH "
        "không nhận, hãy tự sửa lại."
    ),
    "household.missing": (
        "Nhật ký có việc thêm hộ {about} nhưng sổ không còn hộ đó. Hãy khôi phục bản sao lưu hoặc thêm lại."
    ),
    "people.unreadable": (
        "Nội dung đã ghi của việc {about} (thêm, sửa người hoặc hộ) không đọc được. Hãy báo cơ quan BHXH."
    ),
    "person.missing": (
        "Nhật ký có việc thêm người {about} nhưng sổ không còn người đó. Hãy khôi phục bản sao lưu hoặc "
        "thêm lại."
    ),
    "person.not_merged": (
        "Nhật ký có việc gộp người {about} vào người khác nhưng sổ vẫn để riêng. Hãy gộp lại."
    ),
    "status.differs": (
        "Quyết định {about} trong sổ khác với bản đã ghi trong nhật ký. Hãy xem lại quyết định giấy và báo "
        "cơ quan BHXH."
    ),
    "status.missing": (
        "Nhật ký có quyết định {about} nhưng sổ không còn. Hãy ghi lại quyết định, hoặc khôi phục bản sao "
        "lưu."
    ),
    "status.unreadable": (
        "Nội dung đã ghi của việc {about} (diện hỗ trợ) không đọc được. Hãy ghi lại quyết định."
    ),
}
"""What a check finds of people, their edits and their standing."""

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
