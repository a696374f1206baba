import type {
  DeskCard, Facts, Had, HadWanted, Interaction, InteractionChange, InteractionKind, InteractionWanted, IntentNamed, KnownPreference, Moment, Profit, Proposal, Reply, Script, StoryLine, Suggested,
} from "../../api/guestDeskTypes";
import type { Profile } from "../../api/winningTypes";
import type { Answer, Asked, Rule } from "./answers.ts";

/** What is said to 李刚, what passed with him, and who looks after him: as on the mockup. */

const words = (zh: string, en: string) => ({ zh, en });
const ago = (days: number, clock = "02:20") => `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)}T${clock}:00Z`;
const dayOf = (at: string) => at.slice(0, 10);
const missing: Answer = { status: 404, json: { type: "/problems/not-found", status: 404, title: "没有找到", detail: "没有找到。" } };

/* what is answered */
const INTENTS: IntentNamed[] = [
  ["room", "有没有房间", "Is there a room"], ["price", "多少钱", "Price"], ["invoice", "开发票", "Invoice"], ["breakfast", "早餐", "Breakfast"], ["parking", "停车", "Parking"], ["late_check_out", "延迟退房", "Late check-out"], ["complaint", "不满意", "Complaint"],
].map(([code = "", name = "", name_en = ""]) => ({ code, name, name_en }));
const HEARD: [RegExp, string][] = [[/房|room|住/i, "room"], [/多少钱|price|how much/i, "price"], [/发票|invoice/i, "invoice"], [/早餐|breakfast/i, "breakfast"], [/停车|park/i, "parking"], [/退房|check.?out/i, "late_check_out"], [/响|吵|脏|坏|没热水|noise|broken|dirty/i, "complaint"]];
const fact = (field: string, zh: string, en: string, value: string, from: [string, string]) => ({ field, label: words(zh, en), value, from: words(...from) });
const CALL = fact("call", "称呼", "name", "李总", ["昵称", "nickname"]);
const LAST = fact("last_on", "上次日期", "last visit", "9月10日", ["上次入住", "last stay"]);
const ROOM = fact("room_no", "房号", "room", "8210", ["上次入住", "last stay"]);
const RATE = fact("rate", "房价", "rate", "200 元", ["上次入住", "last stay"]);
const AIR = fact("air", "空调", "air conditioning", "到店前开", ["偏好", "preference"]);
const PILLOW = fact("pillow", "枕头", "pillow", "多加一个", ["偏好", "preference"]);
const REPLIES: Record<string, [zh: Reply[], en: Reply[]]> = {
  room: [
    [{ text: "李总您好！您上次是 9月10日住的 8210，这次还住这间吗？哪天到、住几晚？", step: 1, facts: [CALL, LAST, ROOM], left_out: [] }, { text: "好的李总，8210 给您留着，房价还是 200 元。空调提前开好，枕头多放一个，等您回来。", step: 2, facts: [RATE, AIR, PILLOW], left_out: [] }],
    [{ text: "Hello Mr Li! Last time, on 10 September, you stayed in 8210. Would you like the same room? Which day, and how many nights?", step: 1, facts: [CALL, LAST, ROOM], left_out: [] }, { text: "8210 is kept for you at 200 yuan. The air conditioning will be on and an extra pillow there.", step: 2, facts: [RATE, AIR, PILLOW], left_out: [] }],
  ],
  price: [[{ text: "李总您好！您上次的房价是 200 元。哪天到？我看一下当天的价格。", step: 1, facts: [CALL, RATE], left_out: [{ field: "today_rate", label: words("当天房价", "today's rate") }] }], [{ text: "Hello Mr Li! Last time the rate was 200 yuan. Which day would you arrive?", step: 1, facts: [CALL, RATE], left_out: [] }]],
};

