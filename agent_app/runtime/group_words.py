"""What people call the object codes of BHYT that an agent meets at the door."""

from collections.abc import Mapping

from agent_app.domain.groups import PaidBy

# By the codes of Quyết định 1351/QĐ-BHXH (2015) and of the laws since; others are named by who pays for them.
GROUP_NAMES: Mapping[str, str] = {
    "GD": "Hộ gia đình",
    "CN": "Hộ cận nghèo",
    "GB": "Hộ có mức sống trung bình",
    "can-ngheo-xa-ngheo": "Hộ cận nghèo ở xã nghèo",
    "dtts-70": "Dân tộc thiểu số, hỗ trợ 70 %",
    "co-so-50": "Lực lượng ở cơ sở, hỗ trợ 50 %",
    "mua-ban-nguoi": "Nạn nhân mua bán người",
    "bom-min": "Nạn nhân bom mìn",
    "k5-d": "Tự đóng, không theo hộ",
    "HS": "Học sinh",
    "SV": "Sinh viên",
    "DN": "Công ty",
    "HN": "Hộ nghèo",
    "LH": "Hưu trí xã hội",
    "TE": "Trẻ em dưới 6 tuổi",
    "HT": "Hưu trí",
    "BT": "Bảo trợ xã hội",
    "TN": "Trợ cấp thất nghiệp",
}

_PAYERS: Mapping[PaidBy, str] = {
    PaidBy.STATE: "Ngân sách đóng",
    PaidBy.FUND: "Quỹ BHXH đóng",
    PaidBy.EMPLOYER: "Cơ quan, công ty đóng",
}


def group_name(code: str) -> str:
    """Name a group; a code without words stays as it is."""
    return GROUP_NAMES.get(code, code)


def name_within(code: str) -> str:
    """Name a group within a sentence."""
    name = GROUP_NAMES.get(code)
    return name[0].lower() + name[1:] if name else code


def payer_name(code: str, payer: PaidBy) -> str:
    """Name a group for which somebody else pays."""
    return GROUP_NAMES.get(code) or _PAYERS[payer]
