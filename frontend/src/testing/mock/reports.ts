import type { Channel, ChannelMix, ComparisonFigures } from "../../api/types";
import type { Asked, Answer, Rule } from "./answers.ts";
import { HOUSES, TARGETS, type House } from "./properties.ts";

const CHANNELS: Channel[] = ["member", "corporate", "ota", "walk_in"];
const round = (value: number, places: number) => Math.round(value * 10 ** places) / 10 ** places;

function mixOf(values: number[]): { channel_mix: ChannelMix; mix_gap: number } {
  const total = values.reduce((sum, value) => sum + value, 0);
  const parts = CHANNELS.map((channel, index) => {
    const share = (values[index] ?? 0) / total;
    return [channel, { value: Math.round(values[index] ?? 0), share: round(share, 6), target: TARGETS[channel] / 100, gap_pp: round(share * 100 - TARGETS[channel], 4) }] as const;
  });
  const mix_gap = parts.reduce((sum, [, { gap_pp }]) => sum + Math.abs(gap_pp), 0) / 2;
  return { channel_mix: Object.fromEntries(parts) as ChannelMix, mix_gap: round(mix_gap, 4) };
}

/** How much earlier than "now" the asked days are, in 13-week periods. */
const ago = (query: URLSearchParams): number => {
  const to = Date.parse(query.get("to") ?? "");
  const weeks = (Date.now() - to) / (7 * 86_400_000);
  return weeks < 2 ? 0 : weeks / 13;
};
const length = (query: URLSearchParams): number =>
  Math.max(1, (Date.parse(query.get("to") ?? "") - Date.parse(query.get("from") ?? "")) / 86_400_000 + 1) / 91;

/** What is left of it, the less the more came through OTAs; of one house a cost is not told. */
const leftOf = (revenue: number, ota: number) => ({ profit: (revenue * (0.79 - ota / 700)).toFixed(2), profit_share: round(0.79 - ota / 700, 6), profit_complete: ota < 60 });

function figures(h: House, back: number, scale: number): ComparisonFigures {
  const guests = Math.round(h.guests * (1 - back * 0.06));
  const repeat = Math.round((guests * (h.repeat - h.change * back)) / 100);
  const visits = Math.round(h.visits * scale * (1 - back * 0.02));
  const active = Math.round(visits * 0.84);
  const due = Math.round(h.due * scale * (1 - back * 0.02));
  const complete = Math.round((due * (h.complete - back * 2)) / 100);
  const onTime = Math.round((due * (h.onTime - back * 1.2)) / 100);
  const [member, corporate, ota, walkIn] = h.mix;
  const nights = Math.round(visits * 1.4);
  return {
    guests_to_date: guests, repeat_guests_to_date: repeat, repeat_guest_rate: round(repeat / guests, 6),
    visits, repeat_visits: Math.round(visits * 0.45), repeat_visit_share: 0.45,
    active_guests: active, active_repeat_guests: Math.round(active * (h.repeat / 100 + 0.06)), active_repeat_rate: round(h.repeat / 100 + 0.06 - back * 0.004, 6),
    nights, room_revenue: `${nights * h.adr}.00`, adr: `${h.adr}.00`, ...leftOf(nights * h.adr, h.mix[2]),
    ...mixOf([member - back * 1.4, corporate, ota + back * 1.4, walkIn].map((share) => (share / 100) * visits)),
    visit_distribution: { "1": guests - repeat, "2": Math.round(repeat * 0.5), "3-5": Math.round(repeat * 0.32), "6-10": Math.round(repeat * 0.13), "11+": Math.round(repeat * 0.05) },
    remarks: { due, complete, on_time: onTime, completion_rate: round(complete / due, 6), on_time_rate: round(onTime / due, 6) },
    targets: { ...TARGETS },
  };
}

const sum = (rows: ComparisonFigures[], pick: (row: ComparisonFigures) => number): number => rows.reduce((all, row) => all + pick(row), 0);