function suggest({ body }: Asked): Answer {
  const { message, locale, intent } = body as { message: string; locale: string; intent?: string };
  const heard = HEARD.filter(([pattern]) => pattern.test(message)).map(([, code]) => code);
  const code = intent ?? heard.at(-1) ?? null;
  const named = INTENTS.find((one) => one.code === code) ?? null;
  const rude = /响|吵|脏|坏|没热水/.exec(message);
  const [zh, en] = (code ? REPLIES[code] : undefined) ?? [[{ text: "李总您好！我马上帮您看，稍后回您。", step: 1, facts: [CALL], left_out: [] }], [{ text: "Hello Mr Li! Let me look and come back to you.", step: 1, facts: [CALL], left_out: [] }]];
  const answer: Suggested = {
    intent: named, intents: INTENTS.filter((one) => heard.includes(one.code) && one.code !== code), sure: heard.length < 2 || intent !== undefined, replies: named ? (locale === "en" ? en : zh) : [],
    complaint: rude ? { topic: "air", name: words("空调", "air conditioning"), words: [rude[0]] } : null, aside: code === "room" ? [{ text: "怕吵，离电梯远一点", from: words("要求", "requests") }] : [], check: code === "room" || code === "price" ? words("房态不在这里，先在 PMS 看过再答应。", "Whether a room is free is not known here: look in the PMS before you promise.") : null,
    unwritten: false, answered: named ? [named] : [], unanswered: intent === undefined && /发票|invoice/i.test(message) && code !== "invoice" ? INTENTS.filter((one) => one.code === "invoice") : [],
  };
  return { json: answer };
}

/* what is said at the counter */
const script = (code: string, zh: string, en: string, value: string | null, detail: [string, string] | null): Script => ({ code, says: words(zh, en), value, detail: detail && words(...detail), facts: [], used: null });
const SCRIPTS: Record<Moment, Script[]> = {
  check_in: [script("punch", "再住 1 次就满 8 次，送 1 晚。", "One more visit and a night is free.", "200.00", null), script("upgrade", "这个月可以免费升级一次房型。", "One free upgrade this month.", "80.00", ["豪华大床差价", "difference to the deluxe room"]), script("complaint", "上回空调的声音已经修好了。", "The air conditioning has been mended.", null, ["9月12日 投诉未回访", "complaint of 12 September, nobody called"])],
  check_out: [script("remark_phone", "下次直接微信找我，帮您留 8210。", "Write to me next time and 8210 is kept.", null, null), script("points", "这次得 218 分，下次可抵 10 元。", "218 points for this stay: 10 yuan off the next.", "10.00", null)],
};

