import type { Audience, Campaign, CampaignDocument, Kind, ResultGroup, Results } from "../../api/campaignTypes";
import type { Rule } from "./answers.ts";

/** Campaigns of the made-up house: one of each state, an audience that adds up, results with an interval. */

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const says = (zh: string, en: string) => ({ zh, en });
const audience = (segment: number, holdout: number, offer: boolean): Audience => {
  const part = (share: number) => Math.round(segment * share);
  const taken = { excluded: part(0.02), unreachable: part(0.07), no_consent: part(0.11), opted_out: part(0.02), minors: 1, over_frequency: part(0.025), secret: 2 };
  const restrained = [
    { reason: "on_pattern", says: says("在常见间隔内，会自己回来", "on pattern: coming anyway"), n: part(offer ? 0.28 : 0.05), saved: offer ? (part(0.28) * 3).toFixed(2) : "0.00" },
    { reason: "coming_anyway", says: says("已经订了房或正在住", "in the house or booked"), n: part(0.02), saved: "0.00" },
    { reason: "does_not_answer", says: says("两次召回没回应", "two win-backs unanswered"), n: part(0.03), saved: "0.00" },
    ...(offer ? [{ reason: "not_price_sensitive", says: says("对价格不敏感", "not price-sensitive"), n: part(0.17), saved: (part(0.17) * 3).toFixed(2) }] : []),
  ];
  const left = segment - Object.values(taken).reduce((sum, n) => sum + n, 0) - restrained.reduce((sum, { n }) => sum + n, 0);
  const held = Math.round(left * holdout);
  return { segment, ...taken, restrained, holdout: held, contact: left - held, saved: restrained.reduce((sum, { saved }) => sum + Number(saved), 0).toFixed(2), sample: ["钟玉兰", "Alan Xu", "方志远", "傅明辉", "徐晨"].map((name, n) => ({ guest: `g${n + 1}`, name, why: null })), as_of: hoursAgo(0) };
};
const texts = (zh: string, en: string) => ({ "zh-CN": { wecom: { text: zh }, sms: { text: zh }, email: { subject: "好久不见", body: zh } }, en: { wecom: { text: en }, sms: { text: en }, email: { subject: "It has been a while", body: en } } });
const MISSED = texts("{name|您好}，好久不见。[上次您住的是 {last_room}，]房间一直给您留着，想来住的时候告诉我们一声就好。", "{name|Hello}, it has been a while.[ Last time you stayed in {last_room}.] Let us know whenever you would like to come back.");
const GIFT = texts("{name|您好}，很久没见到您了。[为您留了{coupon}，{ends_on}前都可以用。]", "{name|Hello}, we have not seen you for a long time.[ {coupon} is kept for you until {ends_on}.]");
const document = (name: string, kind: Kind, more: Partial<CampaignDocument> = {}): CampaignDocument => ({
  name, kind, audience: { segment: "quiet-regulars", rule: null, exclude: [] }, trigger: { kind: "once", at: null }, channels: ["wecom", "sms"], purpose: "marketing", variants: [{ code: "A", share: 1, texts: MISSED, offer: null }],
  pretext: null, holdout: 0.1, window_days: 30, budget: null, stock: null, expires_hours: 72, priority: null, ends_at: null, ...more,
});
const NONE = { chosen: 0, waiting: 0, sent: 0, delivered: 0, failed: 0, unknown: 0, dropped: 0 };
const make = (id: number, state: Campaign["state"], given: CampaignDocument, more: Partial<Campaign> = {}): Campaign => ({
  ...given, id: String(id), code: `c${id}`, version: 1, state, price_offer: false, made_by_name: "林知夏", made_at: hoursAgo(90 * id), approved_by_name: null, approved_at: null, launched_at: null, ended_at: null, next_at: null, changed_at: hoursAgo(80 * id), archived_at: null, needs_approval: false, findings: null, audience_counts: null,
  spend: { budget: given.budget, reserved: "0.00", spent: "0.00", stock: given.stock, taken: 0 }, progress: NONE, may: state === "draft" ? ["edit", "launch"] : [], ...more,
});
const TWO = [{ code: "A" as const, share: 0.5, texts: MISSED, offer: null }, { code: "B" as const, share: 0.5, texts: GIFT, offer: { kind: "coupon" as const, coupon: "upgrade" } }];
let rows: Campaign[] = [
  make(1, "draft", document("沉睡常客 11月", "dormant", { variants: TWO, budget: "600.00" })),
  make(2, "running", document("生日前一周", "birthday", { trigger: { kind: "event", event: "birthday", ordinal: null, days: 7, direction: null }, audience: { segment: null, rule: null, exclude: [] } }), { launched_at: hoursAgo(800), may: ["pause", "stop"], audience_counts: audience(412, 0.1, false), progress: { chosen: 412, waiting: 12, sent: 31, delivered: 268, failed: 4, unknown: 0, dropped: 9 }, spend: { budget: null, reserved: "0.60", spent: "15.15", stock: null, taken: 0 } }),
  make(3, "running", document("逾期问候", "win_back", { trigger: { kind: "schedule", every: "week", on: 2, hour: 10 }, budget: "300.00", stock: 200 }), { launched_at: hoursAgo(400), next_at: hoursAgo(-40), may: ["pause", "stop"], audience_counts: audience(644, 0.1, true), progress: { chosen: 644, waiting: 38, sent: 20, delivered: 141, failed: 6, unknown: 3, dropped: 11 }, spend: { budget: "300.00", reserved: "1.90", spent: "108.35", stock: 200, taken: 61 } }),
  make(4, "waiting", document("双人早餐周末", "other", { budget: "800.00" }), { may: ["approve", "edit"], made_by_name: "许静", audience_counts: audience(980, 0.15, true) }),
  make(5, "finished", document("OTA 首住请再来", "second_visit", { variants: TWO }), { launched_at: hoursAgo(2000), ended_at: hoursAgo(900), audience_counts: audience(2204, 0.15, true), progress: { chosen: 2204, waiting: 0, sent: 88, delivered: 702, failed: 21, unknown: 0, dropped: 40 }, spend: { budget: "1500.00", reserved: "0.00", spent: "1180.50", stock: null, taken: 96 } }),
  make(6, "paused", document("满四次谢意", "turn", { trigger: { kind: "event", event: "visit", ordinal: 4, days: null, direction: null } }), { launched_at: hoursAgo(700), may: ["resume", "stop"], audience_counts: audience(190, 0.1, false), progress: { chosen: 120, waiting: 9, sent: 2, delivered: 77, failed: 1, unknown: 0, dropped: 3 } }),
];
const one = (id: string | undefined) => rows.find((row) => row.id === id);
const put = (id: string | undefined, part: Partial<Campaign>) => {
  rows = rows.map((row) => (row.id === id ? { ...row, ...part } : row));
  return { json: one(id) };
};
const SUGGESTED = [
  { code: "late-no-offer", kind: "win_back" as const, name: "问候刚逾期的客人", why: says("52 位客人比平常来得晚，上一次问候后有 18.6 % 回来，没问候的 11.2 %。", "52 guests are late; of those greeted last time 18.6 % came back, of the others 11.2 %."), n: 52 },
  { code: "second", kind: "second_visit" as const, name: "请首住客来第二次", why: says("近 45 天有 214 位第一次住，平时只有 31 % 会来第二次。", "214 stayed for the first time within 45 days; usually 31 % come again."), n: 214 },
  { code: "points", kind: "points_ending" as const, name: "提醒积分到期", why: says("128 位客人的积分月底到期，合 ¥1,940。", "Points of 128 guests end this month, worth ¥1,940."), n: 128 },
  { code: "turn", kind: "turn" as const, name: "第 4 次离店时道谢", why: says("过了第 4 次，间隔从 30 天拉长到 60 天。", "After stay no. 4 the interval grows from 30 to 60 days."), n: 37 },
].map((each) => ({ ...each, document: document(each.name, each.kind) }));
const group = (key: string, name: string, n: number, rate: number, held: number, holdRate: number, half: number, more: Partial<ResultGroup> = {}): ResultGroup => {
  const uplift = (rate - holdRate) * 100;
  const extra = Math.round((n * uplift) / 100);
  return {
    key, name, contact: { n, visited: Math.round(n * rate), visits: Math.round(n * rate * 1.1), revenue: (n * rate * 288).toFixed(2), profit: (n * rate * 201).toFixed(2) }, holdout: { n: held, visited: Math.round(held * holdRate), visits: Math.round(held * holdRate * 1.1), revenue: (held * holdRate * 280).toFixed(2), profit: (held * holdRate * 196).toFixed(2) },
    rate, holdout_rate: holdRate, uplift_pp: uplift, uplift_ci: [uplift - half, uplift + half], extra_visits: extra, extra_visits_ci: [Math.round((n * (uplift - half)) / 100), Math.round((n * (uplift + half)) / 100)], extra_revenue: (extra * 284).toFixed(2), extra_revenue_ci: [(extra * 190).toFixed(2), (extra * 380).toFixed(2)],
    cost: (n * 1.4).toFixed(2), net: (extra * 284 - n * 1.4).toFixed(2), return: (extra * 284) / (n * 1.4), advice: null,
    extra_profit: (extra * 198).toFixed(2), extra_profit_ci: [(extra * 131).toFixed(2), (extra * 266).toFixed(2)], net_profit: (extra * 198 - n * 1.4).toFixed(2), ...more,
  };
};
const results = (by: string): Results => ({
  window_days: 30, by, as_of: hoursAgo(2), final: true, total: group("total", "合计", 790, 0.162, 139, 0.098, 5.1), duel: { uplift_pp: -1.8, uplift_ci: [-7.1, 3.5], better: null, says: "还分不清 A 和 B 哪个更好。" }, restrained: { n: 1021, saved: "3063.00", reasons: [{ reason: "on_pattern", says: "在常见间隔内，会自己回来", n: 617, saved: "1851.00" }, { reason: "not_price_sensitive", says: "对价格不敏感", n: 352, saved: "1212.00" }, { reason: "does_not_answer", says: "两次召回没回应", n: 52, saved: "0.00" }] }, funnel: { chosen: 851, failed: 21, unknown: 0, dropped: 19, sent: 811, delivered: 702, clicked: 188, answered: 61, visited: 128, redeemed: 71 }, profit_unknown: [{ what: "fnb", of: "" }],
  groups: by === "stage" ? [
    group("at_risk", "预警", 302, 0.232, 54, 0.112, 6.0, { advice: { code: "widen", says: "预警客人多来 12.0 pp，值得对更多这样的客人做。" } }), group("sticky", "黏度", 188, 0.241, 33, 0.236, 7.2, { advice: { code: "exclude", says: "黏度客人发不发都会来，下次不用发。" } }), group("dormant", "沉睡", 224, 0.071, 40, 0.043, 4.4), group("lost", "流失", 76, 0.026, 12, 0.02, 6.1, { advice: { code: "wait", says: "对照组只有 12 人，再等等看。" } }),
  ] : [group("member", "会员", 340, 0.2, 60, 0.14, 6.5), group("ota", "OTA", 300, 0.13, 53, 0.06, 5.2), group("walk_in", "散客", 150, 0.12, 26, 0.1, 7)],
  arms: [group("A", "A 问候", 396, 0.171, 139, 0.098, 5.6), group("B", "B 升级券", 394, 0.153, 139, 0.098, 5.6, { cost: "980.00", net: "420.00", return: 1.4 })],
});
const early = (): Results => ({ ...results("stage"), final: false, total: { ...results("stage").total, uplift_pp: null, uplift_ci: null, extra_visits: null, extra_visits_ci: null, extra_revenue: null, extra_revenue_ci: null, extra_profit: null, extra_profit_ci: null, net_profit: null, net: null, return: null, advice: { code: "wait", says: "才发出 9 天，对照组 18 人里来了 1 人，现在看还太早。" } }, groups: [], arms: [] });
const planned = (day: string, of: number, at: number, n: number | null, soon: boolean) => ({ campaign: String(of), name: one(String(of))?.name ?? "", kind: one(String(of))?.kind ?? "other", state: one(String(of))?.state ?? "running", at: `${day}T${String(at).padStart(2, "0")}:00:00+08:00`, planned: soon, n });

