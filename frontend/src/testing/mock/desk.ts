import type { Arrivals, DeskArrival, DeskDeparture, DeskTask, HandNote, ShiftDay, SurpriseRule, TaskKind, TrainingExample, TrainingRow, Turn } from "../../api/deskTypes";
import type { Channel } from "../../api/types";
import type { Answer, Asked, Rule } from "./answers.ts";

/** The mockups' property on one day: seventeen arrivals, five of them to prepare for, and a shift that hands over. */

const ZONE_MS = 8 * 3_600_000;
const day = (days: number) => new Date(Date.now() + ZONE_MS + days * 86_400_000).toISOString().slice(0, 10);
const at = (on: string, hour: string) => `${on}T${hour}:00+08:00`;
const words = (zh: string, en: string) => ({ zh, en });
const lost = (detail: string): Answer => ({ status: 404, json: { type: "/problems/not-found", status: 404, title: "没有找到", detail } });

const DEPARTMENTS: Record<string, { zh: string; en: string }> = {
  front_desk: words("前台", "Front desk"), housekeeping: words("客房", "Housekeeping"), fnb: words("餐饮", "Food and beverage"), engineering: words("工程", "Engineering"),
};
type Prepared = [kind: TaskKind, department: keyof typeof DEPARTMENTS, zh: string, en: string, why: string, announced: boolean, cost: string | null, done: boolean];
interface Come {
  hour: string; name: string; n: number; channel: Channel; source: string; room: string; nights?: number; tier?: [string, string]; stage?: string; here?: boolean;
  tasks?: Prepared[]; say?: [code: string, zh: string, en: string, value: string | null][]; complaint?: string; likes?: [string, string, string][]; owner?: string; words?: string; requests?: string[]; after?: number;
}
const GOLD: [string, string] = ["金卡", "Gold"];
const SILVER: [string, string] = ["银卡", "Silver"];
const BLACK: [string, string] = ["黑卡", "Black"];
const COMES: Come[] = [
  {
    hour: "13:30", name: "许文杰", n: 9, channel: "member", source: "会员", room: "8305", nights: 2, tier: GOLD, owner: "王芳", words: "上次嫌枕头高，换低枕。",
    tasks: [["surprise", "housekeeping", "果盘、睡前牛奶", "Fruit and bedtime milk", "第 8 次起", false, "12.00", true], ["preference", "housekeeping", "换低枕", "Low pillow", "5 次里要过 4 次", true, null, false]],
    say: [["next_tier", "再住 3 次升黑卡。", "Three more stays to Black.", null], ["upgrade", "这个月可以免费升级一次房型。", "One free upgrade this month.", "80.00"]], likes: [["pillow", "枕头", "Pillow"], ["floor", "高楼层", "High floor"]],
  },
  { hour: "14:00", name: "丁一帆", n: 4, channel: "ota", source: "携程", room: "8210", requests: ["加一个枕头"], tasks: [["request", "housekeeping", "加一个枕头", "One more pillow", "预订要求", true, null, false]], say: [["join", "现在入会，这次就有欢迎饮料。", "Join now: a welcome drink today.", "18.00"]] },
  {
    hour: "14:00", name: "黄佳怡", n: 2, channel: "member", source: "小程序", room: "8112", tier: SILVER, stage: "sticky", complaint: "空调有异响，次日已修，还没回访",
    tasks: [["surprise", "front_desk", "随手礼", "A small gift", "本月第一次来", true, "15.00", false], ["complaint", "engineering", "入住前试一遍空调", "Try the air conditioning before arrival", "上次投诉空调", true, null, false]],
    say: [["complaint", "上回空调的声音已经修好了。", "The noise of the air conditioning has been fixed.", null], ["gift", "本月第一次来，送随手礼。", "First stay this month: a small gift.", "15.00"]], likes: [["quiet", "安静", "Quiet"], ["diet", "早餐吃素", "Vegetarian breakfast"]],
  },
  { hour: "15:20", name: "冯涛", n: 11, channel: "corporate", source: "恒力", room: "8401", nights: 3, tier: BLACK, owner: "李蕾", tasks: [["surprise", "fnb", "果盘、睡前牛奶", "Fruit and bedtime milk", "第 8 次起", false, "12.00", true]], say: [["upgrade", "可以免费升级，先看 PMS 房态。", "A free upgrade, after a look at the PMS.", "120.00"]], words: "公司结账，要纸质发票。" },
  { hour: "16:00", name: "叶子涵", n: 3, channel: "ota", source: "美团", room: "8209", requests: ["婴儿床"], tasks: [["request", "housekeeping", "婴儿床", "A crib", "预订要求", true, null, false]], say: [["next_tier", "第 3 次，差 1 晚升银卡。", "Third visit: one night short of Silver.", null]] },
  { hour: "14:30", name: "邓超群", n: 1, channel: "ota", source: "携程", room: "8103", tasks: [["first_visit", "front_desk", "首次入住：介绍早餐和停车", "First visit: tell of breakfast and parking", "第一次来", true, null, false]] },
  { hour: "15:00", name: "秦岚", n: 1, channel: "ota", source: "飞猪", room: "8108" }, { hour: "15:00", name: "陶建国", n: 4, channel: "corporate", source: "协议单位", room: "8215" },
  { hour: "17:40", name: "罗曼", n: 2, channel: "ota", source: "美团", room: "8116" }, { hour: "18:10", name: "石磊", n: 1, channel: "walk_in", source: "电话", room: "8118" }, { hour: "19:00", name: "田甜", n: 1, channel: "ota", source: "同程", room: "8120" },
  { hour: "19:30", name: "范伟", n: 3, channel: "ota", source: "携程", room: "8122", stage: "at_risk" }, { hour: "20:00", name: "Charlotte Featherstonehaugh", n: 1, channel: "ota", source: "Booking", room: "" },
  { hour: "11:20", name: "赵一鸣", n: 8, channel: "member", source: "小程序", room: "8308", tier: GOLD, here: true, tasks: [["surprise", "housekeeping", "果盘、睡前牛奶", "Fruit and bedtime milk", "第 8 次起", false, "12.00", true]] },
  { hour: "12:05", name: "苏婉", n: 2, channel: "ota", source: "携程", room: "8206", here: true }, { hour: "12:40", name: "彭程", n: 5, channel: "corporate", source: "协议单位", room: "8217", tier: SILVER, here: true },
  { hour: "21:30", name: "纪承", n: 3, channel: "ota", source: "携程", room: "8221", after: 25_000, tasks: [["request", "housekeeping", "晚到，留灯", "Late arrival: leave a light on", "预订要求", true, null, false]] },
];

