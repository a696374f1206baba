import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "@/api/client";
import { useProblemText } from "./problems";

interface EmptyProps {
  /** What is not there yet. */
  title: React.ReactNode;
  /** The next step, in words. */
  children?: React.ReactNode;
  action?: React.ReactNode;
}

/** Nothing here, and what to do about it. */
export function EmptyState({ title, children, action }: EmptyProps) {
  return (
    <div style={{ padding: "32px 20px", textAlign: "center" }}>
      <div className="b">{title}</div>
      {children && <p className="t2" style={{ marginTop: 4 }}>{children}</p>}
      {action && <div style={{ marginTop: 16 }}>{action}</div>}
    </div>
  );
}

/** What happened, what was kept, what to do. */
export function ErrorState({ problem, retry }: { problem: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const requestId = problem instanceof ApiProblem ? problem.requestId : null;
  // Asking again changes nothing about what one may see.
  const again = problem instanceof ApiProblem && problem.status === 403 ? undefined : retry;
  return (
    <div role="alert" style={{ padding: "32px 20px", textAlign: "center" }}>
      <p className="b">{problemText(problem)}</p>
      <p className="t3 cap" style={{ marginTop: 4 }}>
        {t("problem.kept")}
        {requestId && ` · ${t("problem.id", { id: requestId })}`}
      </p>
      {again && (
        <div style={{ marginTop: 16 }}>
          <Button onClick={again}>{t("retry")}</Button>
        </div>
      )}
    </div>
  );
}

/** A quiet block where a text will stand. */
export const Bone = ({ width, height = 10 }: { width: number | string; height?: number }) => (
  <span className="bone" style={{ width, height, borderRadius: height / 2 }} aria-hidden="true" />
);

/** A panel's body while it loads, as tall as what will come. */
export function Bones({ height, lines = 4 }: { height: number; lines?: number }) {
  const { t } = useTranslation();
  return (
    <div style={{ height, display: "grid", alignContent: "space-around" }} role="status" aria-label={t("loading")}>
      {Array.from({ length: lines }, (_, line) => (
        <Bone key={line} width={`${92 - ((line * 17) % 40)}%`} />
      ))}
    </div>
  );
}
