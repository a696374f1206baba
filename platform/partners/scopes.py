"""What each scope of a key allows, in the same abilities by which staff are judged."""

from staff.roles import Ability

SCOPES: dict[str, frozenset[Ability]] = {
    "stays:read": frozenset({Ability.SEE_GUESTS}),
    "stays:write": frozenset({Ability.SEND_STAYS}),
    "guests:read": frozenset({Ability.SEE_GUESTS}),
    "guests:write": frozenset({Ability.SEE_GUESTS, Ability.EDIT_GUESTS, Ability.MERGE_GUESTS}),
    "guests:pii": frozenset({Ability.SEE_FULL_PHONE}),
    "remarks:read": frozenset({Ability.SEE_GUESTS}),
    "remarks:write": frozenset({Ability.SEE_GUESTS, Ability.WRITE_REMARKS, Ability.ASSIGN_REMARKS}),
    "reports:read": frozenset({Ability.SEE_REPORTS_CHAIN, Ability.SEE_REPORTS_PROPERTY}),
    "imports:write": frozenset({Ability.IMPORT_DATA}),
    "exports:read": frozenset({Ability.EXPORT_DATA}),
    "sources:write": frozenset({Ability.SEE_GUESTS, Ability.MAP_SOURCES}),
    "chain:write": frozenset({Ability.MANAGE_CHAIN, Ability.MANAGE_PROPERTY}),
    "audit:read": frozenset({Ability.SEE_AUDIT}),
    "programme:read": frozenset({Ability.SEE_GUESTS, Ability.SEE_PROGRAMME}),
    "programme:write": frozenset({Ability.SEE_PROGRAMME, Ability.EDIT_PROGRAMME}),
    "value:write": frozenset(
        {Ability.SEE_GUESTS, Ability.SEE_PROGRAMME, Ability.MOVE_VALUE, Ability.ADJUST_VALUE}
    ),
    "events:read": frozenset({Ability.SEE_EVENTS}),
    "campaigns:read": frozenset({Ability.SEE_GUESTS, Ability.SEE_CAMPAIGNS}),
    "campaigns:write": frozenset(
        {
            Ability.SEE_GUESTS,
            Ability.SEE_CAMPAIGNS,
            Ability.EDIT_CAMPAIGNS,
            Ability.SEND_MESSAGES,
            Ability.GREET_GUESTS,
        }
    ),
    "desk:write": frozenset({Ability.SEE_GUESTS, Ability.SERVE_GUESTS}),
    "touches:write": frozenset({Ability.SEND_TOUCHES}),
    "profit:read": frozenset({Ability.SEE_GUESTS, Ability.SEE_REPORTS_PROPERTY, Ability.SEE_PROFIT}),
    "members:write": frozenset({Ability.SEE_GUESTS, Ability.SEE_PROGRAMME, Ability.ENROL_MEMBERS}),
}

# What a scope allows, for who chooses them.
WORDS: dict[str, tuple[str, str]] = {
    "stays:read": ("查看入住单", "Read stays"),
    "stays:write": ("推送入住单", "Send stays"),
    "guests:read": ("查看客人（手机号打码）", "Read guests, phone numbers masked"),
    "guests:write": ("修改、合并客人", "Change and merge guests"),
    "guests:pii": ("查看完整手机号（每次都有记录）", "See full phone numbers; every look is recorded"),
    "remarks:read": ("查看备注", "Read remarks"),
    "remarks:write": ("填写、分配备注", "Write and assign remarks"),
    "reports:read": ("查看报表", "Read reports"),
    "imports:write": ("导入历史数据", "Import data"),
    "exports:read": ("导出数据", "Export data"),
    "sources:write": ("归类订房来源", "Sort sources into channels"),
    "chain:write": ("修改连锁和门店设置", "Change the settings of chain and properties"),
    "audit:read": ("查看操作记录", "Read the audit log"),
    "programme:read": ("查看会员方案、积分和储值", "Read the programme, points and stored value"),
    "programme:write": ("修改会员方案", "Change the programme"),
    "value:write": ("动用积分、储值和券", "Move points, stored value and coupons"),
    "events:read": ("读取事件", "Read events"),
    "campaigns:read": ("查看人群、活动和消息", "Read segments, campaigns and messages"),
    "campaigns:write": ("编写、发起活动，发送消息", "Write and start campaigns, send messages"),
    "desk:write": ("处理到店准备、回复建议和交接", "Work at the desk: preparations, replies, hand-over"),
    "touches:write": ("写入餐饮、客房、点评等触点", "Write touch points: restaurant, housekeeping, reviews"),
    "profit:read": ("查看成本、佣金和利润", "Read cost, commission and profit"),
    "members:write": ("登记、关联会员", "Enrol and link members"),
    "*": (
        "全部（不含密钥、推送、员工、账单和审批）",
        "Everything but keys, webhooks, staff, billing and approvals",
    ),
}

# Everything but making keys and webhooks and inviting people: a leaked key must not be able to outlive its revocation.
# A second person is a person, and so is who pays.
EVERYTHING = frozenset(Ability) - {
    Ability.MANAGE_KEYS,
    Ability.MANAGE_WEBHOOKS,
    Ability.MANAGE_STAFF,
    Ability.MANAGE_BILLING,
    Ability.APPROVE_VALUE,
    Ability.APPROVE_CAMPAIGNS,
    Ability.MANAGE_MESSAGING,
}


def giving(ability: Ability) -> list[str]:
    """The scopes that allow this, the narrowest first; "*" where no other does, none where no key may."""
    found = [scope for scope, allowed in SCOPES.items() if ability in allowed]
    if not found and ability in EVERYTHING:
        return ["*"]
    return sorted(found, key=lambda scope: (len(SCOPES[scope]), scope))


def abilities(scopes: list[str]) -> frozenset[Ability]:
    """The union; every key may see the chain it belongs to. An unknown scope allows nothing."""
    if "*" in scopes:
        return EVERYTHING
    return frozenset({Ability.SEE_CHAIN}).union(*(SCOPES.get(scope, frozenset()) for scope in scopes))
