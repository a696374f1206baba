"""The fields that a column of a file may be mapped to, and the headers by which they are recognised.

Aliases stand in order of preference: where a file has 来源 and 市场码, the source is 来源.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a row can say. `needed`: a row without it is refused."""

    name: str
    zh: str
    en: str
    example: str
    aliases: tuple[str, ...] = ()
    needed: bool = False


STAYS: tuple[Field, ...] = (
    Field("external_id", "外部单号", "Stay number", "F1908090001", (
        "external_id", "外部单号", "账号", "帐号", "单号", "入住单号", "账单号", "订单号", "订单编号", "预订号", "预定号", "预订单号",
        "登记单号", "登记号", "接待单号", "folio", "folio no", "account", "account no", "acct no", "confirmation no",
        "confirmation number", "booking id", "booking no", "booking number", "reservation id", "reservation no",
        "reservation number", "rsv no", "rsvno", "order no", "order id", "stay id",
    )),
    Field("status", "状态", "Status", "已退房", (
        "status", "状态", "入住状态", "订单状态", "预订状态", "在住状态", "房态", "booking status", "reservation status",
        "sta", "resv status",
    ), needed=True),
    Field("check_in", "入住时间", "Check-in", "2026-01-05 14:10", (
        "check_in", "入住时间", "入住日期", "到店时间", "到店日期", "抵店时间", "抵店日期", "到达时间", "到达日期", "到达", "到店",
        "抵店", "到日", "到期日", "入住", "来期", "抵达", "抵达日期", "arr", "arrival", "arrival date", "arrival time", "arr date",
        "check in date", "checkin", "check in time", "date", "日期",
    ), needed=True),
    Field("check_out", "退房时间", "Check-out", "2026-01-06 11:00", (
        "check_out", "退房时间", "退房日期", "离店时间", "离店日期", "离开时间", "离开日期", "离开", "离店", "退房", "离日", "离期",
        "预离", "预离时间", "预离日期", "结账时间", "dep", "departure", "departure date", "departure time", "dep date",
        "check out date", "checkout", "check out time",
    ), needed=True),
    Field("source", "来源", "Source", "携程", (
        "source", "来源", "客户来源", "客人来源", "订单来源", "客源", "客源渠道", "来源渠道", "预订来源", "预订渠道", "渠道", "渠道名称",
        "销售渠道", "来源码", "客源类型", "客源类别", "src", "channel", "booking channel", "booking source", "distribution channel",
        "市场码", "市场", "market segment type", "market segment", "market",
    ), needed=True),
    Field("rate", "房价", "Rate", "208.00", (
        "rate", "成交价", "实际房价", "实际价", "实价", "房价", "执行价", "协议价", "单价", "日房价", "房费单价", "当日房价", "均价",
        "平均房价", "real rate", "real_rate", "room rate", "avg price per room", "adr", "price", "nightly rate", "daily rate",
    ), needed=True),
    Field("guest.name", "客人姓名", "Guest name", "李四", (
        "guest.name", "姓名", "客人姓名", "客人", "宾客姓名", "宾客", "住客姓名", "住客", "入住人", "入住人姓名", "客人名称", "客户姓名",
        "guest name", "guest", "name", "full name",
    ), needed=True),
    Field("guest.phone", "手机号", "Phone", "138 0013 8000", (
        "guest.phone", "手机", "手机号", "手机号码", "客人手机", "联系电话", "电话", "电话号码", "联系方式", "mobile", "phone",
        "telephone", "tel", "phone number", "mobile number", "mobile phone", "cell",
    )),
    Field("guest.external_id", "客人编号", "Guest number", "G00077", (
        "guest.external_id", "客人编号", "客人号", "客户编号", "客户号", "宾客编号", "客史号", "客史档案号", "档案号", "会员号",
        "会员卡号", "guest id", "guest no", "customer id", "customer no", "profile id", "member no", "profile no",
    )),
    Field("room_no", "房号", "Room", "8210", ("room_no", "房号", "房间号", "房间", "rmno", "room", "room number", "room no")),
    Field("room_type", "房型", "Room type", "大床房", (
        "room_type", "房型", "房间类型", "客房类型", "rmtype", "room type reserved", "room type name", "room category",
    )),
    Field("updated_at", "更新时间", "Updated at", "2026-01-06 11:02", (
        "updated_at", "更新时间", "修改时间", "最后修改时间", "最后更新时间", "变更时间", "updated", "modified", "last modified",
        "update time", "changed at",
    )),
    Field("booked_at", "预订时间", "Booked at", "2026-01-02 09:00", (
        "booked_at", "预订时间", "预订日期", "预定时间", "预定日期", "下单时间", "创建时间", "booking date", "booked", "created",
        "create time", "reservation date",
    )),
    Field("checked_in_by.name", "办理员工", "Checked in by", "王芳", (
        "checked_in_by.name", "操作员", "接待", "接待员", "办理人", "办理员工", "经办人", "前台", "操作人", "开单人", "clerk", "operator",
        "user", "checked in by", "receptionist",
    )),
    Field("checked_in_by.external_id", "员工工号", "Staff number", "S03", (
        "checked_in_by.external_id", "工号", "员工号", "员工工号", "操作员工号", "staff id", "clerk id", "user id", "employee id",
    )),
    Field("requests", "要求", "Requests", "加一个枕头", (
        "requests", "特殊要求", "要求", "客人要求", "客人喜好", "喜好", "special requests", "request", "preferences",
    )),
    Field("notes", "备注", "Notes", "", ("notes", "备注", "说明", "备注信息", "remark", "remarks", "note", "comment", "comments")),
    Field("revenue.room", "房费", "Room revenue", "208.00", (
        "revenue.room", "房费", "房费合计", "房费总额", "房租", "总房费", "room revenue", "room charge", "rate amount", "room total",
    )),
    Field("revenue.fnb", "餐饮消费", "Food and beverage", "38.00", (
        "revenue.fnb", "餐费", "餐饮", "餐饮消费", "餐饮收入", "fnb", "f&b", "food and beverage", "f b revenue",
    )),
    Field("revenue.other", "其他消费", "Other revenue", "0.00", (
        "revenue.other", "其他消费", "其它消费", "其他收入", "杂费", "other revenue", "other", "extras",
    )),
    Field("currency", "币种", "Currency", "CNY", ("currency", "币种", "货币", "ccy")),
    Field("rate_code", "房价码", "Rate code", "RAC", ("rate_code", "房价码", "价格代码", "价格方案", "ratecode", "rate plan")),
    Field("market_code", "市场码", "Market code", "散客", ("market_code", "市场码", "市场", "市场代码", "market", "market segment")),
    Field("adults", "成人", "Adults", "2", ("adults", "成人", "成人数", "人数", "adult", "no of adults", "number of adults", "pax")),
    Field("children", "儿童", "Children", "0", (
        "children", "儿童", "儿童数", "小孩", "child", "no of children", "number of children",
    )),
    Field("secret", "保密", "Secret", "否", ("secret", "保密", "是否保密", "保密入住", "is_secret")),
    Field("group", "团队", "Group", "春游团", ("group", "团队", "团队名称", "团名", "团号", "group name", "group code")),
    Field("guest.birthday", "生日", "Birthday", "1990-03-02", (
        "guest.birthday", "生日", "出生日期", "出生年月", "birthday", "birth", "date of birth", "birth date", "dob",
    )),
    Field("guest.gender", "性别", "Gender", "男", ("guest.gender", "性别", "sex", "gender")),
    Field("guest.email", "邮箱", "E-mail", "a@example.com", ("guest.email", "邮箱", "电子邮箱", "电子邮件", "email", "e mail", "mail")),
    Field("guest.language", "语言", "Language", "zh", ("guest.language", "语言", "language")),
    Field("guest.id_hash", "证件摘要", "Document hash", "", ("guest.id_hash", "id hash")),
    Field("guest.unionid", "微信 unionid", "WeChat unionid", "", ("guest.unionid", "unionid")),
    Field("guest.wecom_external_id", "企微外部联系人", "WeCom external id", "", (
        "guest.wecom_external_id", "external userid", "外部联系人id", "wecom external id",
    )),
    # Not part of a stay: a row that stands for many rooms is the group's own line, not somebody's stay.
    Field("rooms", "房数", "Rooms", "1", ("rooms", "房数", "房间数", "间数", "no of rooms", "number of rooms")),
)  # fmt: skip

