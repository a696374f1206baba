import type { Channel } from "../../api/types";
import type {
  CampaignsReport, CardLifecycle, ChurnFigures, ChurnReport, Coach, ContactPool, LatencyCohort, LatencyReport, LatencyStep, RfmReport, ValueReport, ValueRow, WinBack, WinBackDone, WinBackRow, WinBackSummary,
} from "../../api/winningTypes";
import type { Answer, Asked, Rule } from "./answers.ts";
import { HOUSES, TARGETS, type House } from "./properties.ts";

/** Who slips away from the mockups' properties, and why. */

const yuan = (value: number) => value.toFixed(2);
const today = () => new Date().toISOString().slice(0, 10);
const dayOf = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const AS_OF = () => new Date().toISOString();
const housesOf = (path: string): House[] => {
  const slug = /^\/properties\/([^/]+)/.exec(path)?.[1];
  return slug ? HOUSES.filter((h) => h.slug === slug) : HOUSES;
};

type Person = [name: string, channel: Channel, visits: number, away: number, lower: number, median: number, upper: number, detail: string, value: number, act: WinBackRow["advice"]["act"], says: string];
const LATE: Person[] = [
  ["钟玉兰", "member", 5, 141, 62, 90, 128, "原来每季都来，10 月没来", 4280, "greet", "问候，不送券"], ["Alan Xu", "corporate", 4, 103, 40, 60, 88, "公司换了协议酒店", 3960, "call", "请店长打电话"],
  ["方志远", "member", 6, 183, 84, 120, 171, "投诉后未回访", 3420, "call", "先回访投诉"], ["傅明辉", "corporate", 7, 268, 121, 180, 262, "换了对接人", 2890, "call", "请店长打电话"],
  ["徐晨", "ota", 3, 61, 21, 30, 47, "第 3 → 4 次最要紧", 2150, "upgrade", "问候 + 免费升级"], ["梁雪", "ota", 1, 156, 58, 90, 141, "首住后未再来", 1880, "points", "积分换早餐"],
  ["贺芸", "member", 2, 101, 41, 60, 92, "积分 30 天内到期 820", 1640, "greet", "提醒积分到期"], ["邵雨", "ota", 4, 94, 40, 60, 88, "同行转到隔壁酒店", 1520, "greet", "问候，不送券"],
  ["李刚", "walk_in", 8, 74, 44, 55, 68, "间隔从 33 天起逐次拉长", 1310, "greet", "问候，不送券"],
];
const EARLY: Person[] = [
  ["彭程", "corporate", 4, 24, 40, 60, 88, "连着三次提前", 6340, "upgrade", "升级房型一次"], ["纪承", "ota", 2, 29, 41, 60, 92, "常态 60 天，29 天就来", 5200, "offer", "送金卡体验"], ["苏婉", "ota", 1, 33, 58, 90, 141, "首住 33 天后回来", 4710, "thank", "当面谢，记喜好"],
];
const FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许";
const GIVEN = ["敏", "建国", "雨桐", "静", "思远", "洁", "丽", "宏伟", "佳", "磊"];

const rowOf = (group: "late" | "early", seed: number) => ([name, channel, visits, away, lower, median, upper, detail, value, act, says]: Person, index: number): WinBackRow => {
  const by = group === "late" ? away - upper : lower - away;
  return {
    guest: { id: index === 8 && group === "late" ? "g1" : `w${group}${seed}${index}`, name, visits, channel }, group, away_days: away, by_days: by,
    norm: { lower, median, upper, from: `channel:${channel}`, from_name: "", pooled: false },
    why: `${group === "late" ? "逾期" : "提前"} ${by} 天`, detail, year_value: yuan(value), advice: { act, says, offer: act === "offer" || act === "upgrade" },
    last_contact_on: index === 3 ? dayOf(40) : null, reachable: index === 5 && group === "late" ? [] : ["wecom", "sms"], assigned_to: index === 1 ? "何静" : null,
  };
};
/** More of the same kind, made up, so that there is something to ask for. */
const others = (group: "late" | "early", seed: number, n: number): WinBackRow[] =>
  Array.from({ length: n }, (_, index) => {
    const [, channel, visits, , lower, median, upper, , value, act, says] = (group === "late" ? LATE : EARLY)[(index + seed) % (group === "late" ? 9 : 3)] ?? LATE[0] ?? [];
    const name = `${FAMILY[(index * 7 + seed) % FAMILY.length] ?? "李"}${GIVEN[(index * 3 + seed) % GIVEN.length] ?? "静"}`;
    const days = group === "late" ? (upper ?? 60) + 3 + (index % 30) : Math.max(2, (lower ?? 40) - 4 - (index % 12));
    return rowOf(group, seed)([name, channel ?? "ota", visits ?? 2, days, lower ?? 40, median ?? 60, upper ?? 88, "比同类客人晚", Math.max(180, (value ?? 900) * 0.4 - index * 14), act ?? "greet", says ?? "问候，不送券"], index + 20);
  });