function total(rows: ComparisonFigures[]): ComparisonFigures {
  const guests = sum(rows, (row) => row.guests_to_date);
  const repeat = sum(rows, (row) => row.repeat_guests_to_date);
  const visits = sum(rows, (row) => row.visits);
  const nights = sum(rows, (row) => row.nights);
  const revenue = sum(rows, (row) => Number(row.room_revenue));
  const due = sum(rows, (row) => row.remarks.due);
  const complete = sum(rows, (row) => row.remarks.complete);
  const onTime = sum(rows, (row) => row.remarks.on_time);
  const active = sum(rows, (row) => row.active_guests);
  const activeRepeat = sum(rows, (row) => row.active_repeat_guests);
  return {
    guests_to_date: guests, repeat_guests_to_date: repeat, repeat_guest_rate: round(repeat / guests, 6), visits,
    repeat_visits: sum(rows, (row) => row.repeat_visits), repeat_visit_share: 0.45, active_guests: active, active_repeat_guests: activeRepeat,
    active_repeat_rate: round(activeRepeat / active, 6), nights, room_revenue: `${revenue}.00`, ...leftOf(revenue, 46), adr: `${round(revenue / nights, 2)}`,
    ...mixOf(CHANNELS.map((channel) => sum(rows, (row) => row.channel_mix[channel].value))),
    visit_distribution: { "1": sum(rows, (r) => r.visit_distribution["1"]), "2": sum(rows, (r) => r.visit_distribution["2"]), "3-5": sum(rows, (r) => r.visit_distribution["3-5"]), "6-10": sum(rows, (r) => r.visit_distribution["6-10"]), "11+": sum(rows, (r) => r.visit_distribution["11+"]) },
    remarks: { due, complete, on_time: onTime, completion_rate: round(complete / due, 6), on_time_rate: round(onTime / due, 6) },
    targets: { ...TARGETS },
  };
}

const AS_OF = () => new Date().toISOString();

const housesOf = (path: string): House[] => {
  const slug = /^\/properties\/([^/]+)/.exec(path)?.[1];
  return slug ? HOUSES.filter((h) => h.slug === slug) : HOUSES;
};

function comparison({ query, path }: Asked): Answer {
  const rows = housesOf(path).map((h) => ({ property: h.slug, name: h.name, city: h.city, ...figures(h, ago(query), length(query)) }));
  const chain = total(rows);
  const people = Math.round(chain.guests_to_date * 0.94);
  const again = Math.round(chain.repeat_guests_to_date * 0.98);
  return { json: {
    from: query.get("from"), to: query.get("to"), by: query.get("by") ?? "visits", as_of: AS_OF(), properties: rows,
    chain: path.startsWith("/properties") ? null : { ...chain, chain_guests_to_date: people, chain_repeat_guests_to_date: again, chain_repeat_guest_rate: round(again / people, 6) },
  } };
}

function buckets({ query }: Asked): { from: string; to: string }[] {
  const days = { day: 1, week: 7, month: 30 }[query.get("bucket") ?? "week"] ?? 7;
  const end = Date.parse(query.get("to") ?? "");
  const found: { from: string; to: string }[] = [];
  for (let at = Date.parse(query.get("from") ?? ""); at <= end; at += days * 86_400_000) {
    const day = (ms: number) => new Date(Math.min(ms, end)).toISOString().slice(0, 10);
    found.push({ from: day(at), to: day(at + (days - 1) * 86_400_000) });
  }
  return found;
}

const wave = (index: number, seed: number) => Math.sin(index * 1.7 + seed) * 0.2;

