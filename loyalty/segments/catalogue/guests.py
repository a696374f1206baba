"""What stands on the guest's own row, and who the guest is."""

from loyalty.segments.fields import Field


# Of neighbours that stay with the row they came to, the person counts: see loyalty.guests.persons. Only rows that were
# merged away are looked up: there are few of them.
def person(row: str) -> str:
    """Whose the row of this name is, beside whole(row). Rows without a guest must be kept out."""
    return f"coalesce(r.merged_into_id, {row}.guest_id)"


def whole(row: str) -> str:
    return f"LEFT JOIN guests_guest r ON r.id = {row}.guest_id AND r.merged_into_id IS NOT NULL"


CHANNELS = {
    "member": ("会员", "member"),
    "corporate": ("协议", "corporate"),
    "ota": ("OTA", "OTA"),
    "walk_in": ("散客", "walk-in"),
}
MEDIA = {
    "sms": ("短信", "SMS"),
    "email": ("邮件", "e-mail"),
    "wecom": ("企业微信", "WeCom"),
    "wechat": ("公众号", "WeChat"),
}
GENDERS = {"male": ("男", "male"), "female": ("女", "female"), "m": ("男", "male"), "f": ("女", "female")}
KEY = f"""g.id IN (SELECT {person("i")} FROM guests_identity i {whole("i")}
 WHERE i.kind = ANY(ARRAY[2, 3]))"""  # noqa: S608 (constants)
# The newest word on each channel: rows are only ever added, so the greatest id is the newest, and carries its answer in
# the last bit. A special yes holds against an older general no, and a general yes does not undo a special no: as the gate
# reads it (loyalty.messaging.judging.consents).
SAID = "max((c.id << 1) | c.given::int::bigint)"
CONSENTED = f"""g.id IN (
 SELECT {person("c")} FROM guests_consent c {whole("c")} WHERE {{test}} AND c.channel = '' AND c.given AND NOT EXISTS (
   SELECT FROM (SELECT {person("o")} AS person, o.purpose, o.id
     FROM guests_consent o {whole("o")} WHERE o.channel = '' AND NOT o.given) t
    WHERE t.person = {person("c")} AND t.purpose = c.purpose AND t.id > c.id)
 UNION ALL
 SELECT s.person FROM (SELECT {person("c")} AS person, c.purpose, {SAID} AS said, max(c.at) AS at
    FROM guests_consent c {whole("c")} WHERE {{test}} AND c.channel <> '' GROUP BY 1, 2, c.channel) s
  LEFT JOIN (SELECT {person("o")} AS person, o.purpose, max(o.at) AS at
    FROM guests_consent o {whole("o")} WHERE o.channel = '' AND NOT o.given GROUP BY 1, 2) w
    ON w.person = s.person AND w.purpose = s.purpose
  WHERE s.said & 1 <> 0 AND (w.at IS NULL OR w.at < s.at))"""  # noqa: S608
CONSENTED_BY = f"""g.id IN (SELECT n.person FROM (SELECT {person("c")} AS person, y.channel,
   {SAID} FILTER (WHERE c.channel = '') AS overall, {SAID} FILTER (WHERE c.channel <> '') AS special,
   max(c.at) FILTER (WHERE c.channel = '') AS said, max(c.at) FILTER (WHERE c.channel <> '') AS special_said
  FROM guests_consent c {whole("c")}
  JOIN unnest(ARRAY['sms', 'email', 'wecom', 'wechat']) AS y(channel) ON c.channel IN ('', y.channel)
  WHERE c.purpose = 'marketing' GROUP BY 1, 2) n
 WHERE CASE WHEN n.special IS NULL THEN n.overall & 1 = 1
            WHEN n.overall & 1 = 0 AND n.said >= n.special_said THEN false ELSE n.special & 1 = 1 END AND {{test}})"""  # noqa: S608
REMARKED = f"""g.id IN (SELECT {person("k")} FROM remarks_remark k {whole("k")}
 WHERE {{test}})"""  # noqa: S608

FIELDS = (
    Field("age", "basic", "年龄", "age", "count", "extract(year FROM age({today}, g.birthday))::int", nullable=True,
          unit_zh=" 岁"),
    Field("birthday", "basic", "生日", "birthday", "yearly", "g.birthday", nullable=True),
    Field("gender", "basic", "性别", "gender", "word", "nullif(g.gender, '')", nullable=True),
    Field("language", "basic", "语言", "language", "word", "nullif(g.language, '')", nullable=True),
    Field("phone", "basic", "有手机号", "has a phone", "flag", "(g.phone IS NOT NULL)"),
    Field("email", "basic", "有邮箱", "has an e-mail address", "flag", "(g.email <> '')"),
    Field("wechat", "basic", "有微信身份", "is known on WeChat", "flag", f"({KEY})"),
    Field("tags", "basic", "标签", "tags", "words", "g.tags::text[]"),
    Field("remark_complete", "basic", "备注完成", "remark is complete", "flag", "g.remark_complete"),
    Field("description", "basic", "备注描述", "the remark's description", "text", "k.description", REMARKED),
    Field("consents", "reach", "已同意事项", "consents given", "words", "c.purpose", CONSENTED,
          choices={"marketing": ("营销信息", "marketing"), "chain_card": ("连锁内共享", "sharing in the chain")}),
    Field("marketing_by", "reach", "同意接收营销信息的通道", "channels agreed to for marketing", "words", "n.channel",
          CONSENTED_BY, choices=MEDIA),
    Field("visits", "stays", "累计入住次数", "visits to date", "count", "g.visits", unit_zh=" 次"),
    Field("nights", "stays", "累计间夜", "nights to date", "count", "g.nights", unit_zh=" 晚"),
    Field("first_visit", "stays", "首次入住", "the first visit", "day", "g.first_visit_on", nullable=True),
    Field("last_visit", "stays", "最近入住", "the last visit", "day", "g.last_visit_on", nullable=True),
    Field("last_check_out", "stays", "最近离店", "the last check-out", "day", "g.last_check_out_on", nullable=True),
    Field("days_since_visit", "stays", "距上次入住", "days since the last visit", "count",
          "({today} - g.last_visit_on)", nullable=True, unit_zh=" 天"),
    Field("channel", "stays", "最近渠道", "the last channel", "word", "nullif(g.channel, '')", nullable=True,
          choices=CHANNELS),
    Field("source", "stays", "最近来源", "the last source", "word", "nullif(g.source, '')", nullable=True),
    Field("room", "stays", "最近房号", "the last room", "word", "nullif(g.room_no, '')", nullable=True),
    Field("spend", "value", "累计消费", "spend to date", "money", "g.spend_cents"),
    Field("spend_per_visit", "value", "次均消费", "spend per visit", "money",
          "(g.spend_cents / nullif(g.visits, 0))", nullable=True),
    Field("last_rate", "value", "最近房价", "the last rate", "money",
          "(CASE WHEN g.visits > 0 THEN g.rate_cents END)", nullable=True),
    Field("average_stay", "stays", "平均每次住几晚", "nights per visit", "count",
          "round(g.nights::numeric / nullif(g.visits, 0))::int", nullable=True, unit_zh=" 晚"),
)  # fmt: skip