const STEPS: [number, number, number, number][] = [[12840, 58, 90, 141], [6310, 41, 60, 92], [3420, 21, 30, 47], [2105, 40, 60, 88], [1388, 62, 90, 128], [902, 84, 120, 171], [611, 121, 180, 262], [402, 118, 176, 270], [240, 120, 182, 281], [310, 119, 180, 276]];

function board({ path, query }: Asked): Answer {
  const [house] = housesOf(path);
  const seed = HOUSES.findIndex(({ slug }) => slug === house?.slug);
  const [nLate, nEarly] = [22 + seed * 4, 6 + seed];
  const late = [...LATE.map(rowOf("late", seed)), ...others("late", seed, nLate - LATE.length)];
  const early = [...EARLY.map(rowOf("early", seed)), ...others("early", seed, nEarly - EARLY.length)];
  const group = query.get("group");
  const all = (group === "late" ? late : group === "early" ? early : [...late, ...early]).toSorted((a, b) => Number(b.year_value) - Number(a.year_value));
  const [start, size] = [Number(query.get("cursor") ?? 0), Number(query.get("limit") ?? 50)];
  const alone: [string, string, number][] = [["on_pattern", "在常见间隔内", 1318], ["does_not_answer", "两次召回没回应", 61], ["not_price_sensitive", "不看重价格", 42], ["frequency", "48 小时内已联系", 23], ["opted_out", "已退订", 13], ["held_out", "对照组，约 10 %", 7]];
  const answer: WinBack = {
    day: today(), as_of: today(), quiet: { from: "21:00", until: "09:00" },
    counts: { today: nLate + nEarly, late: nLate, early: nEarly, on_pattern: 1318, no_offer: 1422, saved_today: "4137.00", saved_month: "86420.00" },
    rows: all.slice(start, start + size), next: start + size < all.length ? String(start + size) : null,
    restrained: alone.map(([reason, says, n]) => ({ reason, says, n, saved: yuan(n * 3) })),
    turn: { turn: { ordinal: 3, act_upon: 4, days: 30, says: "第 4 次入住之前越来越近，之后开始变远：第 4 次退房当天就该联系。" }, steps: STEPS.map(([guests, lower, median, upper], index) => ({ ordinal: index + 1, guests, lower, median, upper })) },
    recent: [],
  };
  return { json: answer };
}

function summary(): Answer {
  const properties = HOUSES.map((h, seed) => ({ property: h.slug, name: h.name, as_of: today(), late: 22 + seed * 4, early: 6 + seed, today: 28 + seed * 5, value: yuan(42_000 - seed * 900), no_offer: 1422, saved_month: "86420.00" }));
  const sum = (key: "late" | "early" | "today" | "no_offer") => properties.reduce((all, row) => all + row[key], 0);
  const answer: WinBackSummary = { as_of: today(), late: sum("late"), early: sum("early"), today: sum("today"), no_offer: sum("no_offer"), value: yuan(300_000), saved_month: yuan(691_360), properties };
  return { json: answer };
}

