import { useQuery } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { ChainHouse, ChainKey, ChainStaff, ChainWhole, Used } from "@/api/operatorTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { Icon } from "@/components/Icon";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { count, money, NOTHING, rate } from "@/lib/numbers";
import { BillingForm } from "./BillingForm";
import { Impersonate } from "./Impersonate";
import { ImpersonationTable } from "./ImpersonationTable";
import { standingOf, usedShare } from "./judging";
import { at, Standing } from "./parts";
import { chainQuery } from "./queries";
import { StateForm } from "./StateForm";

type Doing = { what: "state" | "arranged" | "trial" } | { what: "eyes"; person: ChainStaff } | null;

/** One chain whole: how it stands, what it uses, who works there, and what can be done for it. */
export default function ChainPage() {
  const { t } = useTranslation("operator");
  const { chain: slug = "" } = useParams();
  const chain = useQuery(chainQuery(slug));
  const [doing, setDoing] = useState<Doing>(null);
  const told = chain.data;
  if (chain.isError) return <><PageHead title={t("chain")} /><div className="panel"><ErrorState problem={chain.error} retry={() => void chain.refetch()} /></div></>;
  if (!told) return <><PageHead title={t("chain")} /><div className="panel"><div className="body"><Bones height={480} lines={10} /></div></div></>;
  const close = () => setDoing(null);
  return (
    <>
      <Head told={told} doing={setDoing} />
      <Says told={told} />
      <Figures told={told} />
      <div className="stack">
        <Panel title={t("one.houses")} says={t("one.housesSays", { n: told.houses.length, count: told.houses.length })} flush><Houses rows={told.houses} /></Panel>
        <Panel title={t("one.people")} says={t("one.peopleSays")} flush><People rows={told.staff} look={(person) => setDoing({ what: "eyes", person })} /></Panel>
        <div className="grid">
          <Panel title={t("one.usage")} says={t("one.usageSays")} className="c5"><Usage told={told} /></Panel>
          <Panel title={t("one.waiting")} says={t("one.waitingSays")} className="c7"><Waiting told={told} /></Panel>
        </div>
        <Panel title={t("one.keys")} says={t("one.keysSays")} flush><Keys rows={told.keys} /></Panel>
        <Panel title={t("nav.impersonations")} says={t("eyes.here")} flush><ImpersonationTable rows={told.impersonations} /></Panel>
      </div>
      {doing?.what === "state" && <StateForm told={told} close={close} />}
      {(doing?.what === "arranged" || doing?.what === "trial") && <BillingForm told={told} what={doing.what} close={close} />}
      {doing?.what === "eyes" && <Impersonate chain={told} person={doing.person} close={close} />}
    </>
  );
}

function Head({ told, doing }: { told: ChainWhole; doing: (doing: Doing) => void }) {
  const { t } = useTranslation("operator");
  const erased = told.state === "erased";
  const suspended = told.state === "suspended";
  return (
    <PageHead title={told.name} about={<><Link to="/operator/chains">{t("nav.chains")}</Link> / {told.slug} <Standing row={told} /></>}>
      {told.state === "open" && <Link className="btn" to={`/c/${told.slug}`}>{t("one.open")}</Link>}
      {!erased && (
        <Dropdown
          trigger={["click"]} menu={{
            items: [{ key: "trial", label: t("billing.trial") }, { key: "arranged", label: t("billing.arranged") }, { type: "divider" }, { key: "state", label: t(suspended ? "state.reopen" : "state.suspend"), danger: !suspended }],
            onClick: ({ key }) => doing({ what: key as "state" | "arranged" | "trial" }),
          }}
        >
          <Button>{t("one.acts")} <Icon name="down" size={12} /></Button>
        </Dropdown>
      )}
    </PageHead>
  );
}