/* what passed */
const BASE = { touch: "desk", topic: "", topic_name: null, stay: null, room_no: "", facts: {}, owner: null, owner_name: "", department: "", due_at: null, overdue: false, open: false, settled_at: null, settled_name: "", outcome: "", by_name: "王芳", source: "" } as const;
const made = (id: string, kind: InteractionKind, days: number, text: string, more: Partial<Interaction> = {}): Interaction => ({ ...BASE, id, kind, day: dayOf(ago(days)), at: ago(days), made_at: ago(days), text, guest: { id: "g1", name: "李刚" }, ...more });
const AIR_TOPIC = { topic: "air", topic_name: words("空调", "air conditioning") };
let kept: Interaction[] = [
  made("i9", "complaint", 2, "退房时说空调有异响，一晚上没睡好，跟前台说了也没人来看。", { ...AIR_TOPIC, touch: "check_out", room_no: "8210", owner: "s2", owner_name: "郑洁", department: "engineering", due_at: ago(1), overdue: true, open: true }),
  made("i8", "conversation", 0, "问「有房间吗？」", { touch: "message", source: "企业微信" }), made("i7", "praise", 134, "好评：前台记得我"), made("i6", "request", 195, "换到 8210，离电梯远一点", { settled_at: ago(195), settled_name: "王芳", outcome: "当场换好" }), made("i5", "habit", 230, "早上 7 点前吃早餐，喝黑咖啡", { touch: "fnb" }),
];
const OTHERS: Interaction[] = [
  made("j1", "complaint", 0, "热水要放五分钟才热，早上赶飞机来不及洗。", { guest: { id: "g3", name: "陈静" }, topic: "water", topic_name: words("热水", "hot water"), touch: "message", room_no: "8206", owner: "s1", owner_name: "王芳", due_at: new Date(Date.now() + 40 * 60_000).toISOString(), open: true }),
  made("j2", "complaint", 1, "隔壁半夜吵闹，前台打电话也不管用。", { guest: { id: "g9", name: "赵一鸣" }, topic: "noise", topic_name: words("吵", "noise"), touch: "phone", room_no: "8301", due_at: new Date(Date.now() + 30 * 3_600_000).toISOString(), open: true }),
  made("j3", "complaint", 6, "早餐的粥是凉的。", { guest: { id: "g7", name: "Tom Baker" }, topic: "breakfast", topic_name: words("早餐", "breakfast"), touch: "review", source: "携程", owner: "s3", owner_name: "何静", settled_at: ago(5), settled_name: "何静", outcome: "送了早餐券两张，换了保温桶，客人回复可以" }),
];
const PEOPLE = [{ id: "s1", name: "王芳", role: "front_desk" }, { id: "s2", name: "郑洁", role: "front_desk" }, { id: "s3", name: "何静", role: "manager" }];
const nameOf = (id: string | null | undefined) => PEOPLE.find((one) => one.id === id)?.name ?? "";
const late = (one: Interaction): Interaction => ({ ...one, overdue: one.open && one.due_at !== null && Date.parse(one.due_at) < Date.now() });

function add({ body, groups }: Asked): Answer {
  const wanted = body as InteractionWanted;
  const complains = wanted.kind === "complaint";
  const owner = wanted.owner ?? (complains ? "s2" : null);
  const one = made(`n${kept.length}`, wanted.kind, 0, wanted.text, {
    touch: wanted.touch ?? "", facts: wanted.facts ?? {}, ...(wanted.topic === "air" && AIR_TOPIC), at: new Date().toISOString(), made_at: new Date().toISOString(), open: complains || wanted.kind === "request", owner, owner_name: nameOf(owner),
    due_at: wanted.due_at ?? (complains ? new Date(Date.now() + 4 * 3_600_000).toISOString() : null), guest: { id: groups[0] ?? "g1", name: "李刚" },
  });
  kept = [one, ...kept];
  return { status: 201, json: one };
}

function change({ body, groups }: Asked): Answer {
  const { settled, outcome, owner, due_at: due } = body as InteractionChange;
  const id = groups[1];
  const put = (one: Interaction): Interaction => late({ ...one, ...(owner && { owner, owner_name: nameOf(owner) }), ...(due && { due_at: due }), ...(settled === false && { open: true, settled_at: null }), ...(settled && { open: false, settled_at: new Date().toISOString(), settled_name: "王芳" }), ...(outcome !== undefined && { outcome }) });
  kept = kept.map((one) => (one.id === id ? put(one) : one));
  const at = OTHERS.findIndex((one) => one.id === id);
  const other = OTHERS[at];
  if (other) OTHERS[at] = put(other);
  const found = [...kept, ...OTHERS].find((one) => one.id === id);
  return found ? { json: found } : missing;
}