function act({ body, groups }: Asked): Answer {
  const { act: what, days } = body as { act: WinBackDone["act"]; days?: number };
  const says = { greet: "现在可以发，已交给企业微信。", offer: "48 小时内已经联系过，等到明天 09:00 再判断。" }[what as "greet" | "offer"] as string | undefined;
  const answer: WinBackDone = {
    act: what, guest: groups[0] ?? "", hidden_until: what === "snooze" ? dayOf(-(days ?? 7)) : what === "leave" ? dayOf(-90) : null,
    message: says ? { verdict: what === "greet" ? "send" : "wait", reason: what === "greet" ? null : "over_frequency", says, at: what === "greet" ? AS_OF() : `${dayOf(-1)}T01:00:00Z` } : null,
  };
  return { json: answer };
}

const CURVES: Record<string, number> = { member: 0.62, corporate: 0.55, ota: 0.31, walk_in: 0.27 };
const CHANNEL_NAMES: Record<Channel, string> = { member: "会员", corporate: "协议", ota: "OTA", walk_in: "散客" };

function cohort(key: string, name: string, scale: number, slower: number, small = false): LatencyCohort {
  const steps = STEPS.map(([guests, lower, median, upper], index): LatencyStep => {
    const share = Math.min(0.96, (CURVES[key.split(":")[1] ?? ""] ?? 0.42) + index * 0.05);
    const n = Math.round(guests * scale);
    const enough = n >= 30;
    const days = [0, 14, 30, 45, 60, 90, 120, 150, 180, 240, 300, 365, 540, 730];
    return {
      ordinal: index + 1, guests: n, returns: Math.round(n * share), share, lower: Math.round(lower * slower), median: Math.round(median * slower), upper: Math.round(upper * slower), enough,
      norm_lower: lower, norm_median: median, norm_upper: upper, from: enough ? null : "property", from_name: enough ? null : "全店", pooled: false,
      curve: days.map((day) => [day, share * (1 - Math.exp(-day / (median * slower * 1.35)))]),
    };
  });
  const turn = { ordinal: 3, act_upon: 4, days: Math.round(30 * slower), says: "第 4 次入住之前越来越近，之后开始变远。", proposal: { event: "visit", ordinal: 4, says: "第 4 次入住后联系" } };
  return { key, name, guests: Math.round(12840 * scale), steps, turn: small ? null : turn };
}

function latency({ query, path }: Asked): Answer {
  const by = query.get("cohort") ?? "channel";
  const size = housesOf(path).length / 8;
  const channels: Channel[] = ["member", "corporate", "ota", "walk_in"];
  const cohorts = by === "channel" ? channels.map((channel, index) => cohort(`channel:${channel}`, CHANNEL_NAMES[channel], [0.34, 0.18, 0.42, 0.06][index] ?? 0.1, [0.82, 0.94, 1.22, 1.4][index] ?? 1, channel === "walk_in"))
    : by === "source" ? ["小程序", "携程", "美团", "飞猪", "协议单位", "散客", "抖音"].map((name, index) => cohort(`source:${name}`, name, [0.3, 0.24, 0.12, 0.06, 0.18, 0.08, 0.001][index] ?? 0.1, 0.8 + index * 0.1, index === 6))
    : housesOf(path).map((h, index) => cohort(`property:${h.slug}`, h.name, h.guests / 97_000, 0.86 + index * 0.06));
  const answer: LatencyReport = { day: today(), as_of: AS_OF(), cohort: by, guests_min: 30, whole: cohort("property", "全部客人", size, 1), cohorts, says: "第 3 到第 4 次最短，中位 30 天；之后逐次变长。OTA 客人首住后只有 31 % 会再来。" };
  return { json: answer };
}

const stageOf = (guests: number, weights: number[]): ChurnFigures => {
  const [fresh = 0, sticky = 0, risk = 0, dormant = 0, lost = 0] = weights.map((weight) => Math.round(guests * weight));
  const all = fresh + sticky + risk + dormant + lost;
  return { guests: all, new: fresh, sticky, at_risk: risk, dormant, lost, churn_rate: (risk + dormant + lost) / all, at_risk_rate: risk / all, lost_rate: lost / all };
};