/** What is the matter with this chain, before anything is touched. */
function Says({ told }: { told: ChainWhole }) {
  const { t } = useTranslation("operator");
  const standing = standingOf(told);
  const owner = told.owner ? t("one.owner", { name: told.owner.name, email: told.owner.email ?? NOTHING }) : t("one.noOwner");
  const lagging = told.houses.filter((house) => house.lagging).length;
  if (lagging > 0) return <AnswerLine tone="act" lead={t("one.lagging", { n: lagging, count: lagging })}>{t("one.laggingDo")}</AnswerLine>;
  const tone = standing === "full" ? "calm" : standing === "grace" ? "warn" : "act";
  const trial = told.reason === "trialing" && told.trial_ends_at ? t("one.trialUntil", { at: at(told.trial_ends_at) }) : "";
  return <AnswerLine tone={tone} lead={t(`one.says.${standing}`)}>{trial}{owner}</AnswerLine>;
}

function Figures({ told }: { told: ChainWhole }) {
  const { t } = useTranslation("operator");
  const arranged = told.reason === "arranged";
  const plan = told.plan ? t(`plan.${told.plan}`, { defaultValue: told.plan }) : t(arranged ? "one.byContract" : "one.noPlan");
  return (
    <KpiStrip figures={4}>
      <Kpi label={t("houses")} sub={arranged ? t("one.byContract") : t("paidFor", { n: told.quantity, count: told.quantity })}><span className="figure">{count(told.properties)}</span></Kpi>
      <Kpi label={t("contacts")} sub={told.usage.contacts.limit === null ? t("one.noLimit") : t("one.limit", { n: count(told.usage.contacts.limit), count: told.usage.contacts.limit })}><span className="figure">{count(told.contacts)}</span></Kpi>
      <Kpi label={t("stays30")} sub={t("one.last", { at: told.last_stay_on ?? NOTHING })}><span className="figure">{count(told.stays_30d)}</span></Kpi>
      <Kpi label={t("pays")} sub={plan}><span className="figure">{told.amount ? money(told.amount, 0, told.currency) : NOTHING}{told.amount && told.interval && <small>{t(`per.${told.interval}`)}</small>}</span></Kpi>
    </KpiStrip>
  );
}

function Houses({ rows }: { rows: readonly ChainHouse[] }) {
  const { t } = useTranslation("operator");
  const columns: Column<ChainHouse>[] = [
    { key: "name", title: t("house"), card: "title", render: (row) => <><span className="b">{row.name}</span> <span className="cap t3">{row.slug}</span> {row.sandbox && <span className="tag">{t("sandbox")}</span>}</> },
    { key: "state", title: t("stateIs"), card: "aside", render: (row) => (row.state === "open" ? <span className="good">{t("houseState.open")}</span> : <span className="tag">{t(`houseState.${row.state}`, { defaultValue: row.state })}</span>) },
    { key: "schema", title: t("schema"), render: (row) => <><code className="small t2">{row.schema.slice(0, 20) || NOTHING}</code> {row.lagging && <span className="tag bad">{t("lags")}</span>}</> },
    { key: "contacts", title: t("contacts"), numeric: true, render: (row) => count(row.contacts) },
    { key: "stays", title: t("stays30"), numeric: true, render: (row) => count(row.stays_30d) },
    { key: "last", title: t("lastStay"), render: (row) => <span className="t2">{row.last_stay_on ?? NOTHING}</span> },
  ];
  return <DataTable label={t("one.houses")} dense columns={columns} rows={rows} rowKey={(row) => row.slug} empty={<EmptyState title={t("one.noHouses")} />} />;
}