function list({ query }: Asked): Answer {
  const all = [...kept, ...OTHERS].map(late);
  const kind = query.get("kind");
  const owner = query.get("owner");
  const open = query.get("open");
  const found = all.filter((one) => (!kind || one.kind === kind) && (open === null || String(one.open) === open) && (!query.get("overdue") || one.overdue) && (!owner || one.owner === (owner === "me" ? "s1" : owner)) && (!query.get("topic") || one.topic === query.get("topic")))
    .filter((one) => [one.text, one.guest?.name, one.room_no].join(" ").includes(query.get("q") ?? "")).toSorted((a, b) => Number(b.overdue) - Number(a.overdue) || Number(b.open) - Number(a.open));
  const complaints = all.filter((one) => one.kind === "complaint");
  const n = (fits: (one: Interaction) => boolean) => complaints.filter(fits).length;
  return { json: { results: found, next: null, counts: { open: n((one) => one.open), overdue: n((one) => one.overdue), mine: n((one) => one.open && one.owner === "s1"), closed_30d: 12 + n((one) => !one.open), median_hours: 5.5 } } };
}

const TOPICS = [["air", "空调", "Air conditioning"], ["water", "热水", "Hot water"], ["noise", "吵", "Noise"], ["breakfast", "早餐", "Breakfast"]] as const;
const TOPIC_WORDS: [string, RegExp][] = [["air", /空调.{0,4}(?:响|坏)|异响/g], ["water", /没热水|热水.{0,4}(?:慢|不热)/g], ["noise", /太?吵/g], ["breakfast", /早餐.{0,4}(?:凉|少|难吃)/g]];
function find({ body }: Asked): Answer {
  const { text } = body as { text: string };
  const found = TOPIC_WORDS.flatMap(([topic, pattern]) => {
    const hits = [...text.matchAll(pattern)].map(([hit]) => hit);
    const [, zh, en] = TOPICS.find(([code]) => code === topic) ?? ["", "", ""];
    return hits.length ? [{ kind: "complaint", topic, name: words(zh, en), words: hits, department: "engineering", due_hours: 4 }] : [];
  });
  return { json: { found } };
}

/* what is liked */
const like = (code: string, zh: string, en: string, value: string, origin: string, seen: string, more: Partial<KnownPreference> = {}): KnownPreference => ({ code, zh, en, value, origin, seen_on: seen, noted_at: `${seen}T05:00:00Z`, by_name: "王芳", expired_on: null, ...more });
let likes: KnownPreference[] = [
  like("空调", "空调", "air conditioning", "到店前开，24 度", "staff", "2026-09-10"), like("extra_pillow", "加枕头", "an extra pillow", "一个", "requests", "2026-09-10"), like("房间", "房间", "room", "8210，二楼东侧", "requests", "2026-09-10"), like("high_floor", "高楼层", "high floor", "", "import", "2025-12-02", { expired_on: "2026-07-11" }),
];
let proposals: Proposal[] = [{ id: "p1", code: "quiet", zh: "安静", en: "quiet", value: "", drops: false, seen: 3, of: 5, evidence: [{ day: "2026-09-10", words: "要安静" }, { day: "2026-05-14", words: "离电梯远一点" }], says: words("最近 5 次里 3 次要安静", "Asked for quiet in 3 of the last 5 visits") }];
const OFFERED = [["quiet", "安静", "quiet"], ["high_floor", "高楼层", "high floor"], ["far_from_lift", "远离电梯", "far from the lift"], ["extra_pillow", "加枕头", "an extra pillow"], ["crib", "婴儿床", "a crib"], ["non_smoking", "无烟房", "non-smoking room"], ["food", "饮食喜好", "food"]].map(([code = "", zh = "", en = ""]) => ({ code, zh, en }));
const profile = { motive: "" as Profile["motive"], motive_suggested: "convenience" as const, occupation: "", region: "", minor: false, preferred_channel: null, preferred_hour: null, changed_at: null, changed_by_name: "" };
const told = () => ({ ...profile, preferences: likes, offered: OFFERED, proposals, notes: { habits: ["7 点前吃早餐，喝黑咖啡"], requests: ["换到 8210"], problems: ["空调有异响"] } });
const offeredOr = (code: string) => OFFERED.find((one) => one.code === code) ?? { code, zh: code, en: code };

