import { useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { keysQuery } from "@/api/vendors";
import type { KeyRow } from "@/api/vendorTypes";
import { Icon } from "@/components/Icon";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { CodeBlock } from "@/components/vendors/CodeBlock";
import { curl, testStay } from "@/lib/curl";
import { moment } from "@/lib/dates";
import { ScopeProvider, scopeOf, useScope } from "@/session/scope";
import { FAULTS, type Fault } from "./faults";
import SandboxBar from "./SandboxBar";
import styles from "./sandbox.module.css";

/** The key that opens a sandbox now; a replaced one goes on for a while beside it. */
const newestOf = (rows: readonly KeyRow[]): KeyRow[] => {
  const bySlug = new Map<string, KeyRow>();
  for (const row of rows) {
    const other = row.sandbox === null ? undefined : bySlug.get(row.sandbox);
    if (row.sandbox !== null && (row.state === "live" || row.state === "ending") && (!other || row.id > other.id)) bySlug.set(row.sandbox, row);
  }
  return [...bySlug.values()];
};

/** Where vendors try things out: each sandbox with its key, its data and its clock, and faults on demand. */
export default function SandboxesPage() {
  const { t } = useTranslation("sandbox");
  const { chain, path } = useScope();
  const go = useNavigate();
  const keys = useQuery(keysQuery(chain.slug));
  const rows = keys.data && newestOf(keys.data.results);
  const make = <Button type="primary" icon={<Icon name="plus" />} onClick={() => void go(`${path}/keys?make=sandbox`)}>{t("page.make")}</Button>;
  const filling = rows?.filter((row) => row.sandbox_state === "filling") ?? [];
  return (
    <>
      <PageHead title={t("page.title")} about={t("page.about")}>{rows?.length !== 0 && make}</PageHead>
      {rows && rows.length > 0 && (filling.length > 0
        ? <AnswerLine tone="calm" lead={t("page.filling", { n: filling.length, count: filling.length })}>{t("page.fillingMeans")}</AnswerLine>
        : <AnswerLine tone="calm" lead={t("page.ready", { n: rows.length, count: rows.length })}>{t("page.readyMeans")}</AnswerLine>)}
      <div className="stack">
        {keys.isError && <div className="panel"><ErrorState problem={keys.error} retry={() => void keys.refetch()} /></div>}
        {!rows && !keys.isError && <div className="panel"><div className="body"><Bones height={120} /></div></div>}
        {rows?.length === 0 && <div className="panel"><EmptyState title={t("page.empty")} action={make}>{t("page.emptyHint")}</EmptyState></div>}
        {rows?.map((row) => <Sandbox key={row.sandbox} row={row} />)}
        <Faults slug={rows?.[0]?.sandbox ?? `${chain.slug}-sandbox-1`} />
      </div>
    </>
  );
}

function Sandbox({ row }: { row: KeyRow }) {
  const { t } = useTranslation("sandbox");
  const { session, path, timeZone } = useScope();
  const slug = row.sandbox ?? "";
  const place = scopeOf(session, undefined, slug);
  const ready = row.sandbox_state === "ready";
  const title = <>{place?.property?.name ?? slug} <span className={ready ? "tag acc" : "tag warn"}>{t(ready ? "page.isReady" : "page.isFilling")}</span></>;
  const used = row.last_used_at ? t("page.used", { at: moment(row.last_used_at, timeZone) }) : t("page.unused");
  return (
    <Panel title={title} says={<><code>{slug}</code> · <Link to={`${path}/keys`}>{row.name}</Link> <code>{row.prefix}…</code> · {used}</>} flush tools={place && <Link className="btn small" to={place.path}>{t("page.open")}</Link>}>
      {ready && place ? <div className={styles.inPanel}><ScopeProvider value={place}><SandboxBar /></ScopeProvider></div> : <p className="small t2" style={{ padding: "4px 20px 8px" }} aria-live="polite">{t(ready ? "page.readySoon" : "page.fillingSays")}</p>}
    </Panel>
  );
}

/** A header by which a sandbox fails on demand. */
function Faults({ slug }: { slug: string }) {
  const { t } = useTranslation("sandbox");
  const [fault, setFault] = useState<Fault>("timeout");
  const request = curl({
    method: "PUT", url: `${window.location.origin}/api/v1/properties/${slug}/stays/TEST-2`, key: "$HUIKE_KEY", headers: { "X-Sandbox-Fault": fault },
    body: testStay(new Date(), { source: t("fault.source"), name: "李四" }),
  });
  return (
    <Panel title={t("fault.title")} says={t("fault.says")}>
      <div className="tbl-scroll below"><Segmented value={fault} aria-label={t("fault.title")} options={FAULTS.map((value) => ({ value, label: value }))} onChange={setFault} /></div>
      <dl className={`kv ${styles.fault ?? ""}`} aria-live="polite">
        <dt>{t("fault.happens")}</dt><dd>{t(`fault.of.${fault}`)}</dd>
        <dt>{t("fault.should")}</dt><dd>{t(`fault.do.${fault}`)}</dd>
      </dl>
      <CodeBlock code={request} label={t("fault.title")} />
      <p className="cap t3" style={{ marginTop: 8 }}>{t("fault.only")}</p>
    </Panel>
  );
}