let number = 0;
const tasks: DeskTask[] = [];
const rowOf = (on: string, index0: number) => (come: Come, index: number): DeskArrival => {
  const id = `${index0 + index}`;
  const guest = { id: `g${id}`, name: come.name, phone: "138****0017", visits: come.n - 1, tags: [] as string[] };
  const mine = (come.tasks ?? []).map(([kind, department, zh, en, why, announced, cost, done]): DeskTask => ({
    id: String(++number), kind, code: `${kind}-${number}`, guest: guest.id, guest_name: come.name, room_no: come.room, day: on, department, department_name: DEPARTMENTS[department] ?? words("", ""),
    says: words(zh, en), why: words(why, en), announced, cost, state: done ? "done" : "open", note: "", settled_at: done ? at(on, "09:12") : null, settled_name: done ? "陈姐" : "",
  }));
  tasks.push(...mine);
  const nights = come.nights ?? 1;
  return {
    stay_id: `s${on}${id}`, external_id: `R${id}`, status: come.here ? "in_house" : "booked", check_in: at(on, come.hour), check_out: at(day(nights), "12:00"), nights, room_no: come.room, room_type: index % 3 ? "大床房" : "双床房",
    source: come.source, channel: come.channel, rate: `${208 + index * 4}.00`, requests: come.requests ?? [], adults: 2, children: come.requests?.includes("婴儿床") ? 1 : 0, guest, ordinal: come.n,
    tier: come.tier ? { code: come.tier[1].toLowerCase(), name: come.tier[0], name_en: come.tier[1] } : null, owner: come.owner ? { staff: come.owner, name: come.owner } : null,
    last_visit: come.n > 1 ? { on: day(-60 - index), room_no: come.room, rate: "208.00" } : null, stage: come.stage ?? null, tasks: mine,
    complaints: come.complaint ? [{ id: `c${id}`, day: day(-71), text: come.complaint, topic: "air_conditioning", due_at: at(day(0), "18:00"), owner_name: "许静" }] : [],
    preferences: (come.likes ?? []).map(([code, zh, en], n) => ({ code, zh, en, value: code === "pillow" ? "低" : "", doubtful: n === 1 })), say: (come.say ?? []).map(([code, zh, en, value]) => ({ code, says: words(zh, en), value })), description: come.words ?? "",
  };
};
const byHour = (a: DeskArrival, b: DeskArrival) => a.check_in.localeCompare(b.check_in);
const started = Date.now();
const boards = new Map<string, DeskArrival[]>();
function boardOf(on: string): DeskArrival[] {
  const found = boards.get(on);
  if (found) return found;
  const away = Math.round((Date.parse(on) - Date.parse(day(0))) / 86_400_000);
  const rows = away === 0 ? COMES.map(rowOf(on, 0)) : away === 1 ? COMES.slice(4, 12).map((come) => ({ ...come, here: false })).map(rowOf(on, 40)) : [];
  boards.set(on, rows);
  return rows;
}

