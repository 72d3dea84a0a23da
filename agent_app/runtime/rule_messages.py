"""The words of what the contribution rules refuse: what happened, what is kept, what to do next."""

from collections.abc import Mapping
from enum import Enum

from agent_app.domain.eligibility import PaidWholly
from agent_app.domain.groups import PaidBy
from agent_app.domain.pension_contribution import PensionGroup
from agent_app.domain.pension_eligibility import PensionObstacle
from agent_app.domain.receipt import ReceiptForm

RULE_SENTENCES: Mapping[str, str] = {
    "health.cover_overlap": (
        "Người này đã có thẻ BHYT từ {start} đến {end}. Chưa thu tiền. Hãy hỏi lại hạn thẻ rồi chọn thời "
        "gian sau ngày đó."
    ),
    "health.group_not_in_force": (
        "Vào ngày {on} chưa có nhóm {group}, hoặc nhóm đã hết hiệu lực. Chưa thu tiền. Hãy kiểm tra lại "
        "ngày và mã đối tượng."
    ),
    "health.group_unknown": (
        "Không có mã đối tượng {group}. Chưa thu tiền. Hãy ghi lại mã, ví dụ GD, GB, CN, HS, SV hoặc dtts-70."
    ),
    "health.paid_elsewhere": (
        "Nhóm {group} do {paid_by} đóng toàn bộ nên không được thu tiền của người này. Chưa thu tiền. Hãy "
        "báo cơ quan BHXH nếu người này chưa có thẻ."
    ),
    "health.paid_wholly": (
        "Người này thuộc diện được đóng toàn bộ ({reason}) nên không được thu tiền. Chưa thu tiền. Hãy báo "
        "cơ quan BHXH nếu người này chưa có thẻ."
    ),
    "health.place_missing": (
        "Chưa biết là người thứ mấy trong hộ nên chưa tính được mức đóng. Chưa thu tiền. Hãy ghi thêm "
        "--order."
    ),
    "household.place_twice": (
        "Thứ tự {place} trong hộ được ghi cho hai người. Chưa thu tiền. Hãy kiểm tra lại thứ tự đã đóng "
        "trong năm."
    ),
    "local_support.basis": (
        "Mức hỗ trợ «{basis}» chỉ dùng cho BHXH tự nguyện. Chưa tính tiền. Hãy ghi theo tổng mức đóng "
        "(total), phần thêm (additional) hoặc số tiền (amount)."
    ),
    "pension.discount_rate_missing": (
        "Chưa có lãi suất bình quân tháng cho năm {year} nên chưa tính được đóng nhiều năm về sau hay thời "
        "gian còn thiếu. Chưa thu tiền. Hãy hỏi cơ quan BHXH rồi ghi thêm --rate, ví dụ 0.0031."
    ),
    "pension.income_step": (
        "Mức thu nhập {income} đ không đúng bậc {step} đ. Chưa thu tiền. Hãy chọn {lower} đ hoặc {higher} đ."
    ),
    "pension.missing_months": (
        "Không đóng một lần cho {months} tháng còn thiếu được; nhiều nhất {most} tháng. Chưa thu tiền. Hãy "
        "chọn lại số tháng."
    ),
    "pension.missing_too_early": (
        "Thời gian còn thiếu chỉ được đóng từ ngày {earliest}, tháng trước tháng đủ tuổi nghỉ hưu. Chưa thu"
        " tiền. Hãy hẹn lại người tham gia."
    ),
    "pension.missing_too_much": (
        "Người này chỉ còn thiếu {missing} tháng, không phải {months} tháng. Chưa thu tiền. Hãy chọn lại số"
        " tháng."
    ),
    "pension.not_open": (
        "Người này không tham gia BHXH tự nguyện được: {obstacle}. Chưa thu tiền. Hãy hỏi cơ quan BHXH nếu "
        "thông tin này không đúng."
    ),
    "pension.years": (
        "Không đóng trước {years} năm được; chỉ nhận {allowed} năm. Chưa thu tiền. Hãy chọn lại số năm."
    ),
    "province.unknown": (
        "Không có tỉnh nào mang mã {province} vào ngày {on}. Không có gì bị thay đổi. Hãy kiểm tra lại mã "
        "tỉnh."
    ),
    "refund.nothing": (
        "Khoản đã đóng này không có phần nào để hoàn trả. Không có gì bị thay đổi. Hãy hỏi cơ quan BHXH nếu"
        " người tham gia thấy chưa đúng."
    ),
    "support.decision_ended": (
        "Quyết định {number} của nhóm {group} chỉ có hiệu lực từ {since} đến {until}, chưa tính được mức có"
        " hỗ trợ. Chưa thu tiền. Hãy chờ quyết định năm sau, hoặc thu theo hộ gia đình."
    ),
    "support.decision_missing": (
        "Chưa có quyết định xác nhận người này thuộc nhóm {group}. Chưa thu tiền. Hãy xin xem quyết định, "
        "hoặc thu theo hộ gia đình."
    ),
    "support.pension_decision_ended": (
        "Quyết định {number} về diện {group} chỉ có hiệu lực từ {since} đến {until}, chưa tính được mức Nhà "
        "nước hỗ trợ BHXH tự nguyện theo diện này. Chưa thu tiền. Hãy ghi quyết định mới bằng agent-app "
        "household status, hoặc bằng --decision khi lập biên lai; chưa có thì thu theo nhóm «khác» (khac)."
    ),
    "support.pension_decision_missing": (
        "Chưa có quyết định xác nhận người này thuộc diện {group}, chưa tính được mức Nhà nước hỗ trợ BHXH tự"
        " nguyện theo diện này. Chưa thu tiền. Hãy xem quyết định rồi ghi bằng agent-app household status, "
        "hoặc bằng --decision khi lập biên lai; chưa có thì thu theo nhóm «khác» (khac)."
    ),
}