function churn({ query, path }: Asked): Answer {
  const houses = housesOf(path);
  const guests = houses.reduce((sum, h) => sum + h.guests, 0);
  const by = query.get("by") ?? "channel";
  const total = stageOf(guests, [0.31, 0.28, 0.088, 0.13, 0.192]);
  const months = Array.from({ length: 13 }, (_, index) => dayOf((12 - index) * 30.4).slice(0, 7));
  const second = months.map((month, index) => {
    const first = Math.round(guests * 0.021 * (1 + Math.sin(index) * 0.12));
    const rate = 0.182 + index * 0.0035 + Math.sin(index * 1.7) * 0.008;
    return { month, first, second: Math.round(first * rate), rate, final: index < 10 };
  });
  const closed = second.filter(({ final }) => final);
  const sum = (key: "first" | "second") => closed.reduce((all, row) => all + row[key], 0);
  const rows = by === "channel" ? [["member", "会员", 0.34, [0.24, 0.42, 0.08, 0.1, 0.16]], ["corporate", "协议", 0.17, [0.2, 0.44, 0.1, 0.11, 0.15]], ["ota", "OTA", 0.43, [0.39, 0.15, 0.086, 0.15, 0.224]], ["walk_in", "散客", 0.06, [0.34, 0.16, 0.09, 0.16, 0.25]]] as const
    : [["小程序", "小程序", 0.3, [0.24, 0.42, 0.08, 0.1, 0.16]], ["携程", "携程", 0.28, [0.39, 0.15, 0.086, 0.15, 0.224]], ["美团", "美团", 0.15, [0.42, 0.12, 0.08, 0.15, 0.23]]] as const;
  const answer: ChurnReport = {
    from: query.get("from") ?? "", to: query.get("to") ?? "", by, as_of: AS_OF(), day: today(), total, before: stageOf(guests * 0.97, [0.32, 0.286, 0.085, 0.126, 0.183]),
    rows: by === "stage" ? (["new", "sticky", "at_risk", "dormant", "lost"] as const).map((key) => ({ key, name: { new: "新客", sticky: "黏度", at_risk: "预警", dormant: "沉睡", lost: "流失" }[key], ...total })) : rows.map(([key, name, part, weights]) => ({ key, name, ...stageOf(guests * part, [...weights]) })),
    trend: months.map((month, index) => ({ month, day: `${month}-28`, reckoned: index < 8, ...stageOf(guests * (0.8 + index * 0.016), [0.33 - index * 0.001, 0.29, 0.07 + index * 0.0013 + Math.sin(index) * 0.003, 0.12 + index * 0.0008, 0.17 + index * 0.0016]) })),
    second_visit: { within_days: 90, first: sum("first"), second: sum("second"), rate: sum("second") / sum("first"), months: second },
    properties: houses.map((h) => ({ property: h.slug, name: h.name, second_visit_rate: 0.1 + h.repeat / 300, ...stageOf(h.guests, [0.3, 0.2 + h.repeat / 300, 0.15 - h.repeat / 600, 0.13, 0.22 - h.repeat / 400]) })),
    says: "41.0 % 的客人已经不在常见间隔里：预警 8,624 人，沉睡 12,740 人，流失 18,816 人。",
  };
  return { json: answer };
}

const GROUPS: [string, string, string, number][] = [
  ["key_value", "重要价值", "最近来过、常来、花得多", 0.16], ["key_grow", "重要发展", "最近来过、来得少、花得多", 0.09], ["key_keep", "重要保持", "很久没来、以前常来、花得多", 0.08], ["key_regain", "重要挽留", "很久没来、来得少、花得多", 0.07],
  ["low_value", "一般价值", "最近来过、常来、花得少", 0.06], ["low_grow", "一般发展", "最近来过、来得少、花得少", 0.24], ["low_keep", "一般保持", "很久没来、以前常来、花得少", 0.04], ["low_regain", "一般挽留", "很久没来、来得少、花得少", 0.26],
];
const TIERS: [RfmReport["tiers"][number]["key"], string, string, number, number][] = [["platinum", "铂金", "常来且花得最多", 0.06, 2600], ["gold", "黄金", "常来、花得多", 0.11, 1450], ["silver", "白银", "来过几次", 0.19, 620], ["potential", "潜力", "刚来过一两次", 0.34, 310], ["churn_warning", "流失预警", "已经逾期、沉睡或流失", 0.3, 90]];