export const campaigns: Rule[] = [
  ["GET", /^\/properties\/[^/]+\/campaigns$/, () => ({ json: { next: null, results: rows } })],
  ["GET", /^\/properties\/[^/]+\/campaigns\/suggestions$/, () => ({ json: { results: SUGGESTED } })],
  ["GET", /^\/properties\/[^/]+\/campaigns\/calendar$/, ({ query }) => {
    const month = (query.get("from") ?? "2026-11-01").slice(0, 8);
    const today = new Date().toISOString().slice(0, 10);
    const on = (d: number, of: number, at: number, n: number | null) => { const day = `${new Date(Date.parse(`${query.get("from") ?? month}T00:00:00Z`) + 15 * 86_400_000).toISOString().slice(0, 8)}${String(d).padStart(2, "0")}`; return planned(day, of, at, n, day > today); };
    return { json: { results: [on(2, 3, 10, 41), on(3, 2, 9, 6), on(5, 2, 9, 4), on(9, 3, 10, 38), on(12, 5, 11, 790), on(12, 2, 9, 8), on(16, 3, 10, 44), on(23, 3, 10, 42), on(23, 2, 9, 7), on(24, 3, 10, null), on(27, 1, 10, 150)] } };
  }],
  ["POST", /^\/properties\/[^/]+\/campaigns$/, ({ body }) => {
    const row = make(rows.length + 10, "draft", body as CampaignDocument);
    rows = [row, ...rows];
    return { status: 201, json: row };
  }],
  ["GET", /^\/properties\/[^/]+\/campaigns\/([^/]+)\/results$/, ({ groups, query }) => ({ json: groups[0] === "3" ? early() : results(query.get("by") ?? "stage") })],
  ["GET", /^\/properties\/[^/]+\/campaigns\/([^/]+)$/, ({ groups }) => (one(groups[0]) ? { json: one(groups[0]) } : { status: 404, json: { type: "/problems/not-found", status: 404, title: "没有找到", detail: "没有这个活动。" } })],
  ["PATCH", /^\/properties\/[^/]+\/campaigns\/([^/]+)$/, ({ groups, body }) => put(groups[0], body as Partial<Campaign>)],
  ["POST", /^\/properties\/[^/]+\/campaigns\/([^/]+)\/audience$/, ({ groups }) => {
    const row = one(groups[0]);
    return { json: audience(row?.audience.segment ? 644 : 4120, row?.holdout ?? 0.1, row?.variants.some(({ offer }) => offer?.kind === "coupon") ?? false) };
  }],
  ["POST", /^\/properties\/[^/]+\/campaigns\/([^/]+)\/preview$/, ({ groups, body }) => {
    const row = one(groups[0]);
    return { json: { guest: { id: (body as { guest: string }).guest, name: "钟玉兰" }, decision: "contact", reason: "", saved: "0.00", channels: ["wecom"], offer: null, says: says("会联系：比平常晚 13 天，同意营销。", "Contacted: 13 days late, agreed to marketing."), texts: (row?.channels ?? []).map((channel) => ({ variant: "A", channel, subject: channel === "email" ? "好久不见" : null, text: "钟玉兰，好久不见。上次您住的是 8306，房间一直给您留着，想来住的时候告诉我们一声就好。", left_out: [], locale: "zh-CN", parts: 1, lacks: "" })) } };
  }],
  ["GET", /^\/properties\/[^/]+\/campaigns\/([^/]+)\/targets$/, ({ query }) => ({ json: { next: null, results: ["钟玉兰", "Alan Xu", "方志远", "傅明辉", "徐晨", "梁雪"].map((name, n) => {
    const [decision, reason, zh, en] = ([["contact", "", "", ""], ["contact", "", "", ""], ["refrained", "on_pattern", "在常见间隔内，会自己回来", "on pattern: coming anyway"], ["held_out", "", "", ""], ["refrained", "not_price_sensitive", "对价格不敏感", "not price-sensitive"], ["excluded", "no_consent", "没有同意接收这类消息", "did not agree"]] as const)[n] ?? ["contact", "", "", ""];
    return { id: String(n), guest: { id: `g${n + 1}`, name }, decision, reason, says: zh ? says(zh, en) : null, arm: decision === "held_out" ? "holdout" : "A", cause: "schedule", stage: "at_risk", tier: "", channel: "member", saved: n === 2 ? "3.00" : "0.00", cost: "0.05", chosen_at: hoursAgo(40), sent_at: decision === "contact" ? hoursAgo(38) : null, clicked_at: null, answered_at: null, visit_on: n === 0 ? "2026-11-20" : null, visits: n === 0 ? 1 : 0, revenue: n === 0 ? "268.00" : "0.00", message: decision === "contact" ? { id: String(900 - n), state: n ? "waiting" : "delivered", reason: "" } : null };
  }).filter((row) => !query.get("decision") || row.decision === query.get("decision")) } })],
  ["POST", /^\/properties\/[^/]+\/campaigns\/([^/]+)\/test-send$/, () => ({ json: { to: "ch***@qichuan.cn" } })],
  ["DELETE", /^\/properties\/[^/]+\/campaigns\/([^/]+)$/, ({ groups }) => { const row = one(groups[0]); rows = rows.filter(({ id }) => id !== groups[0]); return { json: row }; }],
  ["POST", /^\/properties\/[^/]+\/campaigns\/([^/]+)\/(submit|approve|launch|pause|resume|stop|edit)$/, ({ groups }) => {
    const states = { submit: "waiting", approve: "approved", launch: "running", pause: "paused", resume: "running", stop: "stopped", edit: "draft" } as const;
    const state = states[groups[1] as keyof typeof states];
    const may = { waiting: ["approve", "edit"], approved: ["launch", "edit"], running: ["pause", "stop"], paused: ["resume", "stop"], stopped: [], draft: ["edit", "launch"] } as const;
    return put(groups[0], { state, may: [...may[state]], ...(groups[1] === "launch" && { launched_at: hoursAgo(0), audience_counts: audience(644, 0.1, true), progress: { ...NONE, chosen: 360, waiting: 322 } }), ...(state === "stopped" && { ended_at: hoursAgo(0) }) });
  }],
];
