"""Where a guest stands in his lifecycle, what is known of him beyond his stays, campaigns and messages."""

from typing import Any

from loyalty.segments.catalogue.guests import MEDIA, person, whole
from loyalty.segments.fields import STATE, Field
from loyalty.segments.operators import Type

STAGES = {
    "new": ("新客", "new"), "sticky": ("黏度", "sticky"), "at_risk": ("预警", "at risk"), "dormant": ("沉睡", "dormant"),
    "lost": ("流失", "lost"),
}  # fmt: skip
DEVIATIONS = {
    "early": ("提前", "early"),
    "on_pattern": ("正常", "on pattern"),
    "late": ("逾期", "late"),
    "unknown": ("未知", "unknown"),
}
MOTIVES = {
    "captive": ("商圈独霸", "captive of the area"), "convenience": ("便利", "convenience"),
    "quality": ("软硬件", "hard- and software"), "price": ("价格敏感", "price-sensitive"), "loyal": ("忠诚", "loyal"),
}  # fmt: skip
# Names of loyalty.lifecycle's enums, in small letters.
GROUPS = {
    "key_value": ("重要价值", "key, to care for"), "key_grow": ("重要发展", "key, to develop"),
    "key_keep": ("重要保持", "key, to keep"), "key_regain": ("重要挽留", "key, to regain"),
    "low_value": ("一般价值", "general, to care for"), "low_grow": ("一般发展", "general, to develop"),
    "low_keep": ("一般保持", "general, to keep"), "low_regain": ("一般挽留", "general, to regain"),
}  # fmt: skip
VALUES = {
    "platinum": ("铂金", "platinum"), "gold": ("黄金", "gold"), "silver": ("白银", "silver"),
    "potential": ("潜力", "potential"), "churn_warning": ("流失预警", "churn warning"),
}  # fmt: skip
TARGET = f"""g.id IN (SELECT {person("y")} FROM campaigns_target y {whole("y")}
 JOIN campaigns_campaign c ON c.id = y.campaign_id
 WHERE {{where}} AND {{window}} AND {{of}} GROUP BY 1 HAVING {{test}})"""  # noqa: S608 (constants)
CAMPAIGN: dict[str, Any] = {
    "of": "c.code = ANY({of})",
    "of_zh": "活动",
    "of_en": "campaign",
}
SENT = f"""g.id IN (SELECT {person("y")} FROM messaging_message y {whole("y")}
 WHERE y.counts AND y.sent_at IS NOT NULL AND {{window}} AND {{of}} GROUP BY 1 HAVING {{test}})"""  # noqa: S608
OPTED_OUT = f"""g.id IN (SELECT {person("y")} FROM messaging_optout y {whole("y")}
  JOIN unnest(ARRAY['sms', 'email', 'wecom', 'wechat']) AS k(channel) ON y.channel IN ('', k.channel)
 WHERE y.guest_id IS NOT NULL AND y.ended_at IS NULL AND {{test}})"""  # noqa: S608
# What a message could be sent to, unless receipts said that nobody is there. The gate knows the rest.
REACHABLE = f"""array_remove(ARRAY[
 CASE WHEN g.phone IS NOT NULL AND g.id NOT IN (SELECT d.guest_id FROM messaging_deadaddress d WHERE d.channel = 'sms')
      THEN 'sms' END,
 CASE WHEN g.email <> '' AND g.id NOT IN (SELECT d.guest_id FROM messaging_deadaddress d WHERE d.channel = 'email')
      THEN 'email' END,
 CASE WHEN g.id IN (SELECT {person("i")} FROM guests_identity i {whole("i")} WHERE i.kind = 2)
       AND g.id NOT IN (SELECT d.guest_id FROM messaging_deadaddress d WHERE d.channel = 'wecom')
      THEN 'wecom' END], NULL)"""  # noqa: S608
INTERACTION = f"""g.id IN (SELECT {person("y")} FROM guests_interaction y {whole("y")}
 WHERE {{where}} AND {{window}} AND {{of}} GROUP BY 1 HAVING {{test}})"""  # noqa: S608
LIKES = f"""g.id IN (SELECT {person("y")} FROM guests_preference y {whole("y")} WHERE {{test}})"""  # noqa: S608


def _profile(column: str, also: str = "") -> str:
    """What was said of a person, his own row first: see loyalty.guests.profile."""
    return (
        f"g.id IN (SELECT z.person FROM (SELECT DISTINCT ON (1) o.person, o.x FROM (SELECT {person('p')} AS person,"  # noqa: S608
        f" p.{column} AS x, coalesce(r.id, 0) AS place"
        f" FROM guests_profile p {whole('p')} WHERE p.{column} <> ''{also}) o"
        " ORDER BY 1, o.place) z WHERE {test})"
    )


# What nobody set is what the nights suggest; no row is as far back as this.
SUGGESTED = """ UNION ALL SELECT a.guest_id, a.motive_suggested, 9223372036854775807 FROM lifecycle_state a
 WHERE a.motive_suggested <> ''"""
MINOR = f"""((g.birthday IS NOT NULL AND g.birthday > ({{today}} - interval '18 years')::date) OR g.tags @> ARRAY['未成年']::varchar[]
 OR g.id IN (SELECT {person("p")} FROM guests_profile p {whole("p")} WHERE p.minor))"""  # noqa: S608
LISTED = f"""g.id IN (SELECT {person("y")} FROM segments_member y {whole("y")}
  JOIN segments_segment t ON t.id = y.segment_id WHERE {{test}})"""  # noqa: S608
MESSAGES: dict[str, Any] = {
    "of": "y.channel = ANY({of})",
    "of_zh": "通道",
    "of_en": "channel",
}
SENT_DAY = "y.sent_on BETWEEN {from} AND {to}"


