import { fieldsIn, needed, parse, render } from "../../components/saying/template.ts";
import type { Colleague, Department, HouseFact, Intent, KeywordRule, OwnerRule, ReplyLocale, RoomName, SaidFact, ScriptText, Transfer, Workload } from "../../api/deskRuleTypes";
import type { Finding } from "../../api/guestDeskTypes";
import type { Asked, Answer, Rule } from "./answers.ts";

/** The desk's rules of the made-up house: replies, facts, scripts, keyword rules, owners. */

const both = (zh: string, en: string) => ({ zh, en });
const text = (locale: ReplyLocale, said: string, step = 1, standard = true) => ({ locale, step, text: said, standard });

let intents: Intent[] = ([
  ["room", "问有没有房", "Asks for a room", ["有房间吗", "还有房吗", "有房没", "any room"], "{surname}{title|您}您好！[您上次是 {last_visit}住的 {last_room}，这次还住这间吗？]哪天到、住几晚？", "Hello {name}! [Last time you stayed in {last_room}: the same again?] Which day, and how many nights?", "好的{surname}{title|您}，[{last_room} 给您留上，房价还是 {last_rate} 元。][{wishes}，]等您回来。"],
  ["breakfast", "问早餐", "Asks about breakfast", ["早餐几点", "有早餐吗", "含早吗"], "{surname}{title|您}，早餐 {breakfast_hours}[，在{breakfast_place}][，{breakfast_price}]。", "Breakfast is {breakfast_hours}[, {breakfast_price}].", ""],
  ["parking", "问停车", "Asks about parking", ["停车", "车位"], "{surname}{title|您}，可以停车：{parking}[，{parking_price}][；有{charging}]。", "You can park here: {parking}[, {parking_price}].", ""],
  ["late_out", "晚点退房", "Late check-out", ["晚点退", "延迟退房", "几点退房"], "[{late_check_out}。][您是{tier}会员，可以{late_left}。]我先看一下 PMS 再回您。", "Let me check and come back to you.", ""],
  ["invoice", "要发票", "Wants an invoice", ["发票", "开票"], "好的，{invoice|当天可以开}。抬头和税号发我就行。", "Certainly. Please send us the title and tax number.", ""],
  ["wifi", "问无线网络", "Asks for the wifi", ["wifi", "无线", "密码"], "无线网络：{wifi}。", "Wifi: {wifi}.", ""],
  ["pickup", "问接送", "Asks for a pick-up", ["接站", "接机"], "[{pickup}。]您几点到？", "", ""],
  ["price", "问价格", "Asks the price", ["多少钱", "什么价"], "您好！哪天到、住几晚？[您上次的房价是 {last_rate} 元。]", "Hello! Which day, and how many nights?", ""],
] as const).map(([code, name, name_en, phrases, zh, en, then], index) => ({
  code, name, name_en, phrases: [...phrases], but_not: code === "room" ? ["房间里有"] : [], active: code !== "pickup", standard: true, changed: index === 3,
  templates: [text("zh-CN", zh, 1, index !== 3), ...(en ? [text("en", en)] : []), ...(then ? [text("zh-CN", then, 2)] : [])],
}));

let rooms: RoomName[] = ([["豪华大床房", "Deluxe King Room", 812], ["标准双床房", "", 640], ["Family Suite", "", 66]] as const).map(([room_type, en, stays]) => ({ room_type, en, stays, silent: en === "" && room_type !== "Family Suite" }));
let otaDiscount = false;
let facts: HouseFact[] = ([
  ["breakfast_hours", "早餐时间", "breakfast hours", "7:00–10:00", "7:00 to 10:00", "7:00–9:30，周末到 10:00"], ["breakfast_price", "早餐价格", "breakfast price", "38 元一位", "38 yuan each", "38 元一位，儿童半价"], ["breakfast_place", "早餐地点", "where breakfast is", "", "", "二楼餐厅"],
  ["parking", "停车", "parking", "楼后有 40 个车位", "40 spaces behind the house", "先到先停"], ["parking_price", "停车收费", "parking price", "", "", "住客免费"], ["charging", "充电桩", "charging", "", "", "停车场有 4 个快充桩"],
  ["wifi", "无线网络", "wifi", "名称 Pingjiang，密码在房卡套上", "", "名称、密码"], ["check_in_from", "入住时间", "check-in from", "下午两点起", "from 2 pm", "下午两点起"], ["check_out_until", "退房时间", "check-out until", "中午十二点前", "by noon", ""], ["late_check_out", "延迟退房", "late check-out", "有空房可到两点", "", ""],
  ["invoice", "发票", "invoices", "", "", "当天可开电子普票和专票"], ["pets", "宠物", "pets", "", "", "小型犬可以，押金 200 元"], ["address", "地址", "address", "姑苏区平江路 100 号", "100 Pingjiang Road", ""], ["metro", "地铁", "metro", "1 号线相门站 3 口，走 6 分钟", "", ""], ["pickup", "接送", "pick-up", "", "", "高铁站接站 60 元"], ["phone", "前台电话", "phone", "0512-6700 0000", "+86 512 6700 0000", ""],
] as const).map(([code, zh, en, value, english, hint]) => ({ code, label: both(zh, en), zh: value, en: english, hint: both(hint, hint ? "as you would say it" : "") }));

