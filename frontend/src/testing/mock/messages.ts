import type { Filing, MessageInFull, MessagingRules, Reach, Reply } from "../../api/messageTypes";
import type { Rule } from "./answers.ts";

/** The made-up house's log of messages: one of every fate, replies, settings, an opt-out page. */

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const says = (zh: string, en: string) => ({ zh, en });
const WORDS = {
  waiting: says("现在是免打扰时段。", "These are quiet hours."), sent: says("已发出。", "Sent."), delivered: says("已送达。", "Delivered."), failed: says("号码是空号。", "The number does not exist."),
  unknown: says("上一次发送的结果不明，不会自动重发，请人工确认。", "It is not known whether it arrived. It is not sent again by itself."), dropped: says("客人已经来过，不再需要这条消息。", "The guest has come meanwhile."), claimed: says("正在发。", "Being sent."),
};
const STATES = ["delivered", "waiting", "delivered", "unknown", "sent", "dropped", "delivered", "failed"] as const;
const NAMES = ["钟玉兰", "Alan Xu", "方志远", "傅明辉", "徐晨", "梁雪", "贺芸", "邵雨"];
const make = (n: number): MessageInFull => {
  const state = STATES[n % STATES.length] ?? "sent";
  const went = !["waiting", "dropped"].includes(state);
  const name = NAMES[n % NAMES.length] ?? "";
  return {
    id: String(900 - n), guest: { id: `g${n + 1}`, name }, campaign: n % 3 === 2 ? null : "3", kind: n % 3 === 2 ? "service" : "marketing", purpose: "marketing", title: n % 3 === 2 ? "积分到期提醒" : "逾期问候", channels: ["wecom", "sms"], state, reason: "", because: "", says: WORDS[state],
    due_at: state === "waiting" ? hoursAgo(-9) : null, expires_at: hoursAgo(-60), made_at: hoursAgo(n * 3 + 2), channel: went ? (n % 2 ? "sms" : "wecom") : "", vendor: went ? (n % 2 ? "aliyun" : "outbox") : "", subject: "", text: went ? `${name}，好久不见。上次您住的是 8306，房间一直给您留着，想来住的时候告诉我们一声就好。` : "", parts: 1, cost: went && n % 2 ? "0.05" : "0.00",
    sent_at: went ? hoursAgo(n * 3) : null, delivered_at: state === "delivered" ? hoursAgo(n * 3 - 0.1) : null, clicked_at: n === 0 ? hoursAgo(0.5) : null, answered_at: null, settled_at: null, settled_by: "", error: state === "failed" ? "MOBILE_NOT_EXIST" : "",
    judgements: [
      { at: hoursAgo(n * 3 + 2), verdict: "wait", reason: "frequency", until: hoursAgo(n * 3 + 1), says: says("刚给这位客人发过消息，间隔未到。", "The guest had a message not long ago.") },
      { at: hoursAgo(n * 3 + 1), verdict: "wait", reason: "quiet_hours", until: hoursAgo(n * 3), says: WORDS.waiting },
      ...(state === "dropped" ? [{ at: hoursAgo(n * 3), verdict: "drop", reason: "visited", until: null, says: WORDS.dropped }] : went ? [{ at: hoursAgo(n * 3), verdict: "send", reason: "", until: null, says: says("可以发，用企业微信。", "May go, by WeCom.") }] : []),
    ],
  };
};
let rows = Array.from({ length: 24 }, (_, n) => make(n));
let letters: Reply[] = [
  { id: "4", channel: "sms", text: "取消吧，不住了", received_at: hoursAgo(2), read_as: "doubtful", guest: { id: "g3", name: "方志远" }, message: { id: "898", title: "逾期问候" }, settled_at: null, settled_as: "", settled_by: "" },
  { id: "3", channel: "sms", text: "no", received_at: hoursAgo(20), read_as: "doubtful", guest: { id: "g2", name: "Alan Xu" }, message: { id: "899", title: "逾期问候" }, settled_at: null, settled_as: "", settled_by: "" },
  { id: "2", channel: "sms", text: "R", received_at: hoursAgo(30), read_as: "opt_out", guest: { id: "g5", name: "徐晨" }, message: { id: "896", title: "逾期问候" }, settled_at: hoursAgo(30), settled_as: "opt_out", settled_by: "" },
  { id: "1", channel: "wecom", text: "谢谢，下周五到，帮我留 8306", received_at: hoursAgo(52), read_as: "other", guest: { id: "g1", name: "钟玉兰" }, message: null, settled_at: null, settled_as: "", settled_by: "" },
];
const none = { all: null, sms: null, email: null, wecom: null };
let rules: MessagingRules = {
  on: true, channels: ["wecom", "sms", "email"], quiet: { from: "21:00", until: "09:00" }, cap_hours: 48, signature: "栖川酒店", phone: "0512-6512 0000", booking_url: "https://book.example.cn/pingjiang",
  sms: { vendor: "aliyun", key: "LTAI5tMockMockMock", has_secret: true, app: "", region: "" }, email: { vendor: "smtp", sender: "hello@qichuan.cn", sender_name: "栖川酒店平江店", host: "smtp.example.cn", port: 587, user: "hello", has_secret: true, domain: "" }, wecom: null,
  prices: { sms: "0.05", email: "0.00", wecom: "0.00" }, day_limit: { ...none, sms: "50.00" }, month_limit: { ...none, all: "800.00" }, quota: { sms: null, email: null, wecom: 4 }, hooks: { sms: "https://console.huike.test/api/v1/hooks/messaging/qichuan-pingjiang/aliyun/Zk3…" }, changed_at: hoursAgo(300), changed_by_name: "林知夏",
};
let filed: Filing[] = [
  { id: 3, vendor: "aliyun", text: "${name}，好久不见。上次您住的是${last_room}，房间一直给您留着，想来住的时候告诉我们一声就好。 拒收请回复R", fields: ["name", "last_room"], vendor_code: "SMS_487650012", state: "approved", reason: "", changed_at: hoursAgo(200) },
  { id: 2, vendor: "aliyun", text: "${name}，好久不见。房间一直给您留着，想来住的时候告诉我们一声就好。 拒收请回复R", fields: ["name"], vendor_code: "SMS_487650013", state: "filed", reason: "", changed_at: hoursAgo(20) },
  { id: 1, vendor: "tencent", text: "{1}，{2}已经放进您的账户，{3}前都可以用。 回复TD退订", fields: ["name", "coupon", "ends_on"], vendor_code: "", state: "refused", reason: "内容涉及优惠券推广", changed_at: hoursAgo(90) },
];
let reach: Reach = {
  consents: [{ channel: "", given: true, wording: "入会时勾选", through: "desk", at: hoursAgo(4000), by_name: "王芳" }],
  channels: [{ channel: "wecom", reachable: true, agreed: true, opted_out: false }, { channel: "sms", reachable: true, agreed: true, opted_out: true }, { channel: "email", reachable: false, agreed: true, opted_out: false }, { channel: "wechat", reachable: false, agreed: false, opted_out: false }],
  opt_outs: [{ channel: "sms", at: hoursAgo(600), through: "reply", wording: "R", by_name: "" }], preferred_channel: "wecom", preferred_hour: 19, reachable: ["wecom", "sms"], minor: false,
};
let out = false;
const page = () => ({ json: { property_name: "平江店", chain_name: "栖川酒店", name: "钟*兰", channel: "email", says: says("邮件", "e-mail"), opted_out: out, locale: "zh-CN" } });

