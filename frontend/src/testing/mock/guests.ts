import type { GuestCard, GuestRow, ReviewItem, VisitLine, VisitRow } from "../../api/propertyTypes";
import type { Channel } from "../../api/types";
import type { Asked, Answer, Rule } from "./answers.ts";
import type { MemberParts } from "../../api/valueTypes";
import { deskParts } from "./guestDesk.ts";
import { memberParts } from "./value.ts";
import { lifeOf } from "./winning.ts";

/** Guests of the mockups' property: 李刚 with eight visits, and a list of others. */

const VISITS: [on: string, nights: number, channel: Channel, source: string, room: string, rate: string, fnb: string, requests: string[]][] = [
  ["2025-10-01", 1, "ota", "携程", "8105", "213.00", "0.00", []], ["2025-12-02", 1, "ota", "美团", "8112", "219.00", "0.00", []], ["2026-01-19", 2, "member", "会员", "8210", "208.00", "38.00", ["加枕头"]],
  ["2026-02-21", 1, "member", "小程序", "8208", "208.00", "0.00", []], ["2026-04-02", 2, "member", "小程序", "8210", "208.00", "76.00", ["加枕头"]], ["2026-05-14", 1, "walk_in", "散客", "8210", "200.00", "38.00", ["换到 8210"]],
  ["2026-07-11", 1, "member", "小程序", "8208", "208.00", "0.00", []], ["2026-09-10", 2, "walk_in", "散客", "8210", "200.00", "76.00", ["开空调", "加枕头"]],
];
const days = (a: string, b: string) => Math.round((Date.parse(b) - Date.parse(a)) / 86_400_000);
const plus = (on: string, n: number) => new Date(Date.parse(on) + n * 86_400_000).toISOString().slice(0, 10);
const HISTORY: VisitLine[] = VISITS.map(([on, nights, channel, source, room, rate, fnb, requests], index) => ({
  id: `v${index}`, ordinal: index + 1, check_in_on: on, check_out_on: plus(on, nights), nights, source, channel, room_no: room, room_type: "大床房", rate,
  revenue: { room: String(Number(rate) * nights), fnb, other: "0.00" }, requests, gap_days: index ? days(VISITS[index - 1]?.[0] ?? on, on) : null, in_house: false, stays: 1,
})).reverse();

let tags = ["金卡会员", "商务", "加枕头"];
let merged: GuestCard["merged_from"] = [{ id: "g77", name: "李 刚", merge_id: "m1" }];

const cardOf = (id: string): Omit<GuestCard, keyof MemberParts | "noted" | "proposals" | "scripts" | "owner" | "profit"> => ({
  id, external_ids: ["G00412"], name: "李刚", phone: "138****0017", phone_masked: "138****0017", birthday: "1984-03-02", gender: "男", email: null, language: null, notes: "",
  secret: false, by_hand: [], contested: false, tags, visits: 8, nights: 11, spend: { amount: "2512.00", currency: "CNY" }, average_rate: "207.60", first_visit_on: "2025-10-01",
  last_visit: { id: "v7", ordinal: 8, check_in_on: "2026-09-10", check_out_on: "2026-09-12", source: "散客", channel: "walk_in", room_no: "8210", rate: "200.00", nights: 2 },
  remark: {
    nickname: "李刚8/散客/8210/200/20260910", fitted: "李刚8/散/8210/200/0910", fitted_length: 19, fitted_steps: ["century", "source", "year"], fits: true, wrong: "", complete: id !== "g2", missing: id === "g2" ? ["tags", "description"] : [],
    works: { nickname: true, tags: id !== "g2", phone: true, description: id !== "g2" },
    written: { nickname: "李刚8/散客/8210/200/20260910", tags, phone: "", description: "要求提前开空调，常要求加一个枕头。", none_noted: false, written_by: "王芳", written_at: "2026-09-12T05:10:00Z" },
  },
  visit_history: HISTORY, lifecycle: lifeOf(), preferences: [], interactions: [], merged_from: merged, updated_at: "2026-09-12T05:10:00Z",
});

const NAMES = ["李刚", "李四", "陈静", "孙莉", "周敏", "何洁", "Tom Baker", "吴迪", "赵一鸣", "欧阳锋", "钱丽", "马骏", "许文杰", "丁一帆", "黄佳怡", "冯涛", "叶子涵", "邓超群", "秦岚", "陶建国", "罗曼", "石磊"];
const CH: [Channel, string][] = [["ota", "携程"], ["member", "会员"], ["corporate", "协议单位"], ["ota", "美团"], ["walk_in", "散客"], ["member", "小程序"]];
const ROWS: GuestRow[] = NAMES.map((name, index) => {
  const [channel, source] = CH[index % CH.length] ?? ["ota", "携程"];
  const visits = ((index * 7) % 12) + 1;
  const last = plus(new Date().toISOString().slice(0, 10), -index * 17);
  return {
    id: `g${index + 1}`, name, phone: index === 4 ? null : `13${index % 10}****${String(1000 + index * 37)}`, nickname: `${name}${visits}/${source}/82${String(index).padStart(2, "0")}/2${index % 10}8/${last.replaceAll("-", "")}`,
    visits, first_visit_on: "2024-01-02", last_visit_on: last, channel, source, room_no: `82${String(index).padStart(2, "0")}`, rate: `2${index % 10}8.00`,
    tags: ["商务", "怕吵", "高楼层", "要发票"].slice(0, index % 5), remark_complete: index % 3 !== 0, spend: `${visits * 260}.00`, profit: `${visits * 171}.00`, profit_unknown: source === "美团" ? [{ what: "commission", of: source }] : [], nights: visits, updated_at: `${last}T05:10:00Z`,
  };
});