/* who looks after him, and what is left */
let owner: DeskCard["owner"] = { staff: "s1", name: "王芳", department: "front_desk", reason: "added_contact", reason_says: words("加的微信", "added the contact"), since: "2026-01-19T05:00:00Z" };
const PROFIT: Profit = { revenue: "2512.00", commission: "64.80", rooms: "660.00", goods: "91.20", given: "36.00", profit: "1660.00", share: 0.660828, unknown: [{ what: "commission", of: "美团" }] };

/** What the desk adds to a guest's card. */
export const deskParts = (id: string): Partial<DeskCard> => ({ interactions: kept.filter((one) => one.guest?.id === id || id !== "g404").slice(0, 5).map(late), owner, profit: PROFIT, proposals });

const line = (id: string, kind: StoryLine["kind"], days: number, zh: string, en: string, text = "", facts: Facts = {}, touch: StoryLine["touch"] = "", open = false): StoryLine => ({ id, kind, touch, at: ago(days), day: dayOf(ago(days)), says: words(zh, en), text, facts, by_name: "王芳", open });
const STORY: StoryLine[] = [
  line("t1", "reply", 0, "回复了「有房间吗？」", "Answered “is there a room”", "", {}, "message"), line("t2", "complaint", 2, "投诉：空调", "Complaint: air conditioning", "退房时说空调有异响，一晚上没睡好。", { interaction: "i9", room_no: "8210", owner_name: "郑洁", due_at: ago(1) }, "check_out", true), line("t3", "visit", 74, "第 8 次入住 8210，2 晚", "8th visit, 8210, 2 nights", "", { 房价: "200.00" }),
  line("t4", "task", 74, "果盘、睡前牛奶", "Fruit and milk"), line("t5", "consumption", 73, "大堂吧 2 杯咖啡", "Two coffees in the lobby bar", "", { 金额: "76.00" }, "fnb"), line("t6", "points", 72, "入账 476 分", "476 points"), line("t7", "remark", 71, "备注写好了", "Remark written", "李刚8/散客/8210/200/20260910"),
  line("t8", "praise", 134, "好评：前台记得我", "Praise: the desk knew me", "", { interaction: "i7", rating: 5 }, "review"), line("t9", "tier", 243, "升为金卡", "Became gold"), line("t10", "visit", 418, "第 1 次入住 8105，1 晚", "1st visit, 8105, 1 night"),
];

const G = "^\\/properties\\/[^/]+\\/guests\\/(\\w+)";
const rule = (method: string, below: string, act: Rule[2]): Rule => [method, new RegExp(`${G}${below}$`), act];
const H = "^\\/properties\\/[^/]+";
const house = (method: string, below: string, act: Rule[2]): Rule => [method, new RegExp(`${H}${below}$`), act];