WORDS: Mapping[Enum, str] = {
    PensionGroup.OTHER: "khác",
    PensionGroup.NEAR_POOR: "hộ cận nghèo",
    PensionGroup.POOR: "hộ nghèo",
    PensionGroup.MINORITY: "người dân tộc thiểu số",
    PensionGroup.ISLAND: "xã đảo, đặc khu",
    ReceiptForm.PREPRINTED: "quyển in sẵn",
    ReceiptForm.SELF_PRINTED: "C45-BB tự in",
    ReceiptForm.ELECTRONIC: "biên lai điện tử",
    PaidBy.STATE: "ngân sách nhà nước",
    PaidBy.FUND: "quỹ BHXH",
    PaidBy.EMPLOYER: "đơn vị sử dụng lao động",
    PaidWholly.SOCIAL_PENSION: "hưởng trợ cấp hưu trí xã hội",
    PaidWholly.MONTHLY_ALLOWANCE: "hưởng trợ cấp xã hội hằng tháng",
    PaidWholly.SURVIVOR_ALLOWANCE: "hưởng trợ cấp tuất hằng tháng",
    PaidWholly.POOR: "hộ nghèo",
    PaidWholly.MINORITY_IN_DIFFICULT_AREA: "người dân tộc thiểu số ở vùng khó khăn",
    PaidWholly.NEAR_POOR_IN_DIFFICULT_AREA: "người dân tộc thiểu số hộ cận nghèo ở vùng khó khăn",
    PaidWholly.DIFFICULT_COMMUNE: "sống ở xã đặc biệt khó khăn",
    PaidWholly.ISLAND: "sống ở xã đảo, huyện đảo, đặc khu",
    PaidWholly.SAFE_ZONE: "sống ở xã an toàn khu",
    PaidWholly.MERIT: "người có công với cách mạng",
    PaidWholly.VETERAN: "cựu chiến binh",
    PaidWholly.UNDER_SIX: "trẻ em dưới 6 tuổi, thẻ còn giá trị",
    PaidWholly.UNEMPLOYMENT_BENEFIT: "hưởng trợ cấp thất nghiệp",
    PaidWholly.PENSIONER: "hưởng lương hưu",
    PensionObstacle.TOO_YOUNG: "chưa đủ 15 tuổi",
    PensionObstacle.COMPULSORY: "đang đóng BHXH bắt buộc",
    PensionObstacle.PENSIONER: "đang hưởng lương hưu",
    PensionObstacle.MONTHLY_ALLOWANCE: "đang hưởng trợ cấp BHXH hoặc trợ cấp hằng tháng",
    PensionObstacle.HAMLET_OFFICER: "người hoạt động không chuyên trách ở thôn đóng BHXH bắt buộc",
}