let scripts: ScriptText[] = ([
  ["punch_card", "住N送1 快满", "Card nearly full", "check_in", "再住 {punch_missing}就满，送{punch_gift}。", "{punch_missing} more and you get {punch_gift}.", 62, 21], ["upgrade", "可以免费升级", "Free upgrade", "check_in", "这个月可以免费升级一次房型[，值 {amount} 元]。", "You have a free upgrade this month.", 31, 12],
  ["repaired", "上次的问题好了", "What was wrong is mended", "check_in", "上回说的事已经修好了，您看看。", "What troubled you last time is mended.", 9, 2], ["points_ending", "积分快到期", "Points about to expire", "check_in", "{points_ending} 分{points_end_on}到期，[可以抵 {points_worth} 元，]要用上吗？", "{points_ending} points expire on {points_end_on}.", 12, 40],
  ["join", "请他入会", "Ask to join", "check_out", "加个会员[，下次{benefits}]，不用填表。", "Would you like to join?", 18, 70], ["review", "请他写评价", "Ask for a review", "check_out", "住得好的话，帮我们写两句。", "A line in a review would help us.", 55, 38],
] as const).map(([code, name, name_en, moment, zh, en, used_30, not_used_30]) => ({ code, name, name_en, moment, templates: [text("zh-CN", zh), text("en", en)], offered: used_30 + not_used_30, used: used_30, not_used: not_used_30 }));

const GUEST_FIELDS: [string, string, string, string][] = [
  ["surname", "姓", "surname", "李"], ["title", "称呼", "title", "总"], ["name", "姓名", "name", "李刚"], ["visits", "入住次数", "visits", "8"], ["last_visit", "上次入住", "last visit", "9月10日"], ["last_room", "上次房号", "last room", "8210"], ["last_rate", "上次房价", "last rate", "200"],
  ["wishes", "记得的要求", "wishes kept in mind", "空调提前开好，枕头多放一个"], ["tier", "会员等级", "tier", "金卡"], ["points", "可用积分", "points", "2718"], ["late_left", "会员延迟退房", "member late check-out", ""], ["punch_missing", "集次卡还差", "stamps missing", "1 次"], ["punch_gift", "集满送", "what the full card gives", "1 晚"], ["amount", "值多少", "what it is worth", ""], ["benefits", "会员权益", "member benefits", "免费早餐"], ["points_ending", "将到期积分", "points about to expire", "218"], ["points_end_on", "积分到期日", "points expire on", "11月30日"], ["points_worth", "积分可抵", "what the points are worth", "2.18"],
];
const FIELD_WORDS = () => [...GUEST_FIELDS.map(([code, zh, en]) => ({ code, label: both(zh, en) })), ...facts.map(({ code, label }) => ({ code, label }))];

const ALWAYS = ["property", "surname", "name"];
/** As the server: a field that may lack has to stand in a clause. */
function wrong(given: string, parts: ReturnType<typeof parse>["parts"]) {
  const strange = fieldsIn(parts).find((field) => !FIELD_WORDS().some(({ code }) => code === field));
  const bare = needed(parts).find((field) => !ALWAYS.includes(field) && !facts.some(({ code }) => code === field));
  const about = strange ?? bare;
  if (about === undefined) return null;
  const says = strange ? both(`没有「${about}」这一项。`, `There is no field ${about}.`) : both(`不是每位客人都有「${about}」，请放进方括号。`, `Not every guest has ${about}: put it into brackets.`);
  return { code: strange ? "unknown_field" : "field_may_lack", ...says, at: given.indexOf(`{${about}`) + 1 };
}