const leaf = (field: string, op: string, value: unknown) => ({ kind: "field", field, op, value });

function rfm({ path }: Asked): Answer {
  const houses = housesOf(path);
  const guests = houses.reduce((sum, h) => sum + h.guests, 0);
  const weights = [[0.08, 0.045, 0.022, 0.012, 0.006], [0.07, 0.04, 0.025, 0.015, 0.01], [0.06, 0.042, 0.032, 0.022, 0.014], [0.055, 0.04, 0.036, 0.03, 0.024], [0.06, 0.045, 0.045, 0.05, 0.06]];
  const answer: RfmReport = {
    day: today(), as_of: AS_OF(), guests,
    grid: weights.flatMap((line, r) => line.map((weight, f) => ({ r: r + 1, f: f + 1, n: Math.round(guests * weight), spend: yuan(guests * weight * (240 + f * 410)), profit: yuan(guests * weight * (160 + f * 280)), profit_complete: true, m: 1.4 + f * 0.75 + r * 0.05, rule: { kind: "and", of: [leaf("rfm_r", "is", r + 1), leaf("rfm_f", "is", f + 1)] } as never }))),
    thresholds: houses.map((h) => ({ property: h.slug, days: [312, 164, 81, 33], visits: [1, 2, 3, 6], spend: ["208.00", "436.00", "980.00", "2210.00"] })),
    groups: GROUPS.map(([key, name, says, share]) => ({ key, name, says, share, n: Math.round(guests * share), spend: yuan(guests * share * (key.startsWith("key") ? 1900 : 330)), profit: yuan(guests * share * (key.startsWith("key") ? 1290 : 210)), profit_complete: true, rule: leaf("rfm_group", "is_any_of", [key]) as never })),
    tiers: TIERS.map(([key, name, says, share, each]) => ({ key, name, says, share, n: Math.round(guests * share), spend: yuan(guests * share * each * 1.6), profit: yuan(guests * share * each * 1.1), profit_complete: key !== "silver", future: yuan(guests * share * each), rule: leaf("value_tier", "is_any_of", [key]) as never })),
    properties: houses.map((h) => ({ property: h.slug, name: h.name, guests: h.guests, groups: Object.fromEntries(GROUPS.map(([key, , , share]) => [key, Math.round(h.guests * share)])), tiers: Object.fromEntries(TIERS.map(([key, , , share]) => [key, Math.round(h.guests * share)])) })),
  };
  return { json: answer };
}

const valueRow = (key: string, name: string, guests: number, each: number, alive: number): ValueRow => ({
  key, name, guests, alive, expected_visits: Math.round(guests * alive * 2.1), current: yuan(guests * each * 1.7), profit: yuan(guests * each * 1.16), profit_complete: key !== "ota", future: yuan(guests * each), lifetime: yuan(guests * each * 2.7), future_per_guest: yuan(each),
});

