import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { scriptTexts } from "@/api/deskRules";
import { REPLY_LOCALES, type ReplyLocale, type ScriptsOfStaff, type ScriptText } from "@/api/deskRuleTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bone, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { count, rate, share } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { ReaderPicker, type Reader } from "./ReaderPicker";
import styles from "./replySettings.module.css";
import { TemplateBench } from "./TemplateBench";

/** 到店话术: what the desk says of its own accord, how it is said here, and how often it is. */
export default function ScriptsPage() {
  const { t } = useTranslation("reply-settings");
  return <><PageHead title={t("script.title")} about={t("script.about")} /><Scripts /></>;
}

function Scripts() {
  const { t, i18n } = useTranslation("reply-settings");
  const { api: house } = usePropertyScope();
  const { nameOf } = useSaying();
  const found = useQuery(scriptTexts(house));
  const [reader, setReader] = useState<Reader>({ kind: "sample" });
  const [locale, setLocale] = useState<ReplyLocale>(i18n.language === "en" ? "en" : "zh-CN");
  const rows = found.data?.results;
  const used = rows?.reduce((sum, row) => sum + row.used, 0) ?? 0;
  const all = rows?.reduce((sum, row) => sum + row.offered, 0) ?? 0;
  const least = rows?.filter((row) => row.offered >= 5).toSorted((a, b) => a.used / a.offered - b.used / b.offered)[0];
  const columns: Column<ScriptText>[] = [
    { key: "name", title: t("script.name"), card: "title", sort: (row) => nameOf(row), render: (row) => <span className="b">{nameOf(row)}</span> },
    { key: "moment", title: t("script.moment"), render: (row) => t(`moment.${row.moment}`) },
    { key: "text", title: t("script.text"), wrap: true, card: "whole", render: (row) => <span className="small t2">{row.templates.find((one) => one.locale === locale)?.text ?? "–"}</span> },
    { key: "n", title: t("script.offered"), numeric: true, sort: (row) => row.offered, render: (row) => count(row.offered) },
    { key: "used", title: t("script.used"), numeric: true, sort: (row) => share(row.used, row.offered), render: (row) => rate(share(row.used, row.offered)) },
  ];
  if (found.isError && !rows) return <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div>;
  return (
    <>
      <AnswerLine tone={least && least.used / least.offered < 0.3 ? "warn" : "calm"}>
        {!rows ? <Bone width="50%" /> : all === 0 ? t("script.unused") : <>{t("script.answer", { n: count(all), share: rate(share(used, all)) })}{least && t("script.least", { name: nameOf(least), share: rate(share(least.used, least.offered)) })}</>}
      </AnswerLine>
      <Panel
        title={t("script.list")} says={t("script.says")} flush footer={<span>{t("script.foot")}</span>}
        tools={<Segmented<ReplyLocale> size="small" value={locale} aria-label={t("language")} onChange={setLocale} options={REPLY_LOCALES.map((value) => ({ value, label: t(`locale.${value}`) }))} />}
      >
        <DataTable
          label={t("script.title")} columns={columns} rows={rows} rowKey={({ code }) => code} bones={8} empty={<EmptyState title={t("script.none")} />}
          expand={(row) => (
            <div className={styles.inside}>
              <ReaderPicker reader={reader} choose={setReader} />
              <TemplateBench
                key={`${locale}${row.templates.find((one) => one.locale === locale)?.text ?? ""}`} code={`script.${row.code}`} title={nameOf(row)} locale={locale} step={1}
                template={row.templates.find((one) => one.locale === locale) ?? null} reader={reader}
              />
            </div>
          )}
        />
      </Panel>
      {found.data && found.data.by_staff.length > 0 && <ByStaff rows={found.data.by_staff} />}
    </>
  );
}

/** Who says them, and who leaves them. */
function ByStaff({ rows }: { rows: readonly ScriptsOfStaff[] }) {
  const { t } = useTranslation("reply-settings");
  const columns: Column<ScriptsOfStaff>[] = [
    { key: "name", title: t("script.staff"), card: "title", sort: ({ name }) => name, render: ({ name }) => <span className="b">{name || t("unassigned", { ns: "common" })}</span> },
    { key: "offered", title: t("script.offered"), numeric: true, sort: ({ offered }) => offered, render: ({ offered }) => count(offered) },
    { key: "said", title: t("script.times"), numeric: true, sort: ({ used }) => used, render: ({ used }) => count(used) },
    { key: "share", title: t("script.used"), numeric: true, card: "aside", sort: (row) => share(row.used, row.offered), render: (row) => rate(share(row.used, row.offered)) },
  ];
  return <Panel className={styles.more ?? ""} title={t("script.byStaff")} says={t("script.byStaffSays")} flush><DataTable label={t("script.byStaff")} dense columns={columns} rows={rows} rowKey={({ staff, name }) => staff ?? name} sortedBy="-offered" /></Panel>;
}
