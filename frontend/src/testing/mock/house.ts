import type { Task } from "../../api/propertyTypes";
import type { Channel } from "../../api/types";
import type { Asked, Answer, Rule } from "./answers.ts";

/** One property's desk as the mockups show it: nine remarks to confirm, seventeen arrivals. */

const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const IN = day(-1);
const compact = IN.replaceAll("-", "");

type Raw = [name: string, ordinal: number, channel: Channel, source: string, short: string, room: string, type: string, rate: number, tags: string[], words: string, phone: string | null, due: number];
const RAW: Raw[] = [
  ["陈静", 3, "ota", "携程", "携", "8206", "大床房", 236, ["银卡会员", "怕吵", "高楼层"], "要安静的房间，离电梯远；退房时问过停车。", "137****6621", 0.4],
  ["孙莉", 4, "corporate", "协议单位", "协", "8109", "双床房", 228, ["恒力机电", "不吸烟"], "公司结账，要纸质发票", "150****7745", 0.7],
  ["周敏", 1, "ota", "美团", "美", "8115", "大床房", 219, ["美团", "首住"], "客人无特殊要求", null, 2],
  ["李四", 5, "ota", "携程", "携", "8210", "大床房", 208, ["携程", "加枕头"], "加一个枕头", "138****8000", 2.4],
  ["何洁", 6, "member", "会员", "会", "8312", "家庭房", 240, ["银卡会员", "有宝宝", "高楼层"], "婴儿床；早餐要打包", "133****9026", 2.6],
  ["Tom Baker", 2, "ota", "Booking", "B", "8202", "双床房", 268, ["英文", "首次在苏州"], "双床；到店晚", "+44 ****3312", 3],
  ["吴迪", 1, "walk_in", "散客", "散", "8107", "大床房", 245, ["首住"], "客人无特殊要求", "186****5108", 3.3],
  ["赵一鸣", 8, "member", "小程序", "小", "8308", "套房", 252, ["金卡会员", "商务"], "提前开空调；发票抬头已存", "136****2290", 3.7],
  ["欧阳锋", 12, "ota", "携程", "携", "8301", "套房", 1208, ["金卡会员", "套房"], "要开夜床，茶要龙井", "139****0417", 4.4],
  ["钱丽", 2, "ota", "飞猪", "飞", "8111", "大床房", 231, ["回头客"], "客人无特殊要求", "135****8810", -20],
  ["马骏", 1, "ota", "美团", "美", "8105", "双床房", 219, ["美团"], "客人无特殊要求", "152****2107", -50],
];

function task([name, ordinal, channel, source, short, room, type, rate, tags, words, phone, due]: Raw, index: number): Task {
  const nickname = `${name}${ordinal}/${source}/${room}/${rate}/${compact}`;
  const fitted = `${name.slice(0, 3)}${ordinal}/${short}/${room}/${rate}/${compact.slice(4)}`;
  return {
    id: String(index + 1), guest: { id: `g${index + 1}`, name, phone, visits: ordinal },
    visit: { id: `v${index + 1}`, ordinal, check_in_on: IN, check_out_on: day(0), checked_out_at: at(due - 24), channel, source, room_no: room, room_type: type, rate: `${rate}.00` },
    proposal: {
      nickname, fields: { name, count: ordinal, source, room, rate, date: compact }, fitted, fitted_length: fitted.length, fits: true, fitted_steps: ["century", "source", "year"],
      tags: [...tags.map((one) => ({ name: one, chosen: true })), { name: "有宝宝", chosen: false }, { name: "价格敏感", chosen: false }].filter((one, i, all) => all.findIndex((other) => other.name === one.name) === i),
      description: `${nickname}\n${words}`, description_length: nickname.length + words.length + 1, none_noted: words === "客人无特殊要求", requests: [],
    },
    due_at: at(due), overdue: due < 0, assignee: { id: "1", name: "王芳" }, works: { nickname: false, tags: false, phone: phone !== null, description: false },
    completed_at: null, completed_by: null, can_undo: true, wrong: "",
  };
}

let open = RAW.map(task);
const done: Task[] = [];

function listed({ query }: Asked): Answer {
  const state = query.get("state") ?? "open";
  const rows = { open, missing_phone: open.filter(({ guest }) => !guest.phone), overdue: open.filter(({ overdue }) => overdue), done }[state] ?? [];
  const counts = { open: open.length, missing_phone: open.filter(({ guest }) => !guest.phone).length, overdue: open.filter(({ overdue }) => overdue).length, done_today: 14 + done.length };
  return { json: { counts, results: rows, next: null } };
}