function value({ path }: Asked): Answer {
  const houses = housesOf(path);
  const guests = houses.reduce((sum, h) => sum + h.guests, 0);
  const total = valueRow("", "", guests, 540, 0.52);
  const parts = [0.38, 0.19, 0.13, 0.09, 0.07, 0.05, 0.04, 0.03, 0.015, 0.005];
  const answer: ValueReport = {
    day: today(), as_of: AS_OF(), total, tiers: TIERS.map(([key, name, , share, each], index) => valueRow(key, name, Math.round(guests * share), each, [0.94, 0.88, 0.71, 0.52, 0.12][index] ?? 0.5)),
    channels: (["member", "corporate", "ota", "walk_in"] as const).map((key, index) => valueRow(key, CHANNEL_NAMES[key], Math.round(guests * ([0.34, 0.17, 0.43, 0.06][index] ?? 0)), [890, 980, 190, 160][index] ?? 0, [0.68, 0.7, 0.36, 0.3][index] ?? 0)),
    deciles: parts.map((share, index) => ({ decile: index + 1, guests: Math.round(guests / 10), share, future: yuan(Number(total.future) * share), from: yuan(Math.max(0, 2100 - index * 240)) })),
    properties: houses.map((h) => valueRow(h.slug, h.name, h.guests, 200 + h.repeat * 10, 0.3 + h.repeat / 150)),
    models: houses.map((h, index) => ({ property: h.slug, name: h.name, visits: index === 7 && houses.length > 1 ? null : { r: 0.31, alpha: 61.2, a: 0.61, b: 2.9 }, visits_log_likelihood: -48210.4, visits_guests: h.guests, visits_certain: index !== 3, spend: { p: 5.9, q: 4.1, gamma: 212 }, spend_log_likelihood: -20114.2, spend_guests: Math.round(h.guests * 0.3), spend_certain: true, says: index === 7 && houses.length > 1 ? "回头客还少，暂不预测。" : "BG/NBD 与 Gamma–Gamma，每晚重算" })),
  };
  return { json: answer };
}

function campaigns({ query }: Asked): Answer {
  const figures = (chosen: number, rate: number, held: number, each: number, wide: number) => {
    const more = (rate - held) * 100;
    const visits = chosen * 0.9 * (rate - held);
    return { chosen, sent: Math.round(chosen * 0.84), held_out: Math.round(chosen * 0.1), visited: Math.round(chosen * 0.9 * rate), rate, holdout_rate: held, uplift_pp: more, uplift_ci: [more - wide, more + wide], extra_visits: visits, extra_revenue: yuan(visits * 320), extra_revenue_ci: [yuan(visits * 320 * 0.6), yuan(visits * 320 * 1.4)], cost: yuan(chosen * each), net: yuan(visits * 320 - chosen * each), return: (visits * 320) / (chosen * each) - 1, answered: Math.round(chosen * 0.12), given: Math.round(chosen * 0.3), redeemed: Math.round(chosen * 0.05), redemption_rate: 0.162, restrained: Math.round(chosen * 0.4), saved: yuan(chosen * 1.2) };
  };
  const answer: CampaignsReport = {
    from: query.get("from") ?? "", to: query.get("to") ?? "", as_of: AS_OF(), reference_rate: 0.15, total: figures(6120, 0.131, 0.088, 0.6, 1.4), campaigns: [], kinds: [], offers: [], restrained: [], properties: [],
    stages: [{ key: "at_risk", name: "预警", ...figures(2140, 0.186, 0.112, 0.4, 2.1) }, { key: "dormant", name: "沉睡", ...figures(1610, 0.097, 0.061, 1.8, 2.4) }, { key: "lost", name: "流失", ...figures(2370, 0.031, 0.029, 0.9, 0.25) }],
  };
  return { json: answer };
}

function coach({ path }: Asked): Answer {
  const houses = housesOf(path);
  const visits = houses.reduce((sum, h) => sum + h.visits, 0);
  const channels: Channel[] = ["member", "corporate", "ota", "walk_in"];
  const share = (index: number) => houses.reduce((sum, h) => sum + (h.mix[index] ?? 0) * h.visits, 0) / visits / 100;
  const [member, ota] = [share(0), share(2)];
  const alarm = ota > 0.5;
  const answer: Coach = {
    day: today(), from: dayOf(91), to: dayOf(1), visits, alarm, alarm_above: 0.5, mix_gap: houses.length > 1 ? 12 : 26.5,
    parts: channels.map((channel, index) => ({ channel, visits: Math.round(visits * share(index)), share: share(index), target: TARGETS[channel], gap_pp: share(index) * 100 - TARGETS[channel] })),
    advice: alarm ? { code: "alarm", says: `OTA 占 ${(ota * 100).toFixed(1)} %，超过一半。先把住店的 OTA 客人加成会员，不要减 OTA 的房量。` } : member > ota ? { code: "ease", says: "私域已经超过 OTA，可以慢慢淡化 OTA。" } : { code: "grow", says: "私域还没有超过 OTA：继续加会员，先不动 OTA。" },
    more: [{ code: "few_visits", says: "67 % 的客人只住过一两次，先抓第二次。" }],
    crossover: { clear: true, on: dayOf(-420), member_pp_month: 0.62, ota_pp_month: -0.48, says: "照现在的走势，约 14 个月后私域超过 OTA。" },
    trend: Array.from({ length: 13 }, (_, index) => ({ month: dayOf((12 - index) * 30.4).slice(0, 7), visits: Math.round(visits / 3), member: member - (12 - index) * 0.0062, corporate: share(1), ota: ota + (12 - index) * 0.0048 + Math.sin(index) * 0.006, walk_in: share(3) })),
    few_visits_share: 0.67, benchmarks: { member: 0.4, corporate: 0.2, ota: 0.35, walk_in: 0.05 },
  };
  return { json: answer };
}

