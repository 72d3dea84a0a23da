"""What people are asked and told about others, in their own words: where something is from, how it stands."""

from collections.abc import Mapping
from enum import Enum

from agent_app.domain.citizen_id import Mismatch
from agent_app.domain.household_status import AreaFact, StatusState
from agent_app.domain.operation import OperationKind
from agent_app.domain.people_edit import RecordSource

PEOPLE_WORDS: Mapping[Enum, str] = {
    Mismatch.NUMBER: "cách đánh số của thẻ",
    Mismatch.BIRTH_YEAR: "năm sinh",
    Mismatch.SEX: "giới tính",
    RecordSource.TYPED: "gõ tay",
    RecordSource.HEALTH_CARD: "quét thẻ BHYT",
    RecordSource.CITIZEN_CARD: "quét CCCD",
    RecordSource.LIST: "theo danh sách",
    StatusState.COMING: "Chưa đến ngày",
    StatusState.IN_FORCE: "Đang có hiệu lực",
    StatusState.AWAITING_NEXT: "Chờ quyết định năm sau",
    StatusState.ENDED: "Hết hiệu lực",
    StatusState.WITHDRAWN: "Đã rút lại",
    AreaFact.ISLAND: "xã đảo, đặc khu",
    AreaFact.DIFFICULT: "xã đặc biệt khó khăn",
    AreaFact.SAFE_ZONE: "xã an toàn khu",
    AreaFact.K1: "khu vực K1",
    AreaFact.K2: "khu vực K2",
    AreaFact.K3: "khu vực K3",
}

PEOPLE_KINDS_SHOWN: Mapping[str, str] = {
    OperationKind.HOUSEHOLD_ADDED.value: "Thêm một hộ",
    OperationKind.HOUSEHOLD_EDITED.value: "Sửa một hộ",
    OperationKind.PERSON_ADDED.value: "Thêm một người",
    OperationKind.PERSON_EDITED.value: "Sửa một người",
    OperationKind.PERSON_MOVED.value: "Chuyển hộ một người",
    OperationKind.PERSON_MERGED.value: "Gộp hai người",
    OperationKind.STATUS_RECORDED.value: "Một quyết định về diện hỗ trợ",
}
"""What a change of people is called where the office must look at it."""

PEOPLE_REASONS: Mapping[str, str] = {
    "area_unclear": "cơ quan BHXH chưa biết hộ thuộc địa bàn nào của anh/chị. Cán bộ sẽ xếp.",
    "officer": "cán bộ đã xem và không nhận. Anh/chị hỏi cơ quan BHXH vì sao.",
    "authority": "mục này do cơ quan BHXH quyết định; máy đã trả về giá trị cũ. Anh/chị gửi giấy tờ để sửa.",
    "edit_conflict": "máy khác đã sửa mục này trước. Cả hai đều được giữ; cán bộ sẽ chọn.",
    "household_unknown": "cơ quan BHXH chưa có hộ này. Cán bộ sẽ xem cùng việc thêm hộ.",
    "id_taken": "mã này cơ quan BHXH đã có. Anh/chị báo cán bộ.",
    "merge_task": "cả hai người đều do cơ quan BHXH ghi. Cán bộ sẽ gộp.",
    "numbers_differ": "số này cơ quan BHXH ghi cho người hoặc hộ khác. Anh/chị mang giấy tờ đến đối chiếu.",
    "outside_area": "người hoặc hộ này ngoài địa bàn của anh/chị. Cán bộ sẽ xem.",
    "person_unknown": "cơ quan BHXH chưa có người này. Cán bộ sẽ xem cùng việc thêm người.",
    "several_alike": "cơ quan BHXH có nhiều người mang số này. Anh/chị mang giấy tờ đến đối chiếu.",
}
"""Why the office holds or refuses a change of people, and what the agent can do."""
