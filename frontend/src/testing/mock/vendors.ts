import type { KeyRow } from "../../api/vendorTypes";
import type { Rule } from "./answers.ts";

/** Keys, webhooks and events of the made-up chain. */

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
let filling = 0;
const key = (id: number, name: string, more: Partial<KeyRow>): KeyRow => ({
  id, name, prefix: `hk_live_9f2${id}`, scopes: ["stays:read", "stays:write"], properties: [], networks: [], line: id, state: "live", sandbox: null, sandbox_state: null,
  created_at: hoursAgo(7000), last_used_at: null, expires_at: null, revoked_at: null, ...more,
});
let keys = [
  key(6, "绿云 PMS", { last_used_at: hoursAgo(0.2), networks: ["203.0.113.0/24"], line: 2 }),
  key(2, "绿云 PMS", { state: "ending", expires_at: hoursAgo(-120), last_used_at: hoursAgo(30), line: 2 }),
  key(5, "会员小程序", { scopes: ["members:write", "programme:read", "guests:read", "value:write", "events:read"], properties: ["qichuan-pingjiang", "qichuan-hudong"], last_used_at: hoursAgo(3) }),
  key(4, "绿云联调", { prefix: "hk_test_k31a", sandbox: "qichuan-lab", sandbox_state: "ready", properties: ["qichuan-lab"], last_used_at: hoursAgo(26) }),
  key(3, "数据仓库", { scopes: ["*"] }),
  key(1, "报表下载", { scopes: ["reports:read"], state: "revoked", revoked_at: hoursAgo(2000) }),
];
const made = (body: Partial<KeyRow>, more: Partial<KeyRow>) => {
  const id = Math.max(...keys.map((each) => each.id)) + 1;
  const row = key(id, "", { ...body, prefix: `hk_live_m${id}ab`, created_at: hoursAgo(0), ...more });
  keys = [row, ...keys];
  return { status: 201, json: { ...row, key: `${row.prefix}mockmockmockmockmockmockmockmockmock` } };
};

const SCOPES = [
  ["stays:read", "读取入住单", "Read stays"], ["stays:write", "推送入住单", "Send stays"], ["guests:read", "读取客人（手机号打码）", "Read guests (phones masked)"], ["guests:write", "修改客人", "Edit guests"], ["guests:pii", "看完整手机号", "See full phones"],
  ["remarks:read", "读取备注", "Read remarks"], ["remarks:write", "写备注", "Write remarks"], ["reports:read", "读取报表", "Read reports"], ["imports:write", "导入文件", "Import files"], ["exports:read", "导出", "Export"], ["sources:write", "对应来源", "Map sources"],
  ["chain:write", "改连锁和门店", "Change chain and properties"], ["audit:read", "读取操作记录", "Read the audit log"], ["programme:read", "读取会员方案", "Read the programme"], ["programme:write", "改会员方案", "Change the programme"], ["value:write", "动积分和储值", "Move points and stored value"], ["events:read", "读取事件", "Read events"], ["members:write", "会员入会和绑定", "Enrol and link members"],
] as const;
const TYPES = [
  ["guest.updated", "客人资料有变", "A guest changed"], ["guest.merged", "客人合并", "Guests were merged"], ["remark.completed", "备注写完", "A remark was completed"], ["consent.changed", "同意有变", "Consent changed"], ["tier.changed", "等级有变", "A tier changed"], ["points.changed", "积分有变", "Points changed"],
  ["wallet.changed", "储值有变", "Stored value changed"], ["coupon.issued", "发了优惠券", "A coupon was issued"], ["coupon.redeemed", "用了优惠券", "A coupon was used"], ["import.finished", "导入完成", "An import finished"], ["property.opened", "开了门店", "A property opened"],
] as const;
const worded = (rows: readonly (readonly [string, string, string])[]) => ({ json: { results: rows.map(([code, zh, en]) => ({ code, zh, en, example: {} })) } });

const EVENTS = 430;
const event = (n: number) => {
  const type = TYPES[n % 7]?.[0] ?? "guest.updated";
  return { id: `evt_${n * 3}`, type, timestamp: hoursAgo((EVENTS - n) / 6), data: { property: n % 3 ? "qichuan-pingjiang" : "qichuan-hudong", guests: Array.from({ length: (n % 5) + 1 }, (_, k) => String(100 + n + k)), ...(type === "remark.completed" && { remarks: [String(n)] }) } };
};
const events = Array.from({ length: EVENTS }, (_, n) => event(n + 1));