GUESTS: tuple[Field, ...] = (
    Field("external_id", "客人编号", "Guest number", "G00077", (
        "external_id", "客人编号", "客户编号", "客人号", "客史号", "档案号", "会员号", "会员卡号", "编号", "guest id", "guest no",
        "customer id", "profile id", "member no", "id",
    )),
    Field("name", "姓名", "Name", "李四", (
        "name", "姓名", "客人姓名", "客户姓名", "宾客姓名", "客人", "会员姓名", "guest name", "full name", "guest",
    ), needed=True),
    Field("phone", "手机号", "Phone", "138 0013 8000", (
        "phone", "手机", "手机号", "手机号码", "联系电话", "电话", "联系方式", "mobile", "telephone", "tel", "phone number",
    )),
    Field("birthday", "生日", "Birthday", "1990-03-02", (
        "birthday", "生日", "出生日期", "出生年月", "date of birth", "birth date", "birth", "dob",
    )),
    Field("gender", "性别", "Gender", "男", ("gender", "性别", "sex")),
    Field("email", "邮箱", "E-mail", "a@example.com", ("email", "邮箱", "电子邮箱", "e mail", "mail")),
    Field("language", "语言", "Language", "zh", ("language", "语言")),
    Field("tags", "标签", "Tags", "学生,有宝宝", ("tags", "标签", "客人标签", "客户标签", "tag", "labels")),
    Field("notes", "备注", "Notes", "", ("notes", "备注", "说明", "描述", "note", "remark", "comment", "description")),
)  # fmt: skip