export const guestDesk: Rule[] = [
  rule("POST", "\\/reply-suggestions", suggest),
  house("POST", "\\/reply-uses", () => ({ status: 204, text: "" })),
  rule("GET", "\\/scripts", ({ query }) => { const moment = (query.get("moment") ?? "check_in") as Moment; return { json: { stay: "900", moment, scripts: SCRIPTS[moment] } }; }),
  rule("POST", "\\/scripts\\/(\\w+)", ({ groups, body }) => {
    const { moment, used } = body as { moment: Moment; used: boolean };
    const one = SCRIPTS[moment].find(({ code }) => code === groups[1]);
    if (one) one.used = used;
    return one ? { json: one } : missing;
  }),
  rule("POST", "\\/interactions", add),
  rule("PATCH", "\\/interactions\\/(\\w+)", change),
  house("GET", "\\/interactions", list),
  house("POST", "\\/interactions\\/find", find),
  rule("GET", "\\/timeline", ({ query }) => { const kinds = (query.get("kinds") ?? "").split(",").filter(Boolean); return { json: { results: STORY.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)), next: null } }; }),
  rule("GET", "\\/profile", () => ({ json: told() })),
  rule("PATCH", "\\/profile", ({ body }) => { profile.motive = (body as { motive: Profile["motive"] | null }).motive ?? ""; return { json: told() }; }),
  rule("PUT", "\\/preferences\\/([^/]+)", ({ groups, body }) => {
    const code = decodeURIComponent(groups[1] ?? "");
    likes = [...likes.filter((one) => one.code !== code), { ...offeredOr(code), value: (body as { value: string }).value, origin: "staff", seen_on: null, expired_on: null, noted_at: new Date().toISOString(), by_name: "王芳" }];
    return { json: { results: likes } };
  }),
  rule("DELETE", "\\/preferences\\/([^/]+)", ({ groups }) => { likes = likes.filter((one) => one.code !== decodeURIComponent(groups[1] ?? "")); return { json: { results: likes } }; }),
  rule("POST", "\\/proposals\\/(\\w+)", ({ groups, body }) => {
    const one = proposals.find(({ id }) => id === groups[1]);
    if (one && (body as { confirm: boolean }).confirm) likes = [...likes, like(one.code, one.zh, one.en, one.value, "requests", new Date().toISOString().slice(0, 10))];
    proposals = proposals.filter(({ id }) => id !== groups[1]);
    return one ? { json: one } : missing;
  }),
  rule("PUT", "\\/owner", ({ body }) => {
    const { staff } = body as { staff: string | null };
    owner = staff === null ? null : { staff, name: nameOf(staff), department: "", reason: "hand", reason_says: words("店长指定", "by hand"), since: new Date().toISOString() };
    return { json: owner };
  }),
  house("GET", "\\/colleagues", () => ({ json: { results: PEOPLE } })),
];

/** What 李刚 had; what is taken back stays, struck through. */
const had = (id: string, name: string, name_en: string, quantity: number, amount: string, cost: string | null, days: number, visit_no: number, more: Partial<Had> = {}): Had => ({
  id, product: id, name, name_en, quantity, amount, cost, on_folio: false, day: dayOf(ago(days)), at: ago(days), source: "desk", by_name: "王芳", stay: null, visit: `v${visit_no}`, visit_no, taken_back: false, ...more,
});
let hads: Had[] = [
  had("4", "早餐", "Breakfast", 2, "76.00", "28.00", 2, 8), had("3", "洗衣", "Laundry", 3, "75.00", null, 2, 8, { taken_back: true }), had("2", "果盘", "Fruit plate", 1, "0.00", "9.50", 3, 8, { source: "surprise" }), had("1", "大堂吧咖啡", "Coffee", 2, "76.00", "18.00", 73, 7, { on_folio: true, source: "api", by_name: "" }),
];
export const guestHad: Rule[] = [
  rule("GET", "\\/consumption", () => ({ json: { results: hads, next: null, totals: { times: 2, quantity: 4, amount: "152.00", cost: "46.00", given: "9.50" }, cycle: { times: 2, median_days: 35, last_on: null, by: [] } } })),
  rule("POST", "\\/consumption", ({ body }) => {
    const { product, quantity, amount } = body as HadWanted;
    const one = had(String(hads.length + 1), product, product, quantity, amount, null, 0, 8);
    hads = [one, ...hads];
    return { status: 201, json: one };
  }),
  rule("POST", "\\/consumption\\/(\\w+)\\/take-back", ({ groups }) => {
    hads = hads.map((one) => (one.id === groups[1] ? { ...one, taken_back: true } : one));
    return { json: hads.find(({ id }) => id === groups[1]) };
  }),
];

/** Lists that the pages of rules answer in full; here only what the guest's pages ask of them. */
export const guestDeskLists: Rule[] = [
  house("GET", "\\/desk\\/intents", () => ({ json: { results: INTENTS.map((one) => ({ ...one, active: true })) } })),
  house("GET", "\\/desk\\/keyword-rules", () => ({ json: { results: TOPICS.map(([code, name, name_en]) => ({ code, kind: "complaint", name, name_en })) } })),
];
