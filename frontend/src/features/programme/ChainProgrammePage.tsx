import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, Select } from "antd";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api as http } from "@/api/client";
import { chainProgramme } from "@/api/programme";
import { PARTS, type ChainProgramme, type Part, type ProgrammeDocument, type RawDocument } from "@/api/programmeTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { moment } from "@/lib/dates";
import { useScope } from "@/session/scope";
import { PublishDrawer } from "./PublishDrawer";
import { SharingPanel } from "./SharingPanel";
import { TemplateChoice } from "./TemplateChoice";
import { whole } from "./whole";
import { Workbench } from "./Workbench";

const keyOf = (chain: string) => `huike.chain-programme.${chain}`;

interface LocalDraft { programme: RawDocument; adjustable: Part[] }

/** What is being written for the chain stays in this browser until it is pushed to the properties. */
function localDraft(chain: string): LocalDraft | null {
  try {
    const found = JSON.parse(localStorage.getItem(keyOf(chain)) ?? "null") as LocalDraft | null;
    return found && typeof found.programme === "object" ? found : null;
  } catch {
    return null;
  }
}

/** The chain's programme: written once, pushed to its properties, which may adjust what HQ leaves to them. */
export default function ChainProgrammePage() {
  const { t } = useTranslation("programme");
  const { api, chain, membership, may } = useScope();
  const found = useQuery(chainProgramme(api));
  const [draft, setDraft] = useState(() => localDraft(chain.slug));
  const [house, setHouse] = useState(membership.properties[0]?.slug);
  const title = t("chain.title");
  if (found.isError) return <><PageHead title={title} /><div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div></>;
  if (!found.data) return <><PageHead title={title} /><div className="panel"><div className="body"><Bones height={560} lines={12} /></div></div></>;
  if (!house) return <><PageHead title={title} /><div className="panel"><EmptyState title={t("chain.noHouse")} action={may("manage_chain") && <Link className="btn" to={`/c/${chain.slug}/properties`}>{t("chain.addHouse")}</Link>}>{t("chain.noHouseHint")}</EmptyState></div></>;
  const path = `/properties/${house}`;
  if (!found.data.programme && !draft) {
    const choose = (document: ProgrammeDocument) => {
      const next = { programme: document as unknown as RawDocument, adjustable: [...PARTS] };
      localStorage.setItem(keyOf(chain.slug), JSON.stringify(next));
      setDraft(next);
    };
    return <><PageHead title={title} about={t("chain.none")} /><TemplateChoice house={path} may={may("manage_chain")} choose={choose} busy={false} /><div style={{ marginTop: 16 }}><SharingPanel /></div></>;
  }
  return <Bench key={found.data.number} data={found.data} draft={draft} forget={() => setDraft(null)} house={path} choose={setHouse} />;
}

interface BenchProps {
  data: ChainProgramme;
  draft: LocalDraft | null;
  forget: () => void;
  house: string;
  choose: (slug: string) => void;
}