export const messages: Rule[] = [
  ["GET", /^\/properties\/[^/]+\/messages$/, ({ query }) => ({ json: { next: null, results: rows.filter((row) => (!query.get("state") || row.state === query.get("state")) && (!query.get("channel") || row.channel === query.get("channel"))).slice(0, query.get("guest") ? 4 : 50) } })],
  ["GET", /^\/properties\/[^/]+\/messages\/(\d+)$/, ({ groups }) => ({ json: rows.find(({ id }) => id === groups[0]) })],
  ["POST", /^\/properties\/[^/]+\/messages\/(\d+)\/settle$/, ({ groups, body }) => {
    const { went } = body as { went: boolean };
    rows = rows.map((row) => (row.id === groups[0] ? { ...row, state: went ? "sent" : "failed", settled_at: hoursAgo(0), settled_by: "陈立", says: went ? WORDS.sent : WORDS.failed } : row));
    return { json: rows.find(({ id }) => id === groups[0]) };
  }],
  ["GET", /^\/properties\/[^/]+\/messaging\/status$/, () => ({ json: {
    on: rules.on, held: null, counts: { waiting: 62, claimed: 0, sent: 22, delivered: 409, failed: 10, unknown: rows.filter(({ state }) => state === "unknown").length, dropped: 20 }, unknown: rows.filter(({ state }) => state === "unknown").length, doubtful: letters.filter((each) => each.read_as === "doubtful" && !each.settled_at).length,
    channels: [{ channel: "wecom", name: says("企业微信", "WeCom"), vendor: "", on: true, ready: false, missing: [{ code: "no_vendor", says: says("还没有接企业微信", "WeCom is not connected") }] }, { channel: "sms", name: says("短信", "SMS"), vendor: "aliyun", on: true, ready: true, missing: [] }, { channel: "email", name: says("邮件", "e-mail"), vendor: "smtp", on: true, ready: true, missing: [] }],
    spend: [{ period: "day:2026-11-23", channel: "sms", spent: "6.30", reserved: "0.10", limit: "50.00" }, { period: "month:2026-11", channel: "sms", spent: "146.85", reserved: "0.10", limit: null }, { period: "month:2026-11", channel: "", spent: "146.85", reserved: "0.10", limit: "800.00" }],
  } })],
  ["GET", /^\/properties\/[^/]+\/messaging\/settings$/, () => ({ json: rules })],
  ["PUT", /^\/properties\/[^/]+\/messaging\/settings$/, ({ body }) => {
    rules = { ...rules, ...(body as Partial<MessagingRules>), sms: rules.sms, email: rules.email, changed_at: hoursAgo(0) };
    return { json: rules };
  }],
  ["GET", /^\/properties\/[^/]+\/messaging\/filings$/, () => ({ json: { results: filed } })],
  ["POST", /^\/properties\/[^/]+\/messaging\/filings(\/preview)?$/, ({ groups, body }) => {
    const given = body as { vendor: Filing["vendor"]; text: string };
    const results = [{ ...given, id: groups[0] ? 0 : 10 + filed.length, text: `${given.text.replace(/[[\]]/g, "")} 拒收请回复R`, fields: [], vendor_code: "", state: groups[0] ? ("" as const) : ("to_file" as const), reason: "", changed_at: hoursAgo(0) }];
    if (!groups[0]) filed = [...results, ...filed];
    return { json: { results, ready: false, warnings: /券|优惠/.test(given.text) ? [{ code: "offer", ...says("腾讯云不接受优惠券类推广。", "Tencent does not take offers of coupons.") }] : [] } };
  }],
  ["PATCH", /^\/properties\/[^/]+\/messaging\/filings\/(\d+)$/, ({ groups, body }) => {
    filed = filed.map((row) => (String(row.id) === groups[0] ? { ...row, ...(body as Partial<Filing>) } : row));
    return { json: filed.find(({ id }) => String(id) === groups[0]) };
  }],
  ["GET", /^\/properties\/[^/]+\/replies$/, ({ query }) => ({ json: { next: null, results: letters.filter((each) => !query.get("open") || (each.read_as === "doubtful" && !each.settled_at)) } })],
  ["POST", /^\/properties\/[^/]+\/replies\/(\d+)\/settle$/, ({ groups, body }) => {
    letters = letters.map((each) => (each.id === groups[0] ? { ...each, settled_at: hoursAgo(0), settled_as: (body as { as: string }).as, settled_by: "陈立" } : each));
    return { json: letters.find(({ id }) => id === groups[0]) };
  }],
  ["GET", /^\/properties\/[^/]+\/guests\/[^/]+\/reach$/, () => ({ json: reach })],
  ["PUT", /^\/properties\/[^/]+\/guests\/[^/]+\/reach$/, ({ body }) => {
    const given = body as Partial<Reach> & { opt_outs?: { channel: string; ended?: boolean }[] };
    for (const each of given.opt_outs ?? []) {
      reach = { ...reach, channels: reach.channels.map((way) => (each.channel === "" || way.channel === each.channel ? { ...way, opted_out: !each.ended } : way)), opt_outs: each.ended ? reach.opt_outs.filter(({ channel }) => channel !== each.channel) : [{ channel: each.channel, at: hoursAgo(0), through: "desk", wording: "", by_name: "陈立" }, ...reach.opt_outs] };
    }
    const { preferred_channel = reach.preferred_channel, preferred_hour = reach.preferred_hour } = given;
    reach = { ...reach, preferred_channel, preferred_hour };
    return { json: reach };
  }],
  ["GET", /^\/opt-outs\/gone$/, () => ({ status: 404, json: { type: "/problems/link-dead", status: 404, title: "链接失效", detail: "这个链接不能用了。" } })],
  ["GET", /^\/opt-outs\/[^/]+$/, () => { out = false; return page(); }],
  ["POST", /^\/opt-outs\/[^/]+$/, () => { out = true; return page(); }],
];