function repeat(asked: Asked): Answer {
  const spans = buckets(asked);
  const line = (rate: number, change: number, guests: number, seed: number) =>
    spans.map(({ to }, index) => {
      const value = (rate - change * (1 - index / Math.max(1, spans.length - 1)) + (index < spans.length - 1 ? wave(index, seed) : 0)) / 100;
      return { to, guests_to_date: guests, repeat_guests_to_date: Math.round(guests * value), repeat_guest_rate: round(value, 6) };
    });
  return { json: {
    from: asked.query.get("from"), to: asked.query.get("to"), bucket: asked.query.get("bucket"), as_of: AS_OF(),
    buckets: line(32.7, -0.2, 92315, 1), chain_repeat_guest_rate: 0.327,
    properties: housesOf(asked.path).map((h, index) => {
      const row = figures(h, 0, 1);
      const again = row.repeat_guests_to_date;
      const exact = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => [String(n), n === 1 ? row.visit_distribution["1"] : Math.round((again * 0.55) / (n - 1) ** 1.35)]));
      return { property: h.slug, name: h.name, buckets: line(h.repeat, h.change, h.guests, index), visit_distribution: row.visit_distribution, exact_distribution: { ...exact, "11+": Math.round(again * 0.05) } };
    }),
  } };
}

function channelMix(asked: Asked): Answer {
  const spans = buckets(asked);
  const line = (mix: number[], visits: number, drift: number, seed: number) =>
    spans.map(({ from, to }, index) => {
      const left = (1 - index / Math.max(1, spans.length - 1)) * drift + wave(index, seed) * 4;
      const [member = 0, corporate = 0, ota = 0, walkIn = 0] = mix;
      return { from, to, visits: Math.round(visits / spans.length), ...mixOf([member - left, corporate, ota + left, walkIn].map((share) => (share * visits) / spans.length / 100)) };
    });
  return { json: {
    from: asked.query.get("from"), to: asked.query.get("to"), by: "visits", bucket: asked.query.get("bucket"), as_of: AS_OF(), targets: TARGETS,
    buckets: line([31.1, 16.9, 46.2, 5.8], 29691, 3.3, 2),
    properties: housesOf(asked.path).map((h, index) => ({ property: h.slug, name: h.name, buckets: line(h.mix, h.visits, index < 2 ? -4 : 2.5, index) })),
  } };
}

const STAFF: [string, number, string, number, number, number, number][] = [
  ["周婷", 0, "夜班", 1144, 41.6, 28.7, 26.5], ["许志强", 0, "夜班", 1023, 46.7, 33.9, 24.4], ["唐敏", 0, "中班", 1111, 70.1, 46.8, 15.8],
  ["顾晓雯", 1, "夜班", 729, 55.8, 43.1, 21.5], ["", 0, "", 484, 34.7, 22.9, 29], ["何静", 4, "夜班", 955, 70.9, 57.1, 15.9],
  ["刘洋", 2, "中班", 853, 69.2, 53.2, 16.7], ["钱浩", 1, "中班", 792, 71.7, 56.1, 16.6], ["孙磊", 4, "中班", 1034, 80.3, 68, 13.2],
  ["沈悦", 1, "早班", 807, 77.8, 62.8, 13], ["陆佳", 2, "夜班", 683, 74.2, 61.3, 14.6], ["马超", 5, "夜班", 753, 77.8, 73.3, 12.5], ["郑凯", 4, "早班", 1167, 88.8, 72.5, 8.5],
  ["林可", 7, "早班", 1210, 97.4, 93.1, 3.1], ["江岚", 6, "早班", 1120, 96.2, 90.4, 3.8], ["魏然", 3, "中班", 640, 93.1, 85, 5.2],
];

function remarkFigures(due: number, completion: number, onTimeRate: number, hours: number) {
  const complete = Math.round((due * completion) / 100);
  const onTime = Math.round((due * onTimeRate) / 100);
  const near = (plus: number) => round(Math.min(0.995, completion / 100 + plus), 6);
  return {
    in_house: Math.round(due / 70), due, complete, on_time: onTime, late: complete - onTime, missing: due - complete, completion_rate: round(complete / due, 6), on_time_rate: round(onTime / due, 6),
    nickname_rate: near(0.073), tags_rate: near(0.035), phone_rate: near(0.151), description_rate: near(0.012), wrong_nickname: Math.round(due * 0.042), wrong_nickname_rate: 0.045,
    none_noted: Math.round(due * (completion < 50 ? 0.72 : 0.25)), none_noted_share: completion < 50 ? 0.72 : 0.25, median_hours: hours,
  };
}