function list({ query }: Asked): Answer {
  const q = query.get("q") ?? "";
  const found = ROWS.filter((row) => row.name.includes(q) || (row.phone ?? "").endsWith(q))
    .filter((row) => !query.get("channel") || row.channel === query.get("channel"))
    .filter((row) => row.visits >= Number(query.get("visits_min") ?? 0))
    .filter((row) => !query.get("tag") || row.tags.includes(query.get("tag") ?? ""));
  const start = Number(query.get("cursor") ?? 0);
  return { json: { results: found.slice(start, start + 15), next: start + 15 < found.length ? String(start + 15) : null } };
}

const VISIT_ROWS: VisitRow[] = ROWS.map((row, index) => ({
  id: `w${index}`, guest: { id: row.id, name: row.name, phone: row.phone }, ordinal: row.visits, check_in_on: row.last_visit_on ?? "", check_out_on: row.last_visit_on ?? "", nights: 1 + (index % 3),
  source: row.source ?? "", channel: row.channel ?? "ota", room_no: row.room_no ?? "", rate: row.rate ?? "0", revenue_room: row.rate ?? "0", profit: (Number(row.rate) * 0.71).toFixed(2), assignee: index % 4 ? { id: "1", name: "王芳" } : null, remark_complete: row.remark_complete, remark_completed_at: null, remark_due_at: null,
}));

let doubts: ReviewItem[] = [
  { id: "d1", found_at: "2026-11-21T05:10:00Z", settled_at: null, kind: "masked_phone", reason: "电话打了星号，姓名和入住日期都对得上", guest: { id: "g1", name: "李刚", phone: "138****0017", visits: 8, last_visit_on: "2026-09-10", room_no: "8210", rate: "200.00" }, other: { id: "g90", name: "李刚", phone: null, visits: 1, last_visit_on: "2026-11-20", room_no: "8212", rate: "208.00" } },
  { id: "d2", found_at: "2026-11-21T05:10:00Z", settled_at: null, kind: "conflict", reason: "同一个手机号，PMS 客人编号不同", guest: { id: "g3", name: "陈静", phone: "137****6621", visits: 3, last_visit_on: "2026-11-21", room_no: "8206", rate: "236.00" }, other: { id: "g91", name: "陈靖", phone: "137****6621", visits: 2, last_visit_on: "2026-08-02", room_no: "8301", rate: "219.00" } },
];

export const guests: Rule[] = [
  ["GET", /^\/properties\/[^/]+\/guests$/, list],
  ["GET", /^\/properties\/[^/]+\/guests\/(\w+)\/phone$/, () => ({ json: { phone: "+8613800130017" } })],
  ["GET", /^\/properties\/[^/]+\/guests\/(\w+)$/, ({ groups }) => (groups[0] === "g404" ? { status: 404, json: { type: "/problems/not-found", status: 404, title: "没有找到", detail: "没有找到。" } } : { json: { ...cardOf(groups[0] ?? "g1"), ...memberParts(groups[0] ?? "g1"), ...deskParts(groups[0] ?? "g1") } })],
  ["PATCH", /^\/properties\/[^/]+\/guests\/(\w+)$/, ({ groups, body }) => ({ json: { ...cardOf(groups[0] ?? ""), ...memberParts(groups[0] ?? ""), ...deskParts(groups[0] ?? ""), ...(body as object), updated_at: new Date().toISOString() } })],
  ["PUT", /^\/properties\/[^/]+\/guests\/(\w+)\/tags$/, ({ body }) => { ({ tags } = body as { tags: string[] }); return { json: { tags } }; }],
  ["PUT", /^\/properties\/[^/]+\/guests\/(\w+)\/remark$/, ({ body }) => {
    const { nickname } = body as { nickname: string };
    const right = nickname === "李刚8/散客/8210/200/20260910";
    return { json: { complete: right, missing: right ? [] : ["nickname"], works: { nickname: { ok: right, problems: right ? [] : [{ field: "count", written: "7", expected: "8" }] }, tags: { ok: true }, phone: { ok: true }, description: { ok: true } } } };
  }],
  ["POST", /^\/properties\/[^/]+\/guests\/(\w+)\/merge$/, ({ groups }) => ({ json: cardOf(groups[0] ?? "") })],
  ["POST", /^\/properties\/[^/]+\/guests\/(\w+)\/unmerge$/, () => { merged = []; return { json: { kept: "g1", separated: "g77" } }; }],
  ["GET", /^\/properties\/[^/]+\/visits$/, () => ({ json: { results: VISIT_ROWS, next: null } })],
  ["GET", /^\/properties\/[^/]+\/review-list$/, () => ({ json: { results: doubts, next: null } })],
  ["POST", /^\/properties\/[^/]+\/review-list\/(\w+)$/, ({ groups }) => { doubts = doubts.filter(({ id }) => id !== groups[0]); return { json: { id: groups[0], decision: "same", guest: "g1" } }; }],
];