function confirm({ groups, body }: Asked): Answer {
  const found = open.find(({ id }) => id === groups[0]);
  if (!found) return { status: 404, json: { type: "/problems/not-found", status: 404, title: "没有找到", detail: "没有这条备注。" } };
  const given = body as { tags: string[]; phone?: string };
  if (given.phone?.startsWith("000")) return { json: { task: found, complete: false, missing: ["phone"], next: null } };
  open = open.filter((one) => one !== found);
  done.unshift({ ...found, completed_at: at(0), completed_by: "王芳" });
  return { json: { task: done[0], complete: true, missing: [], next: open[0] ?? null } };
}

function undo({ groups }: Asked): Answer {
  const index = done.findIndex(({ id }) => id === groups[0]);
  const [found] = index < 0 ? [] : done.splice(index, 1);
  if (found) open = [{ ...found, completed_at: null, completed_by: null }, ...open];
  return { json: { task: found } };
}

function parse({ body }: Asked): Answer {
  const { texts } = body as { texts: string[] };
  return { json: { results: texts.map((text) => {
    const known = RAW.find(([name]) => text.startsWith(name));
    const fields = text.split("/");
    if (fields.length !== 5) return { text, fields: null, form: null, problem: { code: "unparsed", detail: "应有五段，用 / 隔开。" }, guest: null, agrees: null, problems: [] };
    const right = known ? [`${known[0]}${known[1]}`, known[3], known[5], String(known[7]), compact] : [];
    const names = ["count", "source", "room", "rate", "date"];
    const problems = known ? fields.flatMap((one, i) => (one === right[i] ? [] : [{ field: names[i] ?? "", written: one, expected: right[i] ?? "" }])) : [];
    return { text, fields: null, form: "full", problem: known ? null : { code: "no_guest", detail: "没有找到这位客人。" }, guest: known ? { id: "g1", name: known[0] } : null, agrees: known ? problems.length === 0 : null, problems };
  }) } };
}

export const house: Rule[] = [
  ["GET", /^\/properties\/[^/]+\/remark-tasks$/, listed],
  ["POST", /^\/properties\/[^/]+\/remark-tasks\/(\w+)\/confirm$/, confirm],
  ["DELETE", /^\/properties\/[^/]+\/remark-tasks\/(\w+)\/confirm$/, undo],
  ["PATCH", /^\/properties\/[^/]+\/remark-tasks\/(\w+)$/, ({ groups, body }) => {
    const found = open.find(({ id }) => id === groups[0]);
    const { assignee } = body as { assignee: string | null };
    if (found) found.assignee = assignee ? { id: assignee, name: { "1": "王芳", "2": "李蕾" }[assignee] ?? "" } : null;
    return { json: found };
  }],
  ["POST", /^\/properties\/[^/]+\/remarks\/(?:parse|paste)$/, parse],
  ["GET", /^\/properties\/[^/]+\/tags$/, () => ({ json: { results: [
    ...["金卡会员", "银卡会员", "首住", "回头客", "商务", "怕吵", "高楼层", "有宝宝", "价格敏感"].map((name) => ({ name, kind: "standard", sensitive: false })),
    { name: "未成年", kind: "standard", sensitive: true }, { name: "恒力机电", kind: "own", sensitive: false }, { name: "首次在苏州", kind: "own", sensitive: false },
  ] } })],
  ["POST", /^\/properties\/[^/]+\/tags$/, ({ body }) => ({ status: 201, json: { ...(body as object), kind: "own", sensitive: false } })],
  ["GET", /^\/properties\/[^/]+\/clerks$/, () => ({ json: { results: [
    { id: "1", external_id: "S03", name: "王芳", shift: "早班", staff_id: "s1" }, { id: "2", external_id: "S07", name: "李蕾", shift: "中班", staff_id: null }, { id: "3", external_id: "S11", name: "", shift: null, staff_id: null },
  ] } })],
  ["PATCH", /^\/properties\/[^/]+\/clerks\/(\w+)$/, ({ body, groups }) => ({ json: { id: groups[0], external_id: "S03", shift: null, ...(body as object) } })],
  ["GET", /^\/properties\/[^/]+\/shifts$/, () => ({ json: { shifts: [
    { name: "早班", starts: "07:00", ends: "15:00", holder: "1" }, { name: "中班", starts: "15:00", ends: "23:00", holder: "2" }, { name: "夜班", starts: "23:00", ends: "07:00", holder: null },
  ] } })],
  ["PUT", /^\/properties\/[^/]+\/shifts$/, ({ body }) => ({ json: body })],
];
