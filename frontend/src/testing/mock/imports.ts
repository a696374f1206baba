import type { ImportColumn, ImportField, ImportJob, ImportMapping, SourceRow } from "../../api/propertyTypes";
import type { Asked, Answer, Rule } from "./answers.ts";

/** The second import of the mockup: eleven columns known, one left out, eighteen rows refused. */

const FIELDS: ImportField[] = (
  [["external_id", "外部单号", "Stay number", false], ["status", "状态", "Status", true], ["check_in", "入住时间", "Check-in", true], ["check_out", "退房时间", "Check-out", true], ["source", "来源", "Source", true],
    ["rate", "房价", "Rate", true], ["guest.name", "客人姓名", "Guest name", true], ["guest.phone", "手机号", "Phone", true], ["room_no", "房号", "Room", false], ["checked_in_by.name", "办理员工", "Checked in by", false], ["requests", "要求", "Requests", false], ["notes", "备注", "Notes", false]] as const
).map(([field, zh, en, required]) => ({ field, zh, en, required, example: "" }));

const COLUMNS: [name: string, sample: string, field: string | null, origin: ImportColumn["origin"]][] = [
  ["账号", "F1908090001", "external_id", "remembered"], ["姓名", "李四", "guest.name", "remembered"], ["手机", "138****8000", "guest.phone", "remembered"], ["房号", "8210", "room_no", "remembered"],
  ["成交价", "208.00", "rate", "remembered"], ["到达", "2026-11-21 14:10", "check_in", "remembered"], ["离开", "2026-11-22 11:00", "check_out", "remembered"], ["状态", "O", "status", "remembered"],
  ["市场码", "携程", "source", "remembered"], ["操作员", "王芳", "checked_in_by.name", "recognised"], ["特殊要求", "加一个枕头", "requests", "recognised"], ["余额", "0.00", null, "none"],
];

let job: ImportJob = {
  id: 7, kind: "stays", filename: "11月入住单.xlsx", state: "draft", rows: 3482, read: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, progress: 0, problem: null,
  created_at: new Date().toISOString(), created_by: "周岚", started_at: null, finished_at: null, header_line: 1,
  mapping: { fields: Object.fromEntries(COLUMNS.flatMap(([name, , field]) => (field ? [[field, { column: name }]] : []))), date_format: null, header_line: 1 },
  columns: COLUMNS.map(([name, sample, field, origin], index) => ({ name, index, samples: [sample], field, origin })),
  preview: Array.from({ length: 20 }, (_, index) => (index === 6 ? { line: 7, stay: null, fields: null, problem: { code: "before_check_in", field: "check_out", reason: "离开早于到达", hint: "核对到达与离开" } } : {
    line: index + 1, fields: null, problem: null,
    stay: { external_id: `F190809${String(index + 1).padStart(4, "0")}`, guest_name: ["李四", "林可", "孙莉", "何洁", "吴迪"][index % 5] ?? "", phone: "138****8000", room_no: `82${String(index).padStart(2, "0")}`, rate: "208.00", check_in: "2026-11-21T14:10:00+08:00", check_out: "2026-11-22T11:00:00+08:00", nights: 1, source: ["携程", "会员", "协议单位"][index % 3] ?? "", channel: (["ota", "member", "corporate"] as const)[index % 3] ?? "ota", status: "checked_out", result: (["created", "updated", "unchanged"] as const)[index % 3] ?? "created" },
  })),
  missing_fields: [], unmapped_sources: [{ source: "中央推荐入住", rows: 41 }], rejects: [],
};

const REASONS = [["缺手机号与客人编号", "补手机号，或填客人编号"], ["手机号只有 9 位", "核对原单"], ["合计行，不是入住单", "不用处理"], ["离开早于到达", "核对到达与离开"]];

