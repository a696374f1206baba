import { createRequire } from "node:module";
import type { Rule as SegmentRule, Segment } from "../../api/segmentTypes";
import type { Rule } from "./answers.ts";

/** Segments of the made-up house: counted by how much a rule asks, so that every touch moves the figure. */

const read = createRequire(import.meta.url)("./segmentFields.json") as { field: string; zh: string; en: string; of: { en: string } | null }[];
const CHANNELS = [["member", "会员", "member"], ["corporate", "协议", "corporate"], ["ota", "OTA", "OTA"], ["walk_in", "散客", "walk-in"]].map(([value, zh, en]) => ({ value, zh, en }));
const SOURCES = ["携程", "美团", "飞猪", "小程序", "前台"].map((value) => ({ value, zh: value, en: value }));
const fields = read.map((field) => ({ unit_zh: "", unit_en: "", ...field, known: field.field.includes("source") ? SOURCES : [], kinds: field.of?.en === "channel" ? CHANNELS : [] }));
const TOTAL = 16_310;
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const leaves = (rule: SegmentRule): number => (rule.kind === "field" ? 1 : rule.kind === "not" ? leaves(rule.of) : rule.of.reduce((sum, part) => sum + leaves(part), 0));
const counted = (rule: SegmentRule): number => Math.round(TOTAL * 0.31 ** leaves(rule) * (0.6 + (JSON.stringify(rule).length % 40) / 40));
const said = (rule: SegmentRule, english: boolean): string => {
  if (rule.kind === "not") return english ? `not (${said(rule.of, true)})` : `不满足（${said(rule.of, false)}）`;
  if (rule.kind !== "field") return rule.of.map((part) => said(part, english)).join(rule.kind === "and" ? (english ? ", and " : "，并且") : english ? ", or " : "，或者");
  const field = fields.find((known) => known.field === rule.field);
  return `${(english ? field?.en : field?.zh) ?? rule.field} ${rule.op} ${JSON.stringify(rule.value).replace(/["{}[\]]/g, "")}`;
};
const told = (rule: SegmentRule) => ({ zh: said(rule, false), en: said(rule, true) });
const leaf = (field: string, op: string, value: unknown, more: object = {}): SegmentRule => ({ kind: "field", field, op, value, ...more });
const make = (id: number, code: string, name: string, rule: SegmentRule, zh: string, en: string, more: Partial<Segment> = {}): Segment => ({
  id: String(id), code, name, note: "", rule, told: { zh, en }, frozen_at: null, origin: "property", chain_number: null, count: counted(rule), counted_at: hoursAgo(id * 5), made_by_name: "林知夏", changed_at: hoursAgo(id * 30), made_at: hoursAgo(id * 60), archived_at: null, ...more,
});
export const SEGMENTS: Segment[] = [
  make(1, "quiet-regulars", "沉睡的常客", { kind: "and", of: [leaf("stage", "is_any_of", ["dormant"]), leaf("visits", "at_least", 3), { kind: "or", of: [leaf("spend_in", "at_least", "1500.00", { within: { months: 24 } }), leaf("nights_in", "at_least", 6, { within: { months: 24 }, of: ["member", "corporate"] })] }, leaf("consents", "has_any", ["marketing"]), { kind: "not", of: leaf("complaints_open", "at_least", 1) }] }, "生命周期阶段是 沉睡，并且累计入住次数至少 3 次，并且（最近 24 个月内的消费金额至少 1500.00 元，或者最近 24 个月内的间夜数（渠道：member、corporate）至少 6 晚），并且已同意事项包含 营销信息 之一，并且不满足（未处理投诉至少 1 件）", "stage is dormant, and visits to date is at least 3, and (spend within the last 24 months is at least ¥1500.00, or nights (channel: member, corporate) within the last 24 months is at least 6), and consents given include any of marketing, and not (open complaints is at least 1)", { note: "两年内花过钱、后来不来了的老客" }),
  make(2, "ota-first", "OTA 来的首住客", { kind: "and", of: [leaf("first_channel", "is_any_of", ["ota"]), leaf("visits", "is", 1), leaf("last_visit", "within", { days: 45 })] }, "首次渠道是 OTA，并且累计入住次数等于 1 次，并且最近入住在最近 45 天内", "the first channel is OTA, and visits to date is 1, and the last visit is within the last 45 days", { origin: "chain", made_by_name: "总部" }),
  make(3, "birthday-soon", "两周内过生日", leaf("birthday", "in_next_days", 14), "生日在今后 14 天内", "birthday is within the next 14 days", { origin: "chain", made_by_name: "总部" }),
  make(4, "spring-list", "春季答谢名单", leaf("value_tier", "is_any_of", ["platinum", "gold"]), "价值层级是 铂金、黄金", "value tier is platinum, gold", { frozen_at: hoursAgo(800), count: 286 }),
];
let rows = [...SEGMENTS];
let templates = SEGMENTS.filter(({ origin }) => origin === "chain").map((row, n) => ({ ...row, number: 2, pushed: [{ property: "qichuan-hudong", name: "湖东店", number: 2 - n }, { property: "qichuan-pingjiang", name: "平江店", number: 2 }] }));
const NAMES = ["钟玉兰", "Alan Xu", "方志远", "傅明辉", "徐晨", "梁雪", "贺芸", "邵雨"];
const sample = NAMES.map((name, n) => ({ id: `g${n + 1}`, name, phone_masked: `138****${String(1017 + n * 731).slice(-4)}`, visits: 3 + (n % 5), last_visit_on: `2026-0${(n % 6) + 2}-1${n}` }));
const lost = { status: 404, json: { type: "/problems/not-found", status: 404, title: "没有找到", detail: "没有这个人群。" } };
const preview = (rule: SegmentRule) => {
  const text = JSON.stringify(rule);
  const findings = text.includes("999999") ? [{ pointer: "/of/0/value", code: "bad_value", zh: "“年龄”的值不正确。", en: "Not a value of age." }] : [];
  return { json: { count: findings.length ? null : counted(rule), total: TOTAL, sample: findings.length ? [] : sample, told: told(rule), findings, took_ms: 84 } };
};