const seen = (rows: DeskArrival[]) => rows.filter((_, index) => Date.now() - started > (COMES[index]?.after ?? 0)).toSorted(byHour);
const live = (row: DeskArrival): DeskArrival => ({ ...row, tasks: row.tasks.map(({ id }) => tasks.find((one) => one.id === id)).filter((one) => one !== undefined) });
const countsOf = (rows: DeskArrival[]) => {
  const wanted = rows.filter((row) => row.tasks.length > 0);
  return {
    arrivals: rows.length, arrived: rows.filter(({ status }) => status === "in_house").length, in_house: 48, departures: LEAVES.length, to_prepare: wanted.length,
    prepared: wanted.filter((row) => row.tasks.every(({ state }) => state !== "open")).length, complaints: rows.filter(({ complaints }) => complaints.length > 0).length,
  };
};

function arrivals({ query }: Asked): Answer {
  const on = query.get("day") ?? day(0);
  const rows = seen(boardOf(on)).map(live);
  const version = `${rows.length}.${rows.flatMap((row) => row.tasks.map(({ id, state }) => id + state)).join("")}`;
  const as_of = new Date().toISOString();
  if (query.get("since") === version) return { json: { unchanged: true, as_of, version } };
  const answer: Arrivals = { day: on, as_of, version, counts: countsOf(rows), rows };
  return { json: answer };
}

type Leave = [hour: string, name: string, n: number, channel: Channel, source: string, room: string, gone: boolean, state: DeskDeparture["remark"]["state"], missing: string[]];
const LEAVES: Leave[] = [
  ["09:05", "陈静", 3, "ota", "携程", "8206", true, "open", []], ["09:20", "孙莉", 4, "corporate", "协议单位", "8109", true, "open", ["phone"]], ["08:10", "周敏", 1, "ota", "美团", "8115", true, "overdue", ["phone", "tags"]],
  ["10:40", "李四", 5, "ota", "携程", "8210", true, "done", []], ["12:00", "何洁", 6, "member", "会员", "8312", false, "none", []], ["12:00", "Tom Baker", 2, "ota", "Booking", "8202", false, "none", []],
];
const leaving = (on: string): DeskDeparture[] => (on === day(0) ? LEAVES : []).map(([hour, name, n, channel, source, room, gone, state, missing], index) => ({
  stay_id: `d${index}`, guest: { id: `g${index}`, name, phone: null, visits: n, tags: [] }, room_no: room, check_out: at(on, hour), status: gone ? "checked_out" : "in_house", ordinal: n, source, channel,
  remark: { task: gone ? String(index + 1) : null, state, missing, due_at: gone ? at(on, "21:00") : null }, say: gone ? [] : [{ code: "back", says: words("下次来还留这间？", "The same room next time?"), value: null }],
}));

