"""What figures are called: the words for the names of the dated tables."""

from collections.abc import Mapping

# By the beginning of a name; what follows it (a group, a place, months) is kept behind the words.
FIGURE_NAMES: Mapping[str, str] = {
    "base_salary": "lương cơ sở",
    "poverty_line.rural": "chuẩn nghèo nông thôn",
    "health.rate": "tỷ lệ đóng BHYT",
    "health.order_share": "mức đóng theo thứ tự trong hộ",
    "health.months": "số tháng đóng BHYT",
    "health.gap_days": "số ngày gián đoạn BHYT",
    "health.waiting_days": "số ngày chờ thẻ BHYT",
    "health.social_pension_age": "tuổi hưởng trợ cấp hưu trí xã hội",
    "health.co_payment_salaries": "mức cùng chi trả trong năm",
    "health.benefit_level": "mức hưởng BHYT",
    "health.support_share": "tỷ lệ hỗ trợ BHYT",
    "health.may_choose_form": "quyền chọn cách đóng BHYT",
    "health.paid_by_state": "nhóm do ngân sách đóng BHYT",
    "health.paid_by_fund": "nhóm do quỹ BHXH đóng BHYT",
    "health.paid_by_employer": "nhóm do đơn vị đóng BHYT",
    "local_support": "hỗ trợ của địa phương",
    "pension.rate": "tỷ lệ đóng BHXH tự nguyện",
    "pension.ceiling_multiple": "mức thu nhập cao nhất",
    "pension.support_share": "tỷ lệ hỗ trợ BHXH tự nguyện",
    "pension.supported_months_most": "số tháng được hỗ trợ",
    "pension.support_is_flat": "cách tính hỗ trợ khi đóng nhiều năm",
    "pension.income_step": "bậc mức thu nhập",
    "pension.months": "số tháng đóng BHXH tự nguyện",
    "pension.window_months": "thời hạn đóng tiếp",
    "pension.years_ahead": "số năm đóng về sau",
    "pension.missing_months_most": "số tháng còn thiếu được đóng một lần",
    "pension.months_needed": "số tháng đóng để có lương hưu",
    "pension.discount_rate": "lãi suất bình quân tháng",
    "pension.age_least": "tuổi tham gia BHXH tự nguyện",
    "pension.hamlet_officers_compulsory": "cán bộ thôn đóng BHXH bắt buộc",
    "retirement.age_months.male": "tuổi nghỉ hưu của nam",
    "retirement.age_months.female": "tuổi nghỉ hưu của nữ",
    "province": "tỉnh",
    "cash.note": "tờ tiền đang lưu hành",
    "declaration.repeat_days": "số ngày không kê khai lại",
}


def figure_name(name: str) -> str:
    """Say what a figure is, with its ending: «tỷ lệ hỗ trợ BHYT (GB)»; a name of no table stays as it is."""
    family, ending = name, ""
    while family not in FIGURE_NAMES:
        family, dot, last = family.rpartition(".")
        if not dot:
            return name
        ending = f"{last}.{ending}" if ending else last
    return f"{FIGURE_NAMES[family]} ({ending})" if ending else FIGURE_NAMES[family]
