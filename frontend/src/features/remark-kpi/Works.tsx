import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { RemarkFigures, RemarkRow, WrongExamples } from "@/api/types";
import { NicknameDiff } from "@/components/Nickname";
import { EmptyState } from "@/components/States";
import { count, rate } from "@/lib/numbers";
import styles from "./remarkKpi.module.css";

const WORKS = ["nickname", "tags", "phone", "description"] as const;

export const weakestWork = (total: RemarkFigures): (typeof WORKS)[number] =>
  WORKS.toSorted((a, b) => (total[`${a}_rate`] ?? 1) - (total[`${b}_rate`] ?? 1))[0] ?? "nickname";

/** The four works one by one, against the target of the whole. */
export function Works({ total, target, suspects }: { total: RemarkFigures; target: number; suspects: readonly RemarkRow[] }) {
  const { t } = useTranslation("remark-kpi");
  return (
    <div className={styles.works}>
      {WORKS.map((work) => {
        const done = total[`${work}_rate`];
        return (
          <div key={work}>
            <div className="between">
              <span className="cut"><span className="b">{t(`works.${work}`)}</span> <span className="cap t3">{t(`works.${work}Is`)}</span></span>
              <span className="nowrap"><span className="b">{rate(done)}</span> <span className="cap t2">{count(done === null ? null : Math.round(done * total.due))}</span></span>
            </div>
            <span className={styles.track} aria-hidden="true">
              <b style={{ width: `${(done ?? 0) * 100}%` }} />
              <i style={{ left: `${target}%` }} />
            </span>
          </div>
        );
      })}
      <hr className="hr" style={{ width: "100%", margin: "2px 0" }} />
      <div>
        <div className="between small">
          <span className="t2">{t("works.noneNoted")}</span>
          <span className={(total.none_noted_share ?? 0) > 0.3 ? "warn b" : "b"}>{rate(total.none_noted_share)}</span>
        </div>
        {suspects.length > 0 && (
          <p className="cap t3">
            {t("works.suspects", { names: suspects.map((row) => `${row.staff?.name ?? ""} ${rate(row.none_noted_share)}`).join(t("comma")) })}
          </p>
        )}
      </div>
    </div>
  );
}

/** What was written and what it should have been, by what is wrong with it. */
export function WrongNicknames({ kinds }: { kinds: readonly WrongExamples[] }) {
  const { t } = useTranslation("remark-kpi");
  const found = kinds.filter(({ n }) => n > 0).toSorted((a, b) => b.n - a.n);
  if (found.length === 0) return <EmptyState title={t("wrong.none")} />;
  return (
    <ul className={styles.wrong}>
      {found.map(({ kind, n, examples }) => (
        <li key={kind}>
          <div className="between">
            <span className="b">{t(`wrong.kind.${kind}`)}</span>
            <span className="t2">{t("wrong.n", { n: count(n), count: n })}</span>
          </div>
          {examples.slice(0, 1).map(({ property, guest_id, written, expected }) => (
            <Link key={guest_id} className="opens" to={`/p/${property}/guests/${guest_id}`} style={{ display: "block" }}>
              <span className={styles.text}><span className="cap t3">{t("wrong.written")}</span><span><NicknameDiff text={written} other={expected} as="written" /></span></span>
              <span className={styles.text}><span className="cap t3">{t("wrong.expected")}</span><span><NicknameDiff text={expected} other={written} as="expected" /></span></span>
            </Link>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** Two or more of those who answer "none noted" far more often than the rest. */
export function suspectsOf(rows: readonly RemarkRow[], total: RemarkFigures): RemarkRow[] {
  const usual = total.none_noted_share ?? 0;
  return rows
    .filter((row) => row.staff && (row.none_noted_share ?? 0) > Math.max(0.5, usual * 1.8) && row.complete >= 10)
    .toSorted((a, b) => (b.none_noted_share ?? 0) - (a.none_noted_share ?? 0))
    .slice(0, 2);
}