function tryText({ body }: Asked): Answer {
  const { text: given, guest, locale } = body as { text: string; guest?: string; locale: ReplyLocale };
  const known: SaidFact[] = facts.flatMap(({ code, label, zh, en }) => { const value = locale === "en" ? en : zh; return value ? [{ field: code, label, value, from: both("门店信息", "facts of the house") }] : []; });
  if (guest) known.push(...GUEST_FIELDS.flatMap(([code, zh, en, value]) => (value ? [{ field: code, label: both(zh, en), value, from: both(code.startsWith("last") ? "9月10日入住" : "客人资料", code.startsWith("last") ? "stay of 10 September" : "the guest's card") }] : [])));
  const { parts, flaw } = parse(given);
  const values = Object.fromEntries(known.map(({ field, value }) => [field, value]));
  const said = render(parts, values);
  const used = fieldsIn(parts);
  return { json: {
    text: flaw || said.missing.length ? null : said.text, facts: known.filter(({ field }) => used.includes(field)), left_out: FIELD_WORDS().filter(({ code }) => used.includes(code) && !values[code]).map(({ code, label }) => ({ field: code, label })),
    problem: wrong(given, parts) ?? (said.missing.length ? { code: "template_fact_missing", ...both("缺少必须有的信息。", "Something is missing."), at: null } : null), fields: FIELD_WORDS(),
  } };
}

function putText({ groups, body, method }: Asked): Answer {
  const [code = "", locale = "zh-CN", step = "1"] = groups;
  const said = { locale: locale as ReplyLocale, step: Number(step), text: method === "DELETE" ? "标准的话。" : (body as { text: string }).text, standard: method === "DELETE" };
  const change = <Thing extends Intent | ScriptText>(thing: Thing): Thing => ({ ...thing, templates: [...thing.templates.filter((one) => !(one.locale === said.locale && one.step === said.step)), said] });
  if (code.startsWith("script.")) scripts = scripts.map((one) => (`script.${one.code}` === code ? change(one) : one));
  else intents = intents.map((one) => (one.code === code ? change(one) : one));
  return method === "DELETE" ? { status: 204, text: "" } : { json: said };
}

let rules: KeywordRule[] = ([
  ["noise", "complaint", "太吵", "Noise", ["太吵", "隔音", "吵醒", "噪音", "楼上", "响了一晚", "noisy"], ["不吵"], "housekeeping", 12], ["air", "complaint", "空调、热水", "Air and water", ["空调坏", "空调不", "没热水", "空调一晚", "不热"], [], "engineering", 4], ["clean", "complaint", "不干净", "Not clean", ["脏", "头发", "异味", "发霉"], ["不脏"], "housekeeping", 12],
  ["staff", "complaint", "服务态度", "Manner", ["态度", "不理人", "没人管"], [], "management", 24], ["bill", "complaint", "收费不对", "The bill", ["多收", "乱收费", "退钱"], [], "front_desk", 24], ["praise_staff", "praise", "夸员工", "Praise of staff", ["热情", "贴心", "记得我"], [], "", 24], ["extra", "request", "要东西", "Wants something", ["加被子", "加枕头", "婴儿床"], [], "housekeeping", 24],
] as const).map(([code, kind, name, name_en, words, but_not, department, due_hours], index) => ({ code, kind, name, name_en, words: [...words], but_not: [...but_not], department, due_hours, active: index !== 4, standard: true, changed: index === 1 }));

function find({ body }: Asked): Answer {
  const { text: given } = body as { text: string };
  const found: Finding[] = rules.filter(({ active, but_not: not }) => active && !not.some((word) => given.includes(word))).flatMap(({ code, kind, name, name_en, words, department, due_hours }) => {
    const heard = words.filter((word) => given.includes(word));
    return heard.length ? [{ kind, topic: code, name: both(name, name_en), words: heard, department, due_hours }] : [];
  });
  return { json: { found } };
}

const COLLEAGUES: Colleague[] = [["s1", "陈立", "owner"], ["s2", "许静", "manager"], ["s3", "王芳", "front_desk"], ["s4", "李蕾", "front_desk"], ["s5", "周岚", "front_desk"]].map(([id = "", name = "", role = ""]) => ({ id, name, role }));
let departments: Department[] = ([["front_desk", "前台", "Front desk", ["s3", "s4"]], ["housekeeping", "客房", "Housekeeping", ["s5"]], ["fnb", "餐饮", "Food and beverage", []], ["engineering", "工程", "Engineering", []], ["management", "店长", "Management", ["s2"]]] as const)
  .map(([code, name, name_en, members], index) => ({ code, name, name_en, members: [...members], member_names: members.map((id) => COLLEAGUES.find((one) => one.id === id)?.name ?? ""), position: index, standard: true }));