const endpoint = (id: number, url: string, more: object) => ({ id, url, description: "", types: [] as string[], properties: [] as string[], state: "on", why: "", created_at: hoursAgo(900), failing_since: null as string | null, succeeded_at: hoursAgo(0.1) as string | null, secret_before_until: null, waiting: 0, ...more });
let endpoints = [
  endpoint(1, "https://pms.example.com/huike/events", { description: "绿云会员同步", types: ["guest.updated", "points.changed", "tier.changed"] }),
  endpoint(2, "https://hooks.crm.example.cn/v2/incoming/qichuan", { description: "自家 CRM", failing_since: hoursAgo(31), succeeded_at: hoursAgo(31.2), waiting: 184, properties: ["qichuan-hudong"] }),
];
const attempt = (hours: number, status: number | null, error: string, duration_ms: number) => ({ at: hoursAgo(hours), status, error, duration_ms, answer: status === 500 ? "<html><body><h1>Internal Server Error</h1></body></html>" : status ? "{\"ok\":true}" : "" });
const deliveries = (id: string) => Array.from({ length: 24 }, (_, n) => {
  const bad = id === "2" && n < 18;
  const state = bad ? (n > 14 ? "failed" : "waiting") : "delivered";
  const last = bad ? attempt(n / 4, n % 2 ? 500 : null, n % 2 ? "" : "timeout", n % 2 ? 420 : 15_003) : attempt(n / 4, 200, "", 84 + n);
  return { id: 900 - n, event: n === 3 ? null : `evt_${(EVENTS - n) * 3}`, type: n === 3 ? "ping" : (TYPES[n % 7]?.[0] ?? ""), state, tries: bad ? 5 : 1, next_at: state === "waiting" ? hoursAgo(-2) : null, created_at: hoursAgo(n / 4), delivered_at: state === "delivered" ? hoursAgo(n / 4) : null, last };
});
const shown = (row: ReturnType<typeof deliveries>[number]) => ({ ...row, payload: { type: row.type, timestamp: row.created_at, data: { property: "qichuan-hudong", guests: ["412", "413"] } }, attempts: Array.from({ length: row.tries }, (_, n) => ({ ...row.last, at: hoursAgo(20 - n * 4) })) });
const one = (id: string | undefined) => endpoints.find((each) => String(each.id) === id);
const lost = { status: 404, json: { type: "/problems/not-found", status: 404, title: "没有找到", detail: "没有这个推送地址。" } };

