import type { Rule } from "./answers.ts";
import { CHAIN, HOUSES, TARGETS } from "./properties.ts";

const row = (h: (typeof HOUSES)[number], index: number) => ({
  slug: h.slug, name: h.name, city: h.city, time_zone: "Asia/Shanghai", currency: "CNY", state: "open", targets: index === 2 ? { ...TARGETS, member: 35, ota: 40 } : null, remark_deadline_hours: 24, contacts_target: null, created_at: "2025-01-06T03:00:00Z",
});
const person = (id: string, name: string, role: string, properties: string[], more: object = {}) => ({
  id, name, email: `${id}@qichuan.cn`, phone: "138****8000", role, properties, active: true, last_seen_at: "2026-11-23T00:30:00Z", pending_invitation: false, ...more,
});
const entry = (id: number, action: string, subject: string, name: string, property: string | null, facts: object) => ({
  id, at: "2026-11-23T00:12:00Z", action, subject, actor: { kind: "staff", id: "s1", name }, property, facts, request_id: "r1",
});

/** Managing the chain: properties, staff, keys, audit. */
export const admin: Rule[] = [
  ["GET", /^\/chains\/[^/]+\/properties$/, () => ({ json: { results: HOUSES.map(row), next: null } })],
  ["POST", /^\/chains\/[^/]+\/properties$/, () => ({ status: 409, json: { type: "/problems/slug-taken", title: "简称已被占用", status: 409, detail: "这个简称已被别的门店用了，换一个。" } })],
  ["GET", /^\/chains\/[^/]+\/properties\/([^/]+)$/, ({ groups }) => ({ json: HOUSES.map(row).find(({ slug }) => slug === groups[0]) })],
  ["PATCH", /^\/chains\/[^/]+(\/properties\/[^/]+)?$/, () => ({ json: CHAIN })],
  ["GET", /^\/chains\/[^/]+\/staff$/, () => ({ json: { next: null, results: [
    person("s1", "陈立", "owner", []), person("songlan", "宋岚", "analyst", []), person("xujing", "许静", "manager", ["qichuan-pingjiang"]),
    person("wangfang", "王芳", "front_desk", ["qichuan-pingjiang"]), person("zhouting", "周婷", "front_desk", ["qichuan-hudong"], { active: false }),
    person("invitation-7", "李蕾", "front_desk", ["qichuan-hudong"], { active: false, phone: null, last_seen_at: null, pending_invitation: true }),
  ] } })],
  ["POST", /^\/chains\/[^/]+\/invitations$/, () => ({ status: 201, json: { id: "9", link: "/invite/3nv1tat10n", expires_at: "2026-11-30T00:00:00Z" } })],
  ["PATCH", /^\/chains\/[^/]+\/staff\/[^/]+$/, () => ({ json: person("x", "x", "front_desk", []) })],
  ["DELETE", /^\/chains\/[^/]+\/invitations\/[^/]+$/, () => ({ status: 204, text: "" })],
  ["GET", /^\/chains\/[^/]+\/audit$/, () => ({ json: { next: "more", results: [
    entry(5, "guest.phone_read", "李刚", "王芳", "qichuan-pingjiang", {}), entry(4, "report.exported", "comparison", "陈立", null, { format: "xlsx", from: "2026-08-24", to: "2026-11-22" }),
    entry(3, "import.received", "阿里来客 11-22.xlsx", "许静", "qichuan-pingjiang", { rows: 1204 }), entry(2, "staff.changed", "周婷", "陈立", null, { active: false }), entry(1, "chain.changed", "qichuan", "陈立", null, { changed: { target_member: 40 } }),
  ] } })],
];