let ownerRules: OwnerRule[] = [
  { fits: "added_contact", value: "", gives: "themselves", staff: null, department: "", active: true }, { fits: "channel", value: "corporate", gives: "staff", staff: "s2", department: "", active: true },
  { fits: "checked_in", value: "", gives: "themselves", staff: null, department: "", active: true }, { fits: "everybody", value: "", gives: "department", staff: null, department: "front_desk", active: true },
];
const load: Workload[] = ([["s3", "王芳", 1284, 62, 3, 1, 9, 4, 118], ["s4", "李蕾", 1102, 48, 1, 0, 4, 2, 96], ["s5", "周岚", 640, 31, 0, 0, 0, 6, 22], ["s2", "许静", 212, 9, 2, 2, 0, 0, 41], ["s9", "唐敏", 386, 40, 0, 0, 0, 0, 0]] as const)
  .map(([staff, name, guests, at_risk, open_complaints, overdue_complaints, remarks_open, tasks_open, contacts_30d]) => ({ staff, name, guests, at_risk, open_complaints, overdue_complaints, remarks_open, tasks_open, contacts_30d, left: staff === "s9" }));
let unowned = 5317;
let mine = [{ id: "t1", giver_name: "孙磊", note: "孙磊调去南湖店。李总爱喝龙井，别提上次停电的事。", at: new Date(Date.now() - 7_200_000).toISOString(), by_name: "许静", guests: ["李刚", "陈静", "何洁", "孙莉", "赵一鸣", "欧阳锋", "钱丽", "马骏", "许文杰", "丁一帆", "黄佳怡", "冯涛", "叶子涵"].map((name, index) => ({ id: `g${index + 1}`, name, visits: 12 - index })), n: 41 }];
const transfers: Transfer[] = [{ id: "t1", from: "s8", giver_name: "孙磊", note: "孙磊调去南湖店。", at: new Date(Date.now() - 7_200_000).toISOString(), by_name: "许静", n: 82, takers: [{ staff: "s3", name: "王芳", n: 41, unseen: 41 }, { staff: "s4", name: "李蕾", n: 41, unseen: 0 }] }];
const nameOf = (staff: string | null) => COLLEAGUES.find(({ id }) => id === staff)?.name ?? "";

function transfer({ body }: Asked): Answer {
  const { from, to, dry_run: dry } = body as { from: string | null; to: { staff: string; share: number }[]; dry_run: boolean };
  const all = from === null ? unowned : (load.find(({ staff }) => staff === from)?.guests ?? 0);
  const by = to.map(({ staff, share }) => ({ staff, name: nameOf(staff), n: Math.floor(all * share) }));
  const moved = by.reduce((sum, { n }) => sum + n, 0);
  if (!dry) {
    for (const { staff, n } of by) { const taker = load.find((one) => one.staff === staff); if (taker) taker.guests += n; }
    const giver = load.find(({ staff }) => staff === from);
    if (giver) giver.guests -= moved; else unowned -= moved;
  }
  return { json: { moved, stay: all - moved, by, complaints: dry ? 0 : 3, transfer: dry ? null : "t2" } };
}

const would = (): Answer => ({ json: { unowned, by: [{ staff: "s3", name: "王芳", n: Math.round(unowned * 0.44) }, { staff: "s4", name: "李蕾", n: Math.round(unowned * 0.41) }, { staff: "s2", name: "许静", n: Math.round(unowned * 0.12) }], nobody: unowned - Math.round(unowned * 0.44) - Math.round(unowned * 0.41) - Math.round(unowned * 0.12) } });
const P = "^\\/properties\\/[^/]+";
const at = (path: string) => new RegExp(`${P}${path}$`);
const set = <Row extends { code: string }>(rows: Row[], code: string, given: Partial<Row>, fresh: Row): Row[] => (rows.some((one) => one.code === code) ? rows.map((one) => (one.code === code ? { ...one, ...given } : one)) : [...rows, { ...fresh, ...given, code }]);