function People({ rows, look }: { rows: readonly ChainStaff[]; look: (person: ChainStaff) => void }) {
  const { t } = useTranslation("operator");
  const columns: Column<ChainStaff>[] = [
    { key: "name", title: t("person"), card: "title", render: (row) => <span className="b">{row.name}</span> },
    { key: "role", title: t("role"), card: "aside", render: (row) => t(`role.${row.role}`, { ns: "common" }) },
    { key: "where", title: t("houses"), wrap: true, card: "whole", render: (row) => (row.properties.length ? row.properties.join(" ") : <span className="t3">{t("allHouses")}</span>) },
    { key: "seen", title: t("seen"), render: (row) => (row.last_seen_at ? <span className="t2">{at(row.last_seen_at)}</span> : <span className="t3">{t("never")}</span>) },
    { key: "look", title: "", numeric: true, render: (row) => row.impersonable && <Button size="small" type="text" icon={<Icon name="eye" />} onClick={() => look(row)}>{t("eyes.look")}</Button> },
  ];
  return <DataTable label={t("one.people")} dense columns={columns} rows={rows} rowKey={(row) => row.id} empty={<EmptyState title={t("one.noPeople")} />} />;
}

function Keys({ rows }: { rows: readonly ChainKey[] }) {
  const { t } = useTranslation("operator");
  const now = new Date().toISOString();
  const over = (row: ChainKey) => row.revoked_at ?? (row.expires_at && row.expires_at < now ? row.expires_at : null);
  const columns: Column<ChainKey>[] = [
    { key: "name", title: t("key"), card: "title", render: (row) => <><span className="b">{row.name}</span> <code className="cap t3">{row.prefix}…</code></> },
    { key: "state", title: t("stateIs"), card: "aside", render: (row) => (over(row) ? <span className="tag">{t("keyOver", { at: at(over(row)) })}</span> : <span className="good">{t("keyLive")}</span>) },
    { key: "scopes", title: t("scopes"), wrap: true, card: "whole", render: (row) => <code className="small t2">{row.scopes.join(" ")}</code> },
    { key: "used", title: t("used"), render: (row) => (row.last_used_at ? <span className="t2">{at(row.last_used_at)}</span> : <span className="t3">{t("never")}</span>) },
    { key: "made", title: t("made"), render: (row) => <span className="t2">{at(row.created_at)}</span> },
  ];
  return <DataTable label={t("one.keys")} dense columns={columns} rows={rows} rowKey={(row) => String(row.id)} empty={<EmptyState title={t("one.noKeys")} />} />;
}

const USED = ["properties", "contacts", "seats"] as const;

function Usage({ told }: { told: ChainWhole }) {
  const { t } = useTranslation("operator");
  const line = ({ used, limit }: Used) => {
    const share = usedShare({ used, limit });
    return <><span className={share !== null && share > 1 ? "b bad" : "b"}>{count(used)}</span> <span className="t3">{limit === null ? t("one.noLimit") : `/ ${count(limit)}`}{share !== null && ` · ${rate(share)}`}</span></>;
  };
  return <dl className="kv">{USED.map((what) => <div key={what} style={{ display: "contents" }}><dt>{t(`usage.${what}`)}</dt><dd>{line(told.usage[what])}</dd></div>)}</dl>;
}

function Waiting({ told }: { told: ChainWhole }) {
  const { t } = useTranslation("operator");
  const { outbox, deliveries, stripe_events } = told.waiting;
  return (
    <div className="stack">
      <p className="small">{t("one.events", { n: count(outbox), deliveries: count(deliveries), stripe: count(stripe_events), count: outbox })}</p>
      {told.errands.length === 0 ? <p className="small t3">{t("one.noErrands")}</p> : (
        <ul className="small" style={{ display: "grid", gap: 6 }}>
          {told.errands.map((errand) => (
            <li key={`${errand.kind}${errand.since}`}>
              <b className="b">{t(`errand.${errand.kind}`, { defaultValue: errand.kind })}</b> <span className="t3">{t("one.errand", { at: at(errand.since), n: errand.tries, count: errand.tries, next: at(errand.next_at) })}</span>
              {errand.error && <div className="bad" style={{ overflowWrap: "anywhere" }}>{errand.error}</div>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