function remarks({ query, path }: Asked): Answer {
  const houses = housesOf(path);
  const group = query.get("group") ?? "property";
  const scale = length(query) * (1 - ago(query) * 0.02);
  const back = ago(query) * 2;
  const byHouse = houses.map((h) => ({ property: h.slug, name: h.name, ...remarkFigures(Math.round(h.due * scale), h.complete - back, h.onTime - back, 30 - h.complete / 4) }));
  const due = byHouse.reduce((all, row) => all + row.due, 0);
  const all = (key: "complete" | "on_time") => (byHouse.reduce((sums, row) => sums + row[key], 0) / due) * 100;
  const head = { from: query.get("from"), to: query.get("to"), group, as_of: AS_OF(), total: remarkFigures(due, all("complete"), all("on_time"), 5.6) };
  if (group === "shift") return { json: { ...head, rows: [["早班", 10180, 88.4, 78.2], ["中班", 9850, 82.3, 72.4], ["夜班", 8346, 74.7, 58.5], [null, 894, 44.7, 32.1]].map(([shift, n, c, o]) => ({ property: null, name: null, shift, ...remarkFigures(Number(n), Number(c), Number(o), 8) })) } };
  if (group !== "staff") return { json: { ...head, rows: byHouse } };
  const rows = STAFF.filter(([, at]) => houses.some(({ slug }) => slug === HOUSES[at]?.slug)).map(([name, at, shift, n, c, o, hours]) => ({
    property: HOUSES[at]?.slug, name: HOUSES[at]?.name, staff: name ? { id: name, external_id: name, name } : null, shift, ...remarkFigures(Math.round(n * scale), c - back, o - back, hours),
  }));
  const example = (written: string, expected: string) => [{ property: "qichuan-hudong", guest_id: "g1", written, expected }];
  return { json: { ...head, rows, wrong_examples: [
    { kind: "count", n: 612, examples: example("韩磊4/携程/8210/208/20261118", "韩磊5/携程/8210/208/20261118") },
    { kind: "date", n: 287, examples: example("吴倩3/美团/0612/239/20260904", "吴倩3/美团/0612/239/20261119") },
    { kind: "rate", n: 164, examples: example("郭宏伟2/协议单位/1108/398/20261120", "郭宏伟2/协议单位/1108/268/20261120") },
    { kind: "source", n: 93, examples: example("蒋欣6/散客/0915/226/20261117", "蒋欣6/会员/0915/226/20261117") },
    { kind: "unparsed", n: 58, examples: example("杜鹏0803 219 11.20", "杜鹏1/散客/0803/219/20261120") },
  ] } };
}

const GUESTS = ["赵敏", "孙伟国", "黄丽", "Kevin Lau", "郭宏伟", "马思远", "何雨桐", "田甜"];
const visits = (): Answer => ({ json: { next: null, results: GUESTS.map((name, index) => ({
  id: String(index), guest: { id: String(index), name, phone: index === 3 ? null : "138****8000" }, ordinal: (index % 4) + 1, check_in_on: `2026-11-${20 - index}`, check_out_on: `2026-11-${22 - index}`,
  nights: 2, source: index % 2 ? "携程" : "散客", channel: index % 2 ? "ota" : "walk_in", room_no: `110${index}`, rate: "208.00",
})) } });

export const reports: Rule[] = [
  ["GET", /\/visits$/, visits],
  ["GET", /\/reports\/[a-z-]+\.(csv|xlsx)$/, () => ({ type: "text/csv", text: "门店,复购率\n湖东店,22.1 %\n" })],
  ["GET", /\/reports\/comparison$/, comparison],
  ["GET", /\/reports\/repeat$/, repeat],
  ["GET", /\/reports\/channel-mix$/, channelMix],
  ["GET", /\/reports\/remarks$/, remarks],
];