function pool({ query }: Asked): Answer {
  const get = (name: string, fallback: number) => Number(query.get(name) ?? fallback);
  const [daily, visits, rate, cost] = [get("daily", 20), get("visits", 2), get("rate", 150), get("cost", 3)];
  const year = daily * 360;
  const rooms = get("rooms", 0) * get("occupancy", 0);
  const full = daily ? Math.ceil(5000 / daily) : null;
  const answer: ContactPool = {
    day: today(), plan: { contacts_a_month: daily * 30, contacts_a_year: year, visits_a_year: year * visits, revenue_a_year: yuan(year * visits * rate), saved: yuan(year * cost) },
    accounts: [{ holds: 5000, full_in_days: full, full_on: full ? dayOf(-full) : null }, { holds: 10000, full_in_days: full ? full * 2 : null, full_on: full ? dayOf(-full * 2) : null }], capture: rooms ? { rooms_a_night: rooms, capture_rate: daily / rooms } : null,
    measured: { days: 90, new_guests: 1062, new_guests_a_day: 11.8, active_guests: 5214, visits: 7240, visits_a_guest_year: 1.7, average_rate: "246.00", revenue_a_year: "1776000.00" }, says: "按过去 90 天的实际，每天新增 11.8 位客人，每位一年来 1.7 次。",
  };
  return { json: answer };
}

const both = (zh: string, en: string) => ({ zh, en });
export const lifeOf = (): CardLifecycle => ({
  stage: "at_risk", stage_since: dayOf(6), deviation: "late", away_days: 74, due_on: dayOf(6), as_of: today(), price_sensitive: "no",
  says: both("预警：上次入住 74 天前，同类客人多数在 44–68 天内再来", "At risk: the last visit was 74 days ago; most guests of this kind come again within 44–68 days"),
  norm: { lower: 44, median: 55, upper: 68, from: "channel:walk_in", from_says: both("散客第 8→9 次", "walk-in guests, visit 8→9"), pooled: false, fallback_says: both("来源「散客」不足 30 人，用渠道的间隔。", "Fewer than 30 of this source: the channel's interval is used.") },
  rfm: { r: 2, f: 5, m: 4, group: "key_keep", group_says: both("重要保持客人", "key guest, to keep") }, value_tier: "gold", value_tier_says: both("黄金", "gold"),
  value: { spent: "2512.00", expected_visits_12m: 5.2, future: "1310.00", alive: 0.71 }, motive: { suggested: "convenience", set: "" },
});

export const winning: Rule[] = [
  ["GET", /^\/properties\/[^/]+\/win-back$/, board],
  ["GET", /^\/chains\/[^/]+\/win-back\/summary$/, summary],
  ["POST", /^\/properties\/[^/]+\/win-back\/(\w+)\/act$/, act],
  ["GET", /\/reports\/latency$/, latency],
  ["GET", /\/reports\/churn$/, churn],
  ["GET", /\/reports\/rfm$/, rfm],
  ["GET", /\/reports\/value$/, value],
  ["GET", /\/reports\/campaigns$/, campaigns],
  ["GET", /\/reports\/channel-coach$/, coach],
  ["GET", /\/reports\/contact-pool$/, pool],
];