let notes: HandNote[] = [
  { id: "1", day: day(0), shift: "早班", text: "8210 的客人 18 点取行李，寄存牌 27 号。", guest: null, made_at: new Date(Date.now() - 3_600_000).toISOString(), made_name: "王芳", settled_at: null, settled_name: "" },
  { id: "2", day: day(0), shift: "夜班", text: "打印机缺纸，已向工程报修。", guest: null, made_at: new Date(Date.now() - 7 * 3_600_000).toISOString(), made_name: "周婷", settled_at: new Date(Date.now() - 3_000_000).toISOString(), settled_name: "王芳" },
];
let turn: Turn | null = null;
const SHIFTS = [{ name: "早班", starts: "07:00:00", ends: "15:00:00", holder_name: "王芳" }, { name: "中班", starts: "15:00:00", ends: "23:00:00", holder_name: "李蕾" }, { name: "夜班", starts: "23:00:00", ends: "07:00:00", holder_name: null }];
function shift({ query }: Asked): Answer {
  const on = query.get("day") ?? day(0);
  const rows = seen(boardOf(on)).map(live);
  const chosen = SHIFTS.find(({ name }) => name === query.get("shift")) ?? SHIFTS[0] ?? { name: "", starts: "", ends: "", holder_name: null };
  const open = tasks.filter((task) => task.state === "open" && task.day === on);
  const answer: ShiftDay = {
    day: on, now: chosen === SHIFTS[0], shift: chosen, shifts: SHIFTS, arrivals: countsOf(rows), departures: { n: LEAVES.length, remarks_open: 3, remarks_overdue: 1 }, tasks: { open, done: tasks.filter(({ state }) => state === "done").length },
    complaints: [{ id: "c2", day: day(-71), text: "空调有异响，次日已修，还没回访", topic: "air_conditioning", topic_name: words("空调", "Air conditioning"), due_at: new Date(Date.now() - 3_600_000).toISOString(), overdue: true, owner_name: "许静", room_no: "8112", guest: { id: "g2", name: "黄佳怡" } }],
    notes, turn: chosen.name === "早班" ? turn : null, mine: { confirmed: 14, on_time_rate: 0.932, median_hours: 3.8, contacts: 6, contacts_target: 10 },
  };
  return { json: answer };
}

const rule = (code: string, name: string, name_en: string, more: Partial<SurpriseRule>): SurpriseRule => ({
  code, name, name_en, occasion: "visit_from", n: null, tier: "", higher: false, does: "果盘、睡前牛奶", does_en: "Fruit and bedtime milk", department: "housekeeping", announced: false, products: [], cost: "12.00", cost_each: more.cost ?? "12.00", active: false, standard: true, done_90: 0, cost_90: "0.00", ...more,
});
let rules: SurpriseRule[] = [
  rule("regular", "老客惊喜", "Regulars", { n: 8, active: true, done_90: 41, cost_90: "492.00" }), rule("after_complaint", "投诉之后", "After a complaint", { occasion: "after_complaint", does: "手写道歉卡、水果", does_en: "A handwritten card and fruit", department: "front_desk", active: true, cost: "18.00", done_90: 6, cost_90: "108.00" }),
  rule("birthday", "生日", "Birthday", { occasion: "birthday", n: 1, does: "小蛋糕", does_en: "A small cake", department: "fnb", cost: "35.00" }), rule("anniversary", "相识周年", "Anniversary", { occasion: "anniversary", does: "相册卡片", does_en: "A card", department: "front_desk", cost: "6.00" }),
  rule("first_visit", "第一次来", "First visit", { occasion: "first_visit", does: "欢迎饮料", does_en: "A welcome drink", department: "fnb", cost: "8.00", announced: true }), rule("fifth", "每第 5 次", "Every fifth visit", { occasion: "every_visits", n: 5, does: "免费洗衣一次", does_en: "One free laundry", cost: "20.00", announced: true }),
];