CONTACTS: tuple[Field, ...] = (
    Field("nickname", "备注名", "Remark name", "李四5/携程/8210/208/20210930", (
        "nickname", "备注名", "备注", "好友备注", "客户备注", "备注昵称", "昵称", "remark", "remark name", "alias", "名称", "客户名称",
    ), needed=True),
    Field("tags", "标签", "Tags", "学生,有宝宝", ("tags", "标签", "企业标签", "客户标签", "tag", "labels")),
    Field("phone", "电话", "Phone", "138 0013 8000", (
        "phone", "电话", "手机", "手机号", "备注手机号", "备注手机", "手机号码", "联系电话", "mobile", "telephone",
    )),
    Field("description", "描述", "Description", "要求提前开空调", ("description", "描述", "备注描述", "客户描述", "desc")),
    Field("written_by", "添加人", "Written by", "王芳", ("written_by", "添加人", "所属员工", "跟进人", "员工", "owner", "added by")),
    Field("written_at", "更新时间", "Written at", "2026-01-06 11:02", (
        "written_at", "更新时间", "修改时间", "添加时间", "updated_at", "added at",
    )),
)  # fmt: skip

PRODUCTS: tuple[Field, ...] = (
    Field("code", "商品编号", "Product code", "W01", (
        "code", "商品编号", "商品编码", "商品代码", "产品编号", "产品编码", "编号", "编码", "代码", "货号", "sku", "条码", "product code", "item code",
        "product id", "item id", "item no", "id",
    ), needed=True),
    Field("name", "商品名称", "Product name", "矿泉水", (
        "name", "商品名称", "商品名", "商品", "产品名称", "产品", "品名", "名称", "项目", "服务项目", "服务名称", "product name", "product", "item name",
        "item", "service",
    ), needed=True),
    Field("name_en", "英文名", "English name", "Mineral water", ("name_en", "英文名", "英文名称", "english name", "name en")),
    Field("price", "售价", "Price", "5.00", (
        "price", "售价", "单价", "价格", "零售价", "标价", "销售价", "unit price", "sale price", "selling price", "retail price",
    ), needed=True),
    Field("cost", "成本", "Cost", "1.20", (
        "cost", "成本", "成本价", "进价", "进货价", "采购价", "unit cost", "cost price", "purchase price",
    )),
    Field("unit", "单位", "Unit", "瓶", ("unit", "单位", "计量单位", "uom")),
    Field("category", "类别", "Category", "饮料", ("category", "类别", "分类", "商品分类", "品类", "商品类别", "group", "type")),
    Field("stock", "库存", "Stock", "120", ("stock", "库存", "库存数量", "现有库存", "数量", "on hand", "qty on hand", "quantity", "qty")),
)  # fmt: skip

