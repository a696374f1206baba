import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ChannelMark } from "@/components/ChannelMark";
import { commonEnd, NormBar } from "@/components/charts/NormBar";
import { Bone } from "@/components/States";
import { usePhone } from "@/lib/media";
import { count, money } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import { Acting, Told } from "./Acting";
import { judgedDays, keyOf, type BoardRow, type Section } from "./sections";
import { useActs, type Acts, type Doing } from "./useActs";
import styles from "./winBack.module.css";

interface BoardProps {
  sections: readonly Section[] | undefined;
  /** What stands at the end of a section: more rows, or a way to them. */
  more: (section: Section) => React.ReactNode;
  /** The guests who are left alone. */
  onPattern: number | undefined;
}

const COLUMNS = 7;

/** Whom to act upon: late first, then early, and below them those who come by themselves. */
export function Board({ sections, more, onPattern }: BoardProps) {
  const { t } = useTranslation("win-back");
  const phone = usePhone();
  const acts = useActs();
  const rows = sections?.flatMap((section) => section.rows) ?? [];
  const most = commonEnd(rows.map((row) => ({ days: judgedDays(row), upper: row.norm.upper })));
  const first = rows.find((row) => !acts.doings.has(keyOf(row)));
  const parts = (row: BoardRow) => ({ row, most, acts, doing: acts.doings.get(keyOf(row)), primary: row === first });
  const filled = sections?.filter(({ n }) => n > 0);
  if (phone) {
    return (
      <div className={styles.phone} aria-busy={!sections}>
        {!sections && Array.from({ length: 4 }, (_, row) => <div key={row} className="card" style={{ height: 168 }}><Bone width="60%" /></div>)}
        {filled?.map((section) => (
          <section key={section.key} aria-label={t("section.label", { name: section.name ?? t(`group.${section.kind}`), n: section.n })}>
            <SectionTitle section={section} as="h3" />
            <ul className="cards">{section.rows.map((row) => <CardOf key={keyOf(row)} {...parts(row)} />)}</ul>
            <div className={styles.more}>{more(section)}</div>
          </section>
        ))}
        {onPattern !== undefined && <p className={styles.alone}><Alone n={onPattern} /></p>}
      </div>
    );
  }
  return (
    <div className="tbl-scroll">
      <table className={`tbl dense ${styles.board ?? ""}`} aria-label={t("title")} aria-busy={!sections}>
        <colgroup><col className={styles.cGuest} /><col className={styles.cAway} /><col className={styles.cNorm} /><col /><col className={styles.cValue} /><col className={styles.cAdvice} /><col className={styles.cAct} /></colgroup>
        <thead>
          <tr>
            <th scope="col">{t("col.guest")}</th><th scope="col" className="num">{t("col.away")}</th><th scope="col">{t("col.norm")}</th><th scope="col">{t("col.why")}</th>
            <th scope="col" className="num sorted" aria-sort="descending">{t("col.value")} ↓</th><th scope="col">{t("col.advice")}</th><th scope="col" aria-label={t("col.act")} />
          </tr>
        </thead>
        {!sections && <tbody>{Array.from({ length: 9 }, (_, row) => <tr key={row}>{Array.from({ length: COLUMNS }, (_column, column) => <td key={column}><Bone width={36 + ((row * 13 + column * 29) % 40)} /></td>)}</tr>)}</tbody>}
        {filled?.map((section) => {
          const end = more(section);
          return (
            <tbody key={section.key}>
              <tr className={styles.sec}><th scope="rowgroup" colSpan={COLUMNS}><SectionTitle section={section} as="span" /></th></tr>
              {section.rows.map((row) => <Line key={keyOf(row)} {...parts(row)} />)}
              {end && <tr className={styles.end}><td colSpan={COLUMNS}>{end}</td></tr>}
            </tbody>
          );
        })}
        {onPattern !== undefined && <tbody><tr className={styles.sec}><th scope="rowgroup" colSpan={COLUMNS}><Alone n={onPattern} /></th></tr></tbody>}
      </table>
    </div>
  );
}