const person = (staff: string, name: string, due: number, missing: TrainingRow["remarks"]["missing"], wrong: number, more: Omit<TrainingRow, "staff" | "clerk" | "name" | "remarks">): TrainingRow => ({
  staff, clerk: null, name, remarks: { due, complete: due - missing.phone - missing.tags, on_time: due - missing.phone - missing.tags - 2, missing, wrong, wrong_kinds: wrong ? [{ kind: "count", says: words("次数写错", "Wrong count"), n: wrong }] : [], median_hours: due ? 3.4 : null }, ...more,
});
const people: TrainingRow[] = [
  person("s2", "李蕾", 61, { nickname: 1, tags: 9, phone: 20, description: 6 }, 4, { scripts: { offered: 48, used: 12 }, surprises: { due: 9, done: 6 }, replies: 21, exercises: { n: 10, right: 6 }, misses_most: { what: "phone", says: words("电话：61 次里少了 20 次", "Phone: 20 of 61 missed"), missed: 20, of: 61, share: 0.328 } }),
  person("s1", "王芳", 74, { nickname: 0, tags: 2, phone: 5, description: 3 }, 1, { scripts: { offered: 60, used: 44 }, surprises: { due: 11, done: 11 }, replies: 58, exercises: { n: 25, right: 23 }, misses_most: { what: "script", says: words("话术：60 次里少了 16 次", "Scripts: 16 of 60 not used"), missed: 16, of: 60, share: 0.267 } }),
  person("s4", "周婷", 0, { nickname: 0, tags: 0, phone: 0, description: 0 }, 0, { scripts: { offered: 0, used: 0 }, surprises: { due: 0, done: 0 }, replies: 0, exercises: { n: 0, right: 0 }, misses_most: null }),
];
const examples: TrainingExample[] = [
  { kind: "nickname", what: words("次数写错", "Wrong count"), wrote: "李*4/携程/8210/208/20261119", expected: "李*5/携程/8210/208/20261119", day: day(-4), visit_ordinal: 5, name: "李蕾" },
  { kind: "phone", what: words("没有电话", "No phone"), wrote: "", expected: "退房前问：发票和房态发到哪个号码？", day: day(-3), visit_ordinal: 2, name: "李蕾" },
];
const cases = [
  { id: "k1", kind: "nickname" as const, question: words("这位客人退房了，哪条昵称写对了？", "The guest has left. Which nickname is right?"), facts: [{ label: words("姓名", "Name"), value: "李*" }, { label: words("第几次", "Visit"), value: "5" }, { label: words("来源", "Source"), value: "携程" }, { label: words("房号", "Room"), value: "8210" }, { label: words("房价", "Rate"), value: "208" }, { label: words("入住", "Check-in"), value: "2026-11-19" }], choices: [["a", "李*5/携程/8210/208/20261119"], ["b", "李*4/携程/8210/208/20261119"], ["c", "李*5/8210/携程/208/20261119"], ["d", "李*5/携程/8210/208/20261120"]].map(([id = "", text = ""]) => ({ id, text })) },
  { id: "k2", kind: "missing_work" as const, question: words("这条备注还缺哪一项？", "What is missing in this remark?"), facts: [{ label: words("昵称", "Nickname"), value: "王*2/美团/8105/219/20261118" }, { label: words("标签", "Tags"), value: "怕吵" }, { label: words("描述", "Description"), value: "客人无特殊要求" }], choices: [["a", "昵称"], ["b", "标签"], ["c", "电话"], ["d", "描述"]].map(([id = "", text = ""]) => ({ id, text })) },
];