REVIEWS: tuple[Field, ...] = (
    Field("external_id", "点评编号", "Review number", "R20260105-1", (
        "external_id", "点评编号", "点评id", "评价编号", "评论编号", "评论id", "review id", "review no", "review number", "id",
    )),
    Field("at", "点评时间", "Reviewed at", "2026-01-06 20:11", (
        "at", "点评时间", "点评日期", "评价时间", "评价日期", "评论时间", "评论日期", "发表时间", "时间", "日期", "review date", "reviewed at",
        "review time", "date", "time", "created at",
    ), needed=True),
    Field("guest.phone", "手机号", "Phone", "138 0013 8000", (
        "guest.phone", "手机", "手机号", "手机号码", "联系电话", "电话", "mobile", "phone", "telephone", "phone number",
    )),
    Field("guest.external_id", "客人编号", "Guest number", "G00077", (
        "guest.external_id", "客人编号", "客人号", "客户编号", "客史号", "会员号", "guest id", "guest no", "customer id", "member no",
    )),
    Field("stay", "外部单号", "Stay number", "F1908090001", (
        "stay", "外部单号", "订单号", "订单编号", "入住单号", "账号", "单号", "预订号", "booking id", "booking no", "booking number",
        "reservation id", "reservation number", "order id", "order no", "confirmation number", "folio",
    )),
    Field("rating", "评分", "Rating", "4.8", (
        "rating", "评分", "总分", "综合评分", "点评分", "得分", "星级", "分数", "score", "stars", "overall rating", "review score",
    )),
    Field("text", "点评内容", "Review text", "房间干净，早餐不错", (
        "text", "点评内容", "评价内容", "评论内容", "点评", "评价", "评论", "内容", "review", "review text", "comment", "comments",
        "content", "body",
    )),
    Field("source", "来源", "Source", "携程", (
        "source", "来源", "渠道", "平台", "点评平台", "点评渠道", "来源渠道", "channel", "platform", "site",
    )),
)  # fmt: skip

KINDS: dict[str, tuple[Field, ...]] = {
    "stays": STAYS,
    "guests": GUESTS,
    "contacts": CONTACTS,
    "products": PRODUCTS,
    "reviews": REVIEWS,
}

# One of these must lead to the guest; reported as the first.
IDENTITY: dict[str, tuple[str, ...]] = {
    "stays": ("guest.phone", "guest.external_id"),
    "guests": ("phone", "external_id"),
    "contacts": (),
    "products": (),
    "reviews": ("guest.phone", "guest.external_id", "stay"),
}

# A check-out may be told as nights, and a date in three columns: how such headers look once simplified.
NIGHTS = (
    "天数",
    "晚数",
    "间夜",
    "间夜数",
    "入住天数",
    "房晚",
    "nights",
    "no of nights",
    "number of nights",
    "night count",
)
NIGHT_PARTS = (
    ("no of weekend nights", "no of week nights"),
    ("stays in weekend nights", "stays in week nights"),
)
DATE_PARTS = (
    ("arrival year", "arrival month", "arrival date"),
    ("arrival year", "arrival month", "arrival day"),
)


def named(kind: str) -> dict[str, Field]:
    return {field.name: field for field in KINDS[kind]}
