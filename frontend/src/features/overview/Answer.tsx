import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AnswerLine } from "@/components/PageHead";
import { Bone } from "@/components/States";
import { points, rate } from "@/lib/numbers";
import type { Period } from "@/lib/period";
import { useScope } from "@/session/scope";
import type { OverviewRow } from "./data";
import type { MeasureGap } from "./worst";

/** Which property first, and why: its worst gaps in words. */
export function Answer({ rows, period }: { rows: readonly OverviewRow[] | undefined; period: Period }) {
  const { t } = useTranslation("overview");
  const { membership } = useScope();
  if (!rows) return <AnswerLine tone="calm"><Bone width="55%" /></AnswerLine>;
  const [first] = rows;
  if (!first || first.gaps.length === 0) return <AnswerLine tone="calm">{t("answer.nothing")}</AnswerLine>;
  const findings = first.short.slice(0, 2);
  if (findings.length === 0) {
    return <AnswerLine tone="calm" lead={t(`answer.calm.${period.against}`)}>{t("answer.calmMore", { n: rows.length, count: rows.length })}</AnswerLine>;
  }
  const worstOfAll = findings.filter(({ measure, short }) =>
    rows.every(({ gaps }) => (gaps.find((one) => one.measure === measure)?.short ?? 0) <= short),
  );
  const says = ({ measure, share, pp, short }: MeasureGap) =>
    t(`answer.${period.against === "target" ? "gap" : "change"}.${measure}`, { value: rate(share), pp: points(pp), size: short.toFixed(1) });
  const canOpen = membership.properties.some(({ slug }) => slug === first.row.property);
  return (
    <AnswerLine
      tone="act" lead={t("answer.lead", { name: first.row.name })}
      action={canOpen && <Link className="btn small" to={`/p/${first.row.property}/reports`}>{t("answer.open", { name: first.row.name })}</Link>}
    >
      {findings.map(says).join(t("answer.join"))}
      {t("answer.end")}
      {rows.length > 1 && worstOfAll.length > 0 && t(worstOfAll.length === findings.length ? (findings.length === 2 ? "answer.bothWorst" : "answer.oneWorst") : "answer.someWorst")}
    </AnswerLine>
  );
}
