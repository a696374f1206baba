import type { Ability, Role, Session } from "../../api/types";
import type { Answer, Rule } from "./answers.ts";
import { standAs } from "./business.ts";
import { aheadS } from "./clock.ts";
import { looking } from "./operator.ts";
import { CHAIN, HOUSES } from "./properties.ts";

const ALL: Ability[] = [
  "see_reports_chain", "see_reports_property", "see_guests", "see_full_phone", "edit_guests", "write_remarks", "assign_remarks",
  "merge_guests", "import_data", "export_data", "map_sources", "manage_staff", "manage_keys", "manage_chain", "manage_billing", "manage_property", "see_audit",
  "see_programme", "edit_programme", "move_value", "adjust_value", "approve_value", "see_events", "manage_webhooks",
  "see_campaigns", "edit_campaigns", "send_messages", "approve_campaigns", "greet_guests", "manage_messaging",
  "serve_guests", "manage_desk", "assign_guests", "see_profit",
];
const ABILITIES: Partial<Record<Role, Ability[]>> = {
  analyst: ["see_reports_chain", "see_reports_property", "export_data", "see_programme", "see_profit"],
  manager: ALL.filter((ability) => !["see_reports_chain", "manage_keys", "manage_chain", "manage_billing", "see_audit"].includes(ability)),
  front_desk: ["see_guests", "edit_guests", "write_remarks", "see_programme", "move_value", "adjust_value", "greet_guests", "serve_guests"],
};
const NAMES: Partial<Record<Role, string>> = { operator: "平台 李想", owner: "陈立", analyst: "宋岚", manager: "许静", front_desk: "王芳" };

let role: Role | null = "owner";

function session(): Answer {
  if (!role) return { status: 401, json: { type: "/problems/signed-out", title: "未登录", status: 401, detail: "请先登录。" } };
  const properties = HOUSES.map(({ slug, name, city }) => ({ slug, name, city, time_zone: "Asia/Shanghai", sandbox: false, ahead_s: 0 }));
  properties.splice(-1, 0, { slug: "qichuan-lab", name: "试验店", city: "苏州", time_zone: "Asia/Shanghai", sandbox: true, ahead_s: aheadS() });
  const held = looking();
  const operator = role === "operator" && held === null;
  const hq = role === "owner" || role === "analyst" || role === "operator";
  const answer: Session = {
    staff: { id: "s1", name: NAMES[role] ?? "陈立", email: `${role}@qichuan.cn`, locale: "zh-CN" },
    memberships: [{ chain: CHAIN, role, abilities: ABILITIES[role] ?? ALL, properties: hq ? properties : properties.slice(-1) }],
    csrf_token: "mock",
    operator, impersonation: held,
  };
  return { json: answer };
}

export const account: Rule[] = [
  ["GET", /^\/session$/, session],
  ["POST", /^\/session$/, ({ body }) => {
    const { login, password } = body as { login: string; password: string };
    if (password === "wrong") {
      return { status: 401, json: { type: "/problems/wrong-credentials", status: 401, title: "未登录", detail: "账号或密码不对。再错 4 次会锁 15 分钟。" } };
    }
    role = (["owner", "analyst", "manager", "front_desk", "operator"] as const).find((known) => login.startsWith(known)) ?? "owner";
    standAs(login);
    return session();
  }],
  ["POST", /^\/sign-ups\/[^/]+$/, () => { role = "owner"; standAs("new"); return session(); }],
  ["DELETE", /^\/session$/, () => { role = null; return { status: 204, text: "" }; }],
  ["PATCH", /^\/session$/, session],
  ["POST", /^\/password-resets$/, () => ({ status: 202 })],
  ["PUT", /^\/password-resets\/[^/]+$/, () => ({ status: 204, text: "" })],
  ["GET", /^\/invitations\/[^/]+$/, () => ({ json: { chain: { name: "栖川酒店" }, role: "front_desk", email: "lilei@qichuan.cn", name: "李蕾" } })],
  ["POST", /^\/invitations\/[^/]+$/, () => { role = "front_desk"; return session(); }],
  ["GET", /^\/search$/, ({ query }) => {
    const q = query.get("q") ?? "";
    return { json: {
      guests: [
        { property: "qichuan-pingjiang", property_name: "平江店", id: "g1", name: "李刚", phone: "138****0017", nickname: "李刚8/散客/8210/200/20260910", visits: 8, room_no: "8210", in_house: false },
        { property: "qichuan-hudong", property_name: "湖东店", id: "g2", name: "李四", phone: "138****8000", nickname: "李四5/携程/8210/208/20210930", visits: 5, room_no: "8210", in_house: true },
      ].filter(() => /^[lL李0-9]/.test(q)),
      properties: HOUSES.filter(({ name }) => name.includes(q)),
      staff: [{ id: "c1", name: "周婷", role: "front_desk" }].filter(({ name }) => name.includes(q)),
    } };
  }],
];
