import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { money, percent, rate, signed } from "@/lib/numbers";
import { Bone } from "./States";

/** `41.2 %`. */
export const Rate = ({ share }: { share: number | null | undefined }) => <span className="nowrap">{rate(share)}</span>;

export const Money = ({ amount, ledger = false }: { amount: string | number | null | undefined; ledger?: boolean }) => (
  <span className="nowrap">{money(amount, ledger ? 2 : 0)}</span>
);

/** Beyond this a gap is red: red has to stay the minority of a column. */
export const FAR_PP = 12;

/**
 * A gap to the target, `−9.0 pp`, in 12 px under its value. `wants` says which side is good: a share of OTA
 * above its target is as bad as a share of members below it.
 */
export function Gap({ pp, wants = "more" }: { pp: number | null | undefined; wants?: "more" | "less" }) {
  if (pp === null || pp === undefined) return <span className="gap">–</span>;
  const short = wants === "more" ? -pp : pp;
  return <span className={short >= FAR_PP ? "gap bad" : "gap"}>{signed(pp)}&nbsp;pp</span>;
}

interface DeltaProps {
  /** The change, in the unit shown. */
  change: number | null | undefined;
  unit?: string;
  places?: number;
  /** Which way is good; either: a change that is neither, and has no colour. */
  wants?: "more" | "less" | "either";
}

/** ▲ 1.6 pp: the triangle says the direction, the colour whether that is good. */
export function Delta({ change, unit = "pp", places = 1, wants = "more" }: DeltaProps) {
  const { t } = useTranslation();
  if (change === null || change === undefined) return null;
  const size = Math.abs(change).toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });
  if (/^[0.,]*$/.test(size)) return <span className="delta t3">{t("unchanged")}</span>;
  const tone = wants === "either" ? "t2" : change > 0 === (wants === "more") ? "good" : "bad";
  return (
    <span className={`delta ${tone}`}>
      <span aria-hidden="true">{change > 0 ? "▲" : "▼"}</span>
      <span className="hidden-text">{t(change > 0 ? "up" : "down")}</span> {size}&nbsp;{unit}
    </span>
  );
}

/** A key figure's number: large digits, small unit. */
export function BigShare({ share }: { share: number | null | undefined }) {
  return (
    <span className="figure">
      {percent(share)}
      {share !== null && share !== undefined && <small>%</small>}
    </span>
  );
}

/** A figure that opens what it counts, where there is something to open. */
export function Opens({ to, label, children }: { to?: string | null | undefined; label?: string; children: React.ReactNode }) {
  if (!to) return <>{children}</>;
  return (
    <Link to={to} className="opens" title={label} onClick={(event) => event.stopPropagation()}>
      {children}
    </Link>
  );
}

/** A key figure in words of its own, or its place while it comes. */
export const BigFigure = ({ children, unit }: { children: string | undefined; unit?: string }) => (
  <span className="figure">
    {children ?? <Bone width={84} height={18} />}
    {children !== undefined && unit && <small>{unit}</small>}
  </span>
);