export const vendors: Rule[] = [
  ["GET", /^\/key-scopes$/, () => worded(SCOPES)],
  ["GET", /^\/event-types$/, () => worded(TYPES)],
  ["GET", /^\/chains\/[^/]+\/keys$/, () => {
    keys = keys.map((each) => (each.sandbox_state === "filling" && Date.now() > filling ? { ...each, sandbox_state: "ready" } : each));
    return { json: { next: null, results: keys } };
  }],
  ["POST", /^\/chains\/[^/]+\/keys$/, ({ body }) => {
    const given = body as { networks: string[]; sandbox?: boolean };
    const wrong = given.networks.find((each) => !/^[0-9a-f.:]+(\/\d+)?$/i.test(each));
    if (wrong) return { status: 422, json: { type: "/problems/bad-network", status: 422, title: "网段不对", detail: `“${wrong}”不是网段，例如 203.0.113.0/24。`, errors: [{ pointer: "/networks", code: "bad_network", detail: `“${wrong}”不是网段。` }] } };
    const { sandbox, ...said } = given;
    if (!sandbox) return made(said, {});
    filling = Date.now() + 8_000;
    return made(said, { sandbox: "qichuan-lab", sandbox_state: "filling", properties: ["qichuan-lab"] });
  }],
  ["PATCH", /^\/chains\/[^/]+\/keys\/(\d+)$/, ({ groups, body }) => {
    keys = keys.map((each) => (String(each.id) === groups[0] ? { ...each, ...(body as object) } : each));
    return { json: keys.find((each) => String(each.id) === groups[0]) };
  }],
  ["POST", /^\/chains\/[^/]+\/keys\/(\d+)\/rotate$/, ({ groups, body }) => {
    const old = keys.find((each) => String(each.id) === groups[0]);
    const hours = (body as { overlap_hours: number }).overlap_hours;
    keys = keys.map((each) => (each === old ? { ...each, state: hours ? "ending" : "expired", expires_at: hoursAgo(-hours) } : each));
    return made({ ...old, state: "live", expires_at: null }, { id: 20 + keys.length });
  }],
  ["DELETE", /^\/chains\/[^/]+\/keys\/(\d+)$/, ({ groups }) => {
    keys = keys.map((each) => (String(each.id) === groups[0] ? { ...each, state: "revoked", revoked_at: hoursAgo(0) } : each));
    return { status: 204, text: "" };
  }],
  ["GET", /^\/chains\/[^/]+\/events$/, ({ query }) => {
    const after = Number((query.get("after") ?? "evt_0").replace("evt_", ""));
    const limit = Number(query.get("limit") ?? 100);
    const left = events.filter((each) => Number(each.id.slice(4)) > after && (!query.get("type") || each.type === query.get("type")) && (!query.get("property") || each.data.property === query.get("property")));
    return { json: { results: left.slice(0, limit), next: left.length > limit ? left[limit - 1]?.id : null } };
  }],
  ["GET", /^\/chains\/[^/]+\/webhooks$/, () => ({ json: { next: null, results: endpoints } })],
  ["POST", /^\/chains\/[^/]+\/webhooks$/, ({ body }) => {
    const row = endpoint(3 + endpoints.length, "", { ...(body as object), succeeded_at: null, created_at: hoursAgo(0) });
    endpoints = [...endpoints, row];
    return { status: 201, json: { ...row, secret: "whsec_bW9ja21vY2ttb2NrbW9ja21vY2ttb2NrbW9j" } };
  }],
  ["GET", /^\/chains\/[^/]+\/webhooks\/(\d+)$/, ({ groups }) => { const row = one(groups[0]); return row ? { json: row } : lost; }],
  ["PATCH", /^\/chains\/[^/]+\/webhooks\/(\d+)$/, ({ groups, body }) => {
    endpoints = endpoints.map((each) => (String(each.id) === groups[0] ? { ...each, ...(body as object) } : each));
    return { json: one(groups[0]) };
  }],
  ["DELETE", /^\/chains\/[^/]+\/webhooks\/(\d+)$/, ({ groups }) => {
    endpoints = endpoints.filter((each) => String(each.id) !== groups[0]);
    return { status: 204, text: "" };
  }],
  ["POST", /^\/chains\/[^/]+\/webhooks\/\d+\/rotate$/, () => ({ json: { secret_before_until: hoursAgo(-24), secret: "whsec_bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3bmV3" } })],
  ["POST", /^\/chains\/[^/]+\/webhooks\/\d+\/test$/, () => ({ status: 201, json: { id: 990, event: null, type: "ping", state: "waiting", tries: 0, replays: 0, next_at: hoursAgo(0), created_at: hoursAgo(0), delivered_at: null, last: null } })],
  ["GET", /^\/chains\/[^/]+\/webhooks\/(\d+)\/deliveries\/990$/, ({ groups }) => {
    const last = groups[0] === "2" ? attempt(0, null, "timeout", 15_003) : attempt(0, 200, "", 96);
    return { json: { id: 990, event: null, type: "ping", state: last.status ? "delivered" : "failed", tries: 1, replays: 0, next_at: null, created_at: hoursAgo(0), delivered_at: null, last, payload: {}, attempts: [last] } };
  }],
  ["GET", /^\/chains\/[^/]+\/webhooks\/(\d+)\/deliveries$/, ({ groups, query }) => ({ json: { next: null, results: deliveries(groups[0] ?? "").filter((each) => !query.get("state") || each.state === query.get("state")) } })],
  ["GET", /^\/chains\/[^/]+\/webhooks\/(\d+)\/deliveries\/(\d+)$/, ({ groups }) => {
    const row = deliveries(groups[0] ?? "").find((each) => String(each.id) === groups[1]);
    return row ? { json: shown(row) } : lost;
  }],
  ["POST", /^\/chains\/[^/]+\/webhooks\/\d+\/deliveries\/\d+\/replay$/, () => ({ json: {} })],
  ["POST", /^\/chains\/[^/]+\/webhooks\/\d+\/replay$/, () => ({ json: { replayed: 41 } })],
];
