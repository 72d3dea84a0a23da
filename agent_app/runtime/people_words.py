"""What people are asked and told about others, in their own words: where something is from, how it stands."""

from collections.abc import Mapping
from enum import Enum

from agent_app.domain.citizen_id import Mismatch
from agent_app.domain.household_status import AreaFact, StatusState
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