/** Every question moves the running import on, so that progress can be seen. */
function told(): Answer {
  if (job.state === "running" || job.state === "queued") {
    const read = Math.min(job.rows, job.read + 420);
    const rejected = Math.round(read * 0.005);
    job = { ...job, state: read === job.rows ? "finished" : "running", read, rejected, created: Math.round(read * 0.71) , updated: Math.round(read * 0.19), unchanged: read - rejected - Math.round(read * 0.71) - Math.round(read * 0.19), progress: read / job.rows,
      rejects: Array.from({ length: rejected }, (_, index) => ({ line: 214 + index * 163, row: ["F1", "赵倩", "139 0000 00"], code: "x", field: "", reason: REASONS[index % 4]?.[0] ?? "", hint: REASONS[index % 4]?.[1] ?? "" })) };
  }
  return { json: job };
}

function remap({ body }: Asked): Answer {
  const { mapping } = body as { mapping: ImportMapping };
  const used = (name: string) => Object.entries(mapping.fields).find(([, rule]) => [rule.column, ...(rule.date_parts ?? []), ...(rule.nights ?? [])].includes(name))?.[0] ?? null;
  const missing = FIELDS.filter(({ field, required }) => required && !(field in mapping.fields)).map(({ field }) => field);
  job = { ...job, mapping, state: "draft", missing_fields: missing, columns: job.columns.map((column) => ({ ...column, field: used(column.name) })) };
  return { json: job };
}

let sources: SourceRow[] = [
  { source: "携程", channel: "ota", short: "携", mapped: true, counted: true, stays: 5210, last_seen_on: "2026-11-22" }, { source: "美团", channel: "ota", short: "美", mapped: true, counted: true, stays: 3120, last_seen_on: "2026-11-22" },
  { source: "会员", channel: "member", short: "会", mapped: true, counted: true, stays: 4120, last_seen_on: "2026-11-22" }, { source: "协议单位", channel: "corporate", short: "协", mapped: true, counted: true, stays: 1840, last_seen_on: "2026-11-21" },
  { source: "散客", channel: "walk_in", short: "散", mapped: true, counted: true, stays: 620, last_seen_on: "2026-11-22" }, { source: "中央推荐入住", channel: "walk_in", short: "中", mapped: false, counted: true, stays: 241, last_seen_on: "2026-11-20" },
  { source: "抖音本地", channel: "walk_in", short: "抖", mapped: false, counted: true, stays: 38, last_seen_on: "2026-11-18" }, { source: "自用房", channel: "walk_in", short: "自", mapped: true, counted: false, stays: 12, last_seen_on: "2026-10-02" },
];

export const imports: Rule[] = [
  ["GET", /^\/properties\/[^/]+\/imports$/, () => ({ json: { results: [job, { ...job, id: "6", filename: "10月入住单.csv", state: "finished", rows: 3120, read: 3120, created: 2800, updated: 210, unchanged: 92, rejected: 18, progress: 1 }], next: null } })],
  ["POST", /^\/properties\/[^/]+\/imports$/, () => { job = { ...job, state: "draft", read: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, progress: 0, rejects: [] }; return { status: 202, json: job }; }],
  ["GET", /^\/properties\/[^/]+\/imports\/fields$/, () => ({ json: { results: FIELDS } })],
  ["GET", /^\/properties\/[^/]+\/imports\/\d+$/, told],
  ["PUT", /^\/properties\/[^/]+\/imports\/\d+\/mapping$/, remap],
  ["POST", /^\/properties\/[^/]+\/imports\/\d+\/start$/, () => { job = { ...job, state: "queued", started_at: new Date().toISOString() }; return { status: 202, json: job }; }],
  ["POST", /^\/properties\/[^/]+\/imports\/\d+\/cancel$/, () => { job = { ...job, state: "cancelled" }; return { json: job }; }],
  ["GET", /^\/properties\/[^/]+\/imports\/\d+\/rejects\.csv$/, () => ({ text: "账号,行,原因\n", type: "text/csv" })],
  ["GET", /^\/properties\/[^/]+\/sources$/, () => ({ json: { results: sources } })],
  ["PUT", /^\/properties\/[^/]+\/sources\/([^/]+)$/, ({ groups, body }) => {
    const name = decodeURIComponent(groups[0] ?? "");
    const given = body as Pick<SourceRow, "channel" | "short">;
    sources = sources.map((row) => (row.source === name ? { ...row, ...given, mapped: true } : row));
    return { json: { source: name, ...given, mapped: true, corrected_visits: 214 } };
  }],
];