def _state(name: str, zh: str, en: str, type_: Type, column: str, **more: Any) -> Field:
    return Field(name, "lifecycle", zh, en, type_, f"a.{column}", STATE, **more)


FIELDS = (
    _state("stage", "生命周期阶段", "stage", "word", "stage", choices=STAGES),
    _state("stage_since", "进入本阶段的日期", "the stage's first day", "day", "stage_since"),
    _state("deviation", "与规律相比", "against the pattern", "word", "deviation", choices=DEVIATIONS),
    _state("due", "应再来的日期", "the day the next visit is due", "day", "due_on", nullable=True),
    Field("late_by", "lifecycle", "逾期天数", "days beyond the usual range", "count",
          "nullif(greatest({today} - a.due_on, 0), 0)", STATE, nullable=True, unit_zh=" 天"),
    _state("recency_score", "R 分", "recency score", "count", "r"),
    _state("frequency_score", "F 分", "frequency score", "count", "f"),
    _state("money_score", "M 分", "money score", "count", "m"),
    _state("rfm_group", "RFM 分组", "RFM group", "word", "rfm_group", choices=GROUPS, nullable=True),
    _state("value_tier", "价值层级", "value tier", "word", "value_tier", choices=VALUES, nullable=True),
    _state("alive", "仍会再来的概率", "chance of being a guest still", "share", "alive", nullable=True),
    _state("expected_visits", "预计一年内到店次数", "visits expected in a year", "count", "expected_visits_12m", nullable=True),
    _state("lifetime_value", "未来价值", "value still to come", "money", "future_cents", nullable=True),
    _state("discount_share", "优惠入住占比", "share of visits on a discount", "share", "discount_share", nullable=True),
    _state("price_sensitive", "价格敏感", "is price-sensitive", "word", "price_sensitive", choices={
        "yes": ("是", "yes"), "no": ("否", "no"), "unknown": ("未知", "unknown")}),
    _state("winbacks_unanswered", "未回应的挽回次数", "win-backs left unanswered", "count", "winbacks_unanswered",
           unit_zh=" 次"),
    Field("motive", "profile", "入住动机", "motive", "word", "z.x", _profile("motive", SUGGESTED), nullable=True,
          choices=MOTIVES),
    Field("occupation", "profile", "职业", "occupation", "word", "z.x", _profile("occupation"), nullable=True),
    Field("region", "profile", "地区", "region", "word", "z.x", _profile("region"), nullable=True),
    Field("minor", "profile", "未成年", "is a minor", "flag", MINOR),
    Field("preferred_channel", "reach", "偏好通道", "the preferred channel", "word", "z.x", _profile("preferred_channel"),
          nullable=True, choices=MEDIA),
    Field("preferences", "profile", "偏好", "preferences", "words", "y.code", LIKES),
    Field("complaints", "profile", "投诉次数", "complaints", "count", "count(*)",
          INTERACTION.replace("{where}", "y.kind = 'complaint'"), empty=0, window="y.day BETWEEN {from} AND {to}", unit_zh=" 次"),
    Field("complaints_open", "profile", "未处理投诉", "open complaints", "count", "count(*)",
          INTERACTION.replace("{where}", "y.kind = 'complaint' AND y.settled_at IS NULL"), empty=0, unit_zh=" 件"),
    Field("interactions", "profile", "互动次数", "interactions", "count", "count(*)", INTERACTION.replace("{where}", "true"),
          empty=0, window="y.day BETWEEN {from} AND {to}", of="y.kind = ANY({of})", of_zh="类型", of_en="kind", unit_zh=" 次"),
    Field("campaigns_in", "campaigns", "参加过的活动", "campaigns taken part in", "count", "count(DISTINCT y.campaign_id)",
          TARGET.replace("{where}", "y.sent_on IS NOT NULL"), empty=0, window=SENT_DAY, unit_zh=" 个", **CAMPAIGN),
    Field("campaigns_held_out", "campaigns", "作为对照组的活动", "campaigns held out of", "count", "count(DISTINCT y.campaign_id)",
          TARGET.replace("{where}", "y.arm = 'holdout'"), empty=0, window="y.chosen_on BETWEEN {from} AND {to}", unit_zh=" 个",
          **CAMPAIGN),
    Field("campaigns_answered", "campaigns", "回应过的活动", "campaigns answered", "count", "count(DISTINCT y.campaign_id)",
          TARGET.replace("{where}", "y.decision = 'contact' AND y.answered_at IS NOT NULL"), empty=0, window=SENT_DAY, unit_zh=" 个", **CAMPAIGN),
    Field("campaigns_converted", "campaigns", "带来入住的活动", "campaigns that led to a visit", "count",
          "count(DISTINCT y.campaign_id)", TARGET.replace("{where}", "y.decision = 'contact' AND y.visit_ordinal IS NOT NULL"), empty=0,
          window=SENT_DAY, unit_zh=" 个", **CAMPAIGN),
    Field("messages_in", "reach", "收到的消息", "messages received", "count", "count(*)", SENT, empty=0, window=SENT_DAY,
          unit_zh=" 条", **MESSAGES),
    Field("last_message", "reach", "最近一次发消息", "the last message", "day", "max(y.sent_on)", SENT, nullable=True, **MESSAGES),
    Field("opted_out", "reach", "已退订通道", "channels opted out of", "words", "k.channel", OPTED_OUT, choices=MEDIA),
    Field("reachable_by", "reach", "可触达通道", "reachable by", "words", REACHABLE, choices=MEDIA),
    Field("lists", "reach", "在固定名单中", "on frozen lists", "words", "t.code", LISTED),
)  # fmt: skip