function Bench({ data, draft, forget, house, choose }: BenchProps) {
  const { t } = useTranslation("programme");
  const { api, chain, membership, may, timeZone } = useScope();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const base = useMemo(() => (data.programme ? whole(data.programme) : null), [data.programme]);
  const [initial] = useState(() => (draft ? whole(draft.programme) : (base ?? whole({}))));
  const [adjustable, setAdjustable] = useState<readonly Part[]>(draft?.adjustable ?? data.adjustable);
  const [note, setNote] = useState("");
  // A sandbox gets a programme only where it is chosen.
  const all = membership.properties.filter(({ sandbox }) => !sandbox).map(({ slug }) => slug);
  const [to, setTo] = useState<string[]>(all);
  const keep = useCallback((programme: ProgrammeDocument, parts: readonly Part[]) => localStorage.setItem(keyOf(chain.slug), JSON.stringify({ programme, adjustable: parts })), [chain.slug]);
  const save = useCallback((document: ProgrammeDocument) => {
    keep(document, adjustable);
    return Promise.resolve();
  }, [keep, adjustable]);
  const leave = (parts: readonly Part[]) => {
    setAdjustable(parts);
    keep(whole(localDraft(chain.slug)?.programme ?? (initial as unknown as RawDocument)), parts);
  };
  const drop = useCallback(() => {
    localStorage.removeItem(keyOf(chain.slug));
    forget();
    setAdjustable(data.adjustable);
    return Promise.resolve();
  }, [chain.slug, data.adjustable, forget]);
  const everywhere = all.length === to.length && all.every((slug) => to.includes(slug));
  const push = useMutation({
    mutationFn: (document: ProgrammeDocument) => http.put<ChainProgramme>(`${api}/programme`, { programme: document, adjustable, properties: everywhere ? null : to, note }),
    onSuccess: async (state) => {
      localStorage.removeItem(keyOf(chain.slug));
      forget();
      await queries.invalidateQueries();
      const n = state.pushed.length;
      message.success(t("chain.pushed", { n: state.number, houses: n, count: n }));
      for (const { name, problems } of state.refused) message.warning(t("chain.refused", { name, why: problems[0]?.detail ?? "" }), 12);
    },
  });
  const switched = [...adjustable].sort().join() !== [...data.adjustable].sort().join();
  const reached = data.pushed.filter(({ version }) => version > 0).length;
  const calm = data.number === 0 ? t("answer.first") : t("chain.calm", { n: data.number, at: moment(data.published_at, timeZone), houses: reached, count: reached });
  return (
    <Workbench
      title={t("chain.title")} about={data.number === 0 ? t("chain.none") : t("versions.nth", { n: data.number })} base={base} initial={initial} house={house} save={save} drop={drop} drafted={draft !== null || switched}
      locked={[]} may={may("manage_chain")} calm={calm} word={t("chain.pushWord")} again beside={switched ? 1 : 0} adjustable={{ parts: adjustable, change: leave }}
      tools={all.length > 1 && <Select aria-label={t("chain.tryOn")} title={t("chain.tryOn")} value={house.slice("/properties/".length)} onChange={choose} popupMatchSelectWidth={false} options={membership.properties.map(({ slug, name }) => ({ value: slug, label: t("chain.tryOnOf", { name }) }))} />}
      publishing={({ document, open, close, flaws, tried, tryOut }) => (
        <PublishDrawer document={document} base={base} open={open} close={close} flaws={flaws} tried={tried} tryOut={tryOut} note={note} setNote={setNote} busy={push.isPending} problem={push.error} word={t("chain.push", { n: to.length, count: to.length })} publish={() => push.mutate(document)}>
          <section>
            <div className="between"><b className="b small">{t("chain.to")}</b><Button type="link" size="small" onClick={() => setTo(everywhere ? [] : all)}>{t(everywhere ? "chain.noneOfThem" : "chain.allOfThem")}</Button></div>
            <Checkbox.Group value={to} onChange={setTo} options={membership.properties.map(({ slug, name, sandbox }) => ({ value: slug, label: sandbox ? `${name} · ${t("chain.sandbox")}` : name }))} />
            <p className="cap t3" style={{ marginTop: 6 }}>{adjustable.length ? t("chain.keep", { parts: adjustable.map((part) => t(`section.${part === "games" ? "games" : part}`)).join(t("and")) }) : t("chain.keepNothing")}</p>
          </section>
        </PublishDrawer>
      )}
    >
      <div className="grid">
        <div className="c7" style={{ display: "grid" }}><Houses rows={data.pushed} number={data.number} /></div>
        <div className="c5" style={{ display: "grid" }}><SharingPanel /></div>
      </div>
    </Workbench>
  );
}

function Houses({ rows, number }: { rows: ChainProgramme["pushed"]; number: number }) {
  const { t } = useTranslation("programme");
  type Row = ChainProgramme["pushed"][number];
  const columns: Column<Row>[] = [
    { key: "name", title: t("chain.house"), card: "title", sort: (row) => row.name, render: (row) => <Link className="b" to={`/p/${row.property}/programme`}>{row.name}</Link> },
    { key: "version", title: t("chain.version"), numeric: true, render: (row) => (row.version ? t("versions.nth", { n: row.version }) : <span className="t3">{t("chain.notYet")}</span>) },
    { key: "adjusted", title: t("chain.adjusted"), wrap: true, card: "whole", render: (row) => row.adjusted.map((part) => t(`section.${part}`)).join(t("and")) || <span className="t3">{t("chain.asPushed")}</span> },
  ];
  return (
    <Panel flush title={t("chain.houses")} says={number ? t("chain.housesSay", { n: rows.filter(({ version }) => version > 0).length, count: rows.filter(({ version }) => version > 0).length, own: rows.filter(({ adjusted }) => adjusted.length > 0).length }) : t("chain.notPushed")}>
      <DataTable label={t("chain.houses")} dense columns={columns} rows={rows} rowKey={(row) => row.property} empty={<EmptyState title={t("chain.notPushed")} />} />
    </Panel>
  );
}
