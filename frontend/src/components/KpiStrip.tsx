interface KpiProps {
  label: React.ReactNode;
  /** Small, at the right of the label: the target. */
  aside?: React.ReactNode;
  children: React.ReactNode;
  delta?: React.ReactNode;
  sub?: React.ReactNode;
  trend?: React.ReactNode;
}

export function Kpi({ label, aside, children, delta, sub, trend }: KpiProps) {
  return (
    <div className="kpi">
      <div className="label">
        <span>{label}</span>
        {aside && <span className="cap t3">{aside}</span>}
      </div>
      <div className="line">
        {children}
        {delta}
      </div>
      {sub && <div className="sub">{sub}</div>}
      {trend && <div className="trend">{trend}</div>}
    </div>
  );
}

const WIDTHS: Record<number, string> = { 3: "kpis three", 4: "kpis", 5: "kpis five" };

/** Key figures in one framed strip. */
export function KpiStrip({ figures, children }: { figures: 3 | 4 | 5; children: React.ReactNode }) {
  return <div className={WIDTHS[figures]}>{children}</div>;
}