function SectionTitle({ section, as: As }: { section: Section; as: "h3" | "span" }) {
  const { t } = useTranslation("win-back");
  const tone = section.kind === "late" ? "warn" : section.kind === "early" ? styles.acc : "";
  return (
    <As className={styles.title}>
      <b className={`b ${tone ?? ""}`}>{section.name ?? t(`group.${section.kind}`)}</b> {t("people", { n: count(section.n), count: section.n })}
      {section.kind !== "property" && <span className="t3"> {t(`groupIs.${section.kind}`)}</span>}
    </As>
  );
}

function Alone({ n }: { n: number }) {
  const { t } = useTranslation("win-back");
  return <span className={styles.title}><b className="b">{t("group.on_pattern")}</b> {t("people", { n: count(n), count: n })} <span className="t3">{t("groupIs.on_pattern")}</span></span>;
}

interface RowProps {
  row: BoardRow;
  most: number;
  acts: Acts;
  doing: Doing | undefined;
  primary: boolean;
}

function Norm({ row, most }: { row: BoardRow; most: number }) {
  const { t } = useTranslation("win-back");
  const { norm } = row;
  const days = judgedDays(row);
  const round = (value: number | null) => (value === null ? "–" : Math.round(value));
  return <NormBar range={norm} days={days} most={most} tone={row.group} label={t("normSays", { days, lower: round(norm.lower), upper: round(norm.upper), median: round(norm.median) })} />;
}

function Who({ row }: { row: BoardRow }) {
  const { t } = useTranslation("win-back");
  const { property: here } = useScope();
  const { guest, property } = row;
  return (
    <>
      <span className={styles.who}>
        {guest.channel ? <ChannelMark channel={guest.channel} /> : <span className="mark" />}
        <Link to={`/p/${property.slug}/guests/${guest.id}`} className="b cut">{guest.name}</Link>
      </span>
      <span className={`cap t3 cut ${styles.under ?? ""}`}>{[here ? null : property.name, t("visits", { n: guest.visits, count: guest.visits })].filter(Boolean).join(" · ")}</span>
    </>
  );
}

function Why({ row }: { row: BoardRow }) {
  return <><span className={`b ${row.group === "late" ? "warn" : (styles.acc ?? "")}`}>{row.why}</span><span className="gap">{row.detail}</span></>;
}

function Advice({ row }: { row: BoardRow }) {
  const { t } = useTranslation("win-back");
  const under = row.assigned_to ? t("assigned", { name: row.assigned_to }) : row.reachable.length === 0 ? t("unreachable") : row.last_contact_on ? t("lastContact", { on: row.last_contact_on.slice(5) }) : "";
  return <>{row.advice.says}<span className="gap">{under}</span></>;
}

function Line({ row, most, acts, doing, primary }: RowProps) {
  const { t } = useTranslation("win-back");
  return (
    <tr className={doing ? styles.done : undefined}>
      <td><Who row={row} /></td>
      <td className="num">{t("days", { n: count(row.away_days), count: row.away_days })}</td>
      <td><Norm row={row} most={most} /></td>
      <td className="wrap"><Why row={row} /></td>
      <td className="num">{money(row.year_value)}</td>
      {doing ? <td colSpan={2} className="wrap"><Told row={row} doing={doing} acts={acts} /></td> : <><td className="wrap"><Advice row={row} /></td><td className="num"><Acting row={row} acts={acts} primary={primary} /></td></>}
    </tr>
  );
}

function CardOf({ row, most, acts, doing, primary }: RowProps) {
  const { t } = useTranslation("win-back");
  return (
    <li className={`card ${styles.card ?? ""} ${doing ? (styles.done ?? "") : ""}`}>
      <div className="between">
        <div className="grow"><Who row={row} /></div>
        <div className="num"><span className="b">{money(row.year_value)}</span><span className="gap">{t("col.value")}</span></div>
      </div>
      <div className={styles.bar}><Norm row={row} most={most} /><span className="nowrap">{t("days", { n: count(row.away_days), count: row.away_days })}</span></div>
      <div><Why row={row} /></div>
      {doing ? <Told row={row} doing={doing} acts={acts} /> : <div className="between"><div className="grow small"><Advice row={row} /></div><Acting row={row} acts={acts} primary={primary} /></div>}
    </li>
  );
}