export const deskRules: Rule[] = [
  ["GET", at("\\/desk\\/intents"), () => ({ json: { results: intents } })],
  ["PUT", at("\\/desk\\/intents\\/(\\w+)"), ({ groups, body }) => { intents = set(intents, groups[0] ?? "", { ...(body as object), changed: true }, { code: "", name: "", name_en: "", phrases: [], but_not: [], active: true, standard: false, changed: true, templates: [] }); return { json: intents.find(({ code }) => code === groups[0]) }; }],
  ["DELETE", at("\\/desk\\/intents\\/(\\w+)"), ({ groups }) => { intents = intents.filter(({ code, standard }) => code !== groups[0] || standard).map((one) => (one.code === groups[0] ? { ...one, changed: false } : one)); return { status: 204, text: "" }; }],
  ["POST", at("\\/desk\\/reply-templates\\/try"), tryText],
  ["PUT", at("\\/desk\\/reply-templates\\/([\\w.%]+)\\/([\\w-]+)\\/(\\d)"), putText],
  ["DELETE", at("\\/desk\\/reply-templates\\/([\\w.%]+)\\/([\\w-]+)\\/(\\d)"), putText],
  ["GET", at("\\/desk\\/facts"), () => ({ json: { results: facts, ota_discount: otaDiscount } })],
  ["GET", at("\\/desk\\/room-names"), () => ({ json: { results: rooms } })],
  ["PUT", at("\\/desk\\/room-names"), ({ body }) => { for (const { room_type, en } of (body as { results: RoomName[] }).results) rooms = rooms.map((one) => (one.room_type === room_type ? { ...one, en, silent: en === "" } : one)); return { json: { results: rooms } }; }],
  ["PUT", at("\\/desk\\/facts"), ({ body }) => { const { results = [], ota_discount = otaDiscount } = body as { results?: HouseFact[]; ota_discount?: boolean }; otaDiscount = ota_discount; for (const { code, zh, en } of results) facts = facts.map((one) => (one.code === code ? { ...one, zh, en } : one)); return { json: { results: facts, ota_discount: otaDiscount } }; }],
  ["GET", at("\\/desk\\/scripts"), () => ({ json: { results: scripts, days: 30, by_staff: [{ staff: "s3", name: "王芳", offered: 210, used: 141, not_used: 69 }, { staff: "s4", name: "李蕾", offered: 160, used: 46, not_used: 114 }] } })],
  ["GET", at("\\/desk\\/keyword-rules"), () => ({ json: { results: rules } })],
  ["PUT", at("\\/desk\\/keyword-rules\\/(\\w+)"), ({ groups, body }) => { rules = set(rules, groups[0] ?? "", { ...(body as object), changed: true }, { code: "", kind: "complaint", name: "", name_en: "", words: [], but_not: [], department: "", due_hours: 24, active: true, standard: false, changed: true }); return { json: rules.find(({ code }) => code === groups[0]) }; }],
  ["DELETE", at("\\/desk\\/keyword-rules\\/(\\w+)"), ({ groups }) => { rules = rules.filter(({ code, standard }) => code !== groups[0] || standard).map((one) => (one.code === groups[0] ? { ...one, changed: false } : one)); return { status: 204, text: "" }; }],
  ["POST", at("\\/interactions\\/find"), find],
  ["GET", at("\\/desk\\/departments"), () => ({ json: { results: departments } })],
  ["PUT", at("\\/desk\\/departments"), ({ body }) => { departments = (body as { results: Department[] }).results.map((one, position) => ({ ...one, position, member_names: one.members.map(nameOf) })); return { json: { results: departments } }; }],
  ["GET", at("\\/colleagues"), () => ({ json: { results: COLLEAGUES } })],
  ["GET", at("\\/owner-rules"), () => ({ json: { results: ownerRules } })],
  ["PUT", at("\\/owner-rules"), ({ body }) => { ownerRules = (body as { results: OwnerRule[] }).results; return { json: { results: ownerRules } }; }],
  ["POST", at("\\/owner-rules\\/preview"), would],
  ["POST", at("\\/owner-rules\\/apply"), () => { const done = would(); unowned = 0; return done; }],
  ["GET", at("\\/workload"), () => ({ json: { results: load, unowned } })],
  ["POST", at("\\/owner-transfers"), transfer],
  ["GET", at("\\/owner-transfers"), () => ({ json: { results: transfers } })],
  ["GET", at("\\/owner-transfers\\/mine"), () => ({ json: { results: mine } })],
  ["POST", at("\\/owner-transfers\\/(\\w+)\\/seen"), ({ groups }) => { mine = mine.filter(({ id }) => id !== groups[0]); return { status: 204, text: "" }; }],
];