export const segments: Rule[] = [
  ["GET", /^\/(?:properties|chains)\/[^/]+\/segments\/fields$/, () => ({ json: { results: fields } })],
  ["GET", /^\/properties\/[^/]+\/segments\/suggestions$/, () => ({ json: { results: [["late", "该来没来", "Late guests", "逾期的客人，先问候", "Greet them first"], ["once", "只住过一次", "Once only", "请他来第二次", "Ask for a second visit"], ["vip", "高价值客人", "High value", "先照顾好，不用发券", "Care for them, no coupons"], ["dormant", "沉睡半年", "Dormant", "值得给大一点的理由", "Worth a larger reason"]].map(([code, zh, en, useZh, useEn]) => ({ code, name: { zh, en }, use: { zh: useZh, en: useEn }, rule: leaf("days_since_visit", "at_least", 180), told: { zh: "距上次入住至少 180 天", en: "days since the last visit is at least 180" }, kept: false })) } })],
  ["POST", /^\/(?:properties|chains)\/[^/]+\/segments\/preview$/, ({ body }) => preview((body as { rule: SegmentRule }).rule)],
  ["GET", /^\/properties\/[^/]+\/segments$/, () => ({ json: { next: null, results: rows } })],
  ["POST", /^\/properties\/[^/]+\/segments$/, ({ body }) => {
    const given = body as Pick<Segment, "name" | "note" | "rule">;
    const row = make(rows.length + 10, `s${rows.length}`, given.name, given.rule, told(given.rule).zh, told(given.rule).en, { note: given.note, counted_at: hoursAgo(0) });
    rows = [row, ...rows];
    return { status: 201, json: row };
  }],
  ["GET", /^\/properties\/[^/]+\/segments\/([^/]+)$/, ({ groups }) => {
    const row = rows.find(({ id }) => id === groups[0]);
    return row ? { json: row } : lost;
  }],
  ["PATCH", /^\/properties\/[^/]+\/segments\/([^/]+)$/, ({ groups, body }) => {
    rows = rows.map((row) => (row.id === groups[0] ? { ...row, ...(body as Partial<Segment>) } : row));
    return { json: rows.find(({ id }) => id === groups[0]) };
  }],
  ["POST", /^\/properties\/[^/]+\/segments\/([^/]+)\/freeze$/, ({ groups }) => {
    rows = rows.map((row) => (row.id === groups[0] ? { ...row, frozen_at: hoursAgo(0) } : row));
    return { json: rows.find(({ id }) => id === groups[0]) };
  }],
  ["DELETE", /^\/properties\/[^/]+\/segments\/([^/]+)$/, ({ groups }) => {
    rows = rows.filter(({ id }) => id !== groups[0]);
    return { status: 204, text: "" };
  }],
  ["GET", /^\/chains\/[^/]+\/segments$/, () => ({ json: { results: templates } })],
  ["POST", /^\/chains\/[^/]+\/segments$/, ({ body }) => {
    const given = body as Segment;
    templates = [{ ...make(40 + templates.length, `t${templates.length}`, given.name, given.rule, told(given.rule).zh, told(given.rule).en), number: 1, pushed: [] }, ...templates];
    return { status: 201, json: templates[0] };
  }],
  ["POST", /^\/chains\/[^/]+\/segments\/([^/]+)\/push$/, ({ groups, body }) => {
    const pushed = (body as { properties: string[] }).properties.map((property) => ({ property, name: property, number: 2 }));
    templates = templates.map((row) => (row.code === groups[0] ? { ...row, pushed } : row));
    return { json: { segment: templates.find(({ code }) => code === groups[0]), pushed, refused: [] } };
  }],
];
