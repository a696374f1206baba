import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api as http } from "@/api/client";
import { filings } from "@/api/messages";
import { FILING_STATES, type Filing, type FilingStanding } from "@/api/messageTypes";
import { CopyButton } from "@/components/CopyButton";
import { DataTable, type Column } from "@/components/DataTable";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import styles from "./messagingSettings.module.css";

const TONES: Record<Filing["state"], string> = { "": "tag", to_file: "tag warn", filed: "tag", approved: "tag acc", refused: "tag bad" };

/** SMS texts as vendors have to approve them: a text whose clauses drop out is filed once for every way it may read. */
export default function Filings() {
  const { t } = useTranslation("messaging-settings");
  const { api, timeZone, may } = usePropertyScope();
  const found = useQuery(filings(api));
  const [making, setMaking] = useState(false);
  const [changing, setChanging] = useState<Filing | null>(null);
  const columns: Column<Filing>[] = [
    { key: "vendor", title: t("vendor.is"), card: "title", render: (row) => <span className="b">{t(`vendors.${row.vendor}`)}</span> },
    { key: "text", title: t("filing.text"), wrap: true, card: "whole", render: (row) => <span className={styles.text}>{row.text}</span> },
    { key: "code", title: t("filing.code"), render: (row) => (row.vendor_code ? <code className="small">{row.vendor_code}</code> : <span className="t3">–</span>) },
    { key: "state", title: t("filing.state"), card: "aside", render: (row) => <><span className={TONES[row.state]}>{t(`filing.states.${row.state || "to_file"}`)}</span>{row.reason && <div className="cap bad" style={{ whiteSpace: "normal", maxWidth: 200 }}>{row.reason}</div>}</> },
    { key: "at", title: t("filing.at"), card: "hide", render: (row) => <span className="t3">{moment(row.changed_at, timeZone)}</span> },
    ...(may("manage_messaging") ? [{ key: "do", title: "", card: "whole" as const, render: (row: Filing) => <span className="row"><CopyButton text={row.text} label={t("filing.copy")} /><Button size="small" onClick={() => setChanging(row)}>{t("filing.put")}</Button></span> }] : []),
  ];
  return (
    <Panel flush title={t("filing.title")} says={t("filing.says")} tools={may("manage_messaging") ? <Button size="small" icon={<Icon name="plus" />} onClick={() => setMaking(true)}>{t("filing.make")}</Button> : undefined} footer={<span>{t("filing.foot")}</span>}>
      {found.isError ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : <DataTable label={t("filing.title")} columns={columns} rows={found.data} rowKey={(row) => String(row.id)} bones={3} empty={<EmptyState title={t("filing.none")}>{t("filing.noneHint")}</EmptyState>} />}
      {making && <NewFiling close={() => setMaking(false)} />}
      {changing && <ChangeFiling row={changing} close={() => setChanging(null)} />}
    </Panel>
  );
}

function NewFiling({ close }: { close: () => void }) {
  const { t } = useTranslation("messaging-settings");
  const { say } = useSaying();
  const { api } = usePropertyScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [vendor, setVendor] = useState<Filing["vendor"]>("aliyun");
  const [text, setText] = useState("");
  const look = useMutation({ mutationFn: () => http.post<FilingStanding>(`${api}/messaging/filings/preview`, { vendor, text }) });
  const keep = useMutation({
    mutationFn: () => http.post<FilingStanding>(`${api}/messaging/filings`, { vendor, text }),
    onSuccess: async (standing) => {
      await queries.invalidateQueries({ queryKey: filings(api).queryKey });
      message.success(t("filing.kept", { n: standing.results.length, count: standing.results.length }));
      close();
    },
  });
  const problem = keep.error ?? look.error;
  return (
    <Modal title={t("filing.make")} open onCancel={close} okText={t("filing.keep")} cancelText={t("cancel", { ns: "common" })} okButtonProps={{ disabled: text.trim() === "", loading: keep.isPending }} onOk={() => keep.mutate()} width={620}>
      <div className={styles.lines}>
        <Field id="filing-vendor" label={t("vendor.is")}><Select id="filing-vendor" value={vendor} options={(["aliyun", "tencent"] as const).map((value) => ({ value, label: t(`vendors.${value}`) }))} style={{ width: 200 }} onChange={setVendor} /></Field>
        <Field id="filing-text" label={t("filing.text")} hint={t("filing.textIs")}><Input.TextArea id="filing-text" rows={4} value={text} maxLength={500} onChange={(event) => setText(event.target.value)} onBlur={() => text.trim() && look.mutate()} /></Field>
        {problem !== null && <p className="bad small" role="alert">{problemText(problem)}</p>}
        {look.data && (
          <div className={styles.variants}>
            <p className="small t2">{t("filing.comesTo", { n: look.data.results.length, count: look.data.results.length })}</p>
            <ol>{look.data.results.map((row, index) => <li key={index}><span className={styles.text}>{row.text}</span>{row.state && <span className={TONES[row.state]}>{t(`filing.states.${row.state}`)}</span>}</li>)}</ol>
            {look.data.warnings.map((warning) => <p key={warning.code} className="small warn"><Icon name="warn" size={12} /> {say(warning)}</p>)}
          </div>
        )}
      </div>
    </Modal>
  );
}

function ChangeFiling({ row, close }: { row: Filing; close: () => void }) {
  const { t } = useTranslation("messaging-settings");
  const { api } = usePropertyScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [form, setForm] = useState({ vendor_code: row.vendor_code, state: row.state || ("to_file" as const), reason: row.reason });
  const save = useMutation({
    mutationFn: () => http.patch<Filing>(`${api}/messaging/filings/${row.id}`, form),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: filings(api).queryKey });
      close();
    },
  });
  return (
    <Modal title={t("filing.put")} open onCancel={close} okText={t("save", { ns: "common" })} cancelText={t("cancel", { ns: "common" })} okButtonProps={{ loading: save.isPending }} onOk={() => save.mutate()}>
      <div className={styles.lines}>
        <p className={styles.text}>{row.text}</p>
        <div className={styles.pair}>
          <Field id="filing-state" label={t("filing.state")}><Select id="filing-state" value={form.state} options={FILING_STATES.map((value) => ({ value, label: t(`filing.states.${value}`) }))} style={{ width: "100%" }} onChange={(state) => setForm({ ...form, state })} /></Field>
          <Field id="filing-code" label={t("filing.code")} hint={t("filing.codeIs")}><Input id="filing-code" value={form.vendor_code} maxLength={40} placeholder={row.vendor === "aliyun" ? "SMS_123456789" : "1234567"} onChange={(event) => setForm({ ...form, vendor_code: event.target.value })} /></Field>
        </div>
        {form.state === "refused" && <Field id="filing-reason" label={t("filing.reason")}><Input id="filing-reason" value={form.reason} maxLength={200} onChange={(event) => setForm({ ...form, reason: event.target.value })} /></Field>}
        {save.isError && <p className="bad small" role="alert">{problemText(save.error)}</p>}
      </div>
    </Modal>
  );
}