export const desk: Rule[] = [
  ["GET", /^\/properties\/[^/]+\/desk\/arrivals$/, arrivals],
  ["GET", /^\/properties\/[^/]+\/desk\/departures$/, ({ query }) => ({ json: { day: query.get("day") ?? day(0), rows: leaving(query.get("day") ?? day(0)) } })],
  ["POST", /^\/properties\/[^/]+\/desk\/tasks\/(\w+)$/, ({ groups, body }) => {
    const found = tasks.find(({ id }) => id === groups[0]);
    if (!found) return lost("没有这件准备。");
    const { state } = body as { state: DeskTask["state"] };
    Object.assign(found, { state, settled_at: state === "open" ? null : new Date().toISOString(), settled_name: state === "open" ? "" : "王芳" });
    return { json: found };
  }],
  ["GET", /^\/properties\/[^/]+\/desk\/shift$/, shift],
  ["POST", /^\/properties\/[^/]+\/desk\/notes$/, ({ body }) => {
    const made: HandNote = { id: String(notes.length + 1), day: day(0), shift: "早班", guest: null, made_at: new Date().toISOString(), made_name: "王芳", settled_at: null, settled_name: "", ...(body as { text: string }) };
    notes = [made, ...notes];
    return { status: 201, json: made };
  }],
  ["PATCH", /^\/properties\/[^/]+\/desk\/notes\/(\w+)$/, ({ groups, body }) => {
    const { settled } = body as { settled: boolean };
    notes = notes.map((note) => (note.id === groups[0] ? { ...note, settled_at: settled ? new Date().toISOString() : null, settled_name: settled ? "王芳" : "" } : note));
    return { json: notes.find(({ id }) => id === groups[0]) };
  }],
  ["POST", /^\/properties\/[^/]+\/desk\/hand-over$/, () => {
    turn = { handed_at: new Date().toISOString(), handed_name: "王芳", left: { tasks: tasks.filter(({ state }) => state === "open").length, remarks: 2, complaints: 1, notes: notes.filter(({ settled_at }) => !settled_at).length }, taken_at: null, taken_name: "" };
    return { json: turn };
  }],
  ["POST", /^\/properties\/[^/]+\/desk\/take-over$/, () => {
    turn = { ...(turn ?? { handed_at: null, handed_name: "", left: {} }), taken_at: new Date().toISOString(), taken_name: "李蕾" };
    return { json: turn };
  }],
  ["GET", /^\/properties\/[^/]+\/desk\/surprise-rules$/, () => ({ json: { results: rules } })],
  ["POST", /^\/properties\/[^/]+\/desk\/surprise-rules\/preview$/, ({ body }) => {
    const { n, cost } = body as SurpriseRule;
    const times = Math.max(1, Math.round(180 / ((n ?? 4) + 1)));
    return { json: { last_90_days: times, cost: (times * Number(cost)).toFixed(2), coming: 3, coming_cost: (3 * Number(cost)).toFixed(2), arrivals: [{ guest: "g1", name: "李刚", day: day(1), why: words("第 9 次入住", "Visit 9") }, { guest: "g9", name: "赵一鸣", day: day(3), why: words("第 11 次入住", "Visit 11") }], examples: [{ guest: "g1", name: "李刚" }, { guest: "g9", name: "赵一鸣" }] } };
  }],
  ["PUT", /^\/properties\/[^/]+\/desk\/surprise-rules\/(\w+)$/, ({ groups, body }) => {
    const given: SurpriseRule = { ...(rules.find(({ code }) => code === groups[0]) ?? { standard: false, done_90: 0, cost_90: "0.00", cost_each: "0.00" }), ...(body as SurpriseRule), code: groups[0] ?? "" };
    if (!given.does) return { status: 422, json: { type: "/problems/bad-request", status: 422, title: "不行", detail: "写上要做什么。", errors: [{ pointer: "/does", code: "required", detail: "写上要做什么。" }] } };
    rules = rules.some(({ code }) => code === given.code) ? rules.map((one) => (one.code === given.code ? given : one)) : [...rules, given];
    return { json: given };
  }],
  ["DELETE", /^\/properties\/[^/]+\/desk\/surprise-rules\/(\w+)$/, ({ groups }) => {
    rules = rules.filter(({ code, standard }) => standard || code !== groups[0]);
    return { status: 204, text: "" };
  }],
  ["GET", /^\/properties\/[^/]+\/training$/, () => ({ json: { rows: people } })],
  ["GET", /^\/properties\/[^/]+\/training\/examples$/, ({ query }) => ({ json: { results: query.get("staff") === "s4" ? [] : examples } })],
  ["GET", /^\/properties\/[^/]+\/training\/exercise$/, () => ({ json: { cases, few: null } })],
  ["POST", /^\/properties\/[^/]+\/training\/exercise$/, ({ body }) => {
    const { case: id, choice } = body as { case: string; choice: string };
    const expected = id === "k1" ? "a" : "c";
    return { json: { right: choice === expected, expected, expected_text: cases.find((one) => one.id === id)?.choices.find((one) => one.id === expected)?.text ?? "", counted: true, because: id === "k1" ? words("第 5 次入住，次数写 5；顺序是 姓名次数 / 来源 / 房号 / 房价 / 入住日期。", "It is the fifth visit; the order is name and count, source, room, rate, date of check-in.") : words("没有电话就联系不上客人，四项里这一项不能空。", "Without a phone nobody can reach the guest.") } };
  }],
];
