import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { ImportJob } from "@/api/propertyTypes";
import { Icon } from "@/components/Icon";
import { now as present } from "@/lib/clock";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./imports.module.css";
import { isRunning } from "./queries";

const COUNTS = ["created", "updated", "unchanged", "rejected"] as const;

interface RunPanelProps {
  job: ImportJob;
  /** Why it cannot start yet, said in one line. */
  lacks: string | null;
  starting: boolean;
  start: () => void;
  stop: () => void;
  problem: React.ReactNode;
}

/** Where what a file brought is looked at. */
const AFTER = { stays: "guests", guests: "guests", contacts: "remarks", products: "products", reviews: "complaints" } as const;

/** Ready to start, running, or done: one sentence, one bar, four counts. */
export function RunPanel({ job, lacks, starting, start, stop, problem }: RunPanelProps) {
  const { t } = useTranslation("imports");
  const { path } = usePropertyScope();
  const waits = job.state === "draft" || job.state === "failed";
  const left = secondsLeft(job);
  const share = (n: number) => (job.rows > 0 ? `${(n / job.rows) * 100}%` : "0%");
  const hint = {
    draft: lacks ?? t("run.draftHint"), failed: job.problem?.detail ?? "", queued: t("run.queuedHint"), cancelled: t("run.cancelledHint"), finished: t(job.rejected > 0 ? "run.finishedRejects" : "run.finishedHint"),
    running: left === null ? t("run.leave") : `${t("run.left", { n: left, count: left })}${t("run.leave")}`,
  }[job.state];
  return (
    <section className={`panel ${styles.run ?? ""} ${job.state === "failed" ? (styles.bad ?? "") : ""}`} aria-label={t("step.run")} aria-live="polite">
      <div>
        <div className="between" style={{ flexWrap: "wrap" }}>
          <div className="row wraps" style={{ gap: "4px 12px" }}>
            <span className={styles.says}>{t(job.state === "draft" && lacks ? "run.notYet" : `run.${job.state}`, { n: count(job.rows), read: count(job.read), rows: count(job.rows) })}</span>
            <span className={job.state === "failed" || (waits && lacks) ? "bad" : "t2"}>{hint}</span>
          </div>
          {waits && <Button type="primary" size="large" disabled={lacks !== null} loading={starting} onClick={start}>{t("run.start")}</Button>}
          {isRunning(job.state) && <Button onClick={stop}>{t("run.stop")}</Button>}
          {job.state === "finished" && <Link className="btn" to={`${path}/${AFTER[job.kind]}`}>{t(`run.to_${AFTER[job.kind]}`)}</Link>}
        </div>
        {problem && <p className="bad" role="alert">{problem}</p>}
        {!waits && (
          <>
            <div className={styles.bar} role="progressbar" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(job.progress * 100)} aria-label={t("run.progress")}>
              {COUNTS.filter((key) => job[key] > 0).map((key) => <span key={key} className={styles[key]} style={{ width: share(job[key]) }} />)}
            </div>
            <div className={styles.counts}>
              {COUNTS.map((key) => (
                <div key={key}><i className={styles[key]} />{t(`count.${key}`)} <b className={key === "rejected" && job[key] > 0 ? "bad" : ""}>{count(job[key])}</b></div>
              ))}
              <div className="t3">{t("run.kept")}</div>
            </div>
          </>
        )}
      </div>
    </section>
  );
}

/** How long it will still take at the speed so far; not said before there is a speed. */
function secondsLeft({ started_at, read, rows, state }: ImportJob, now: Date = present()): number | null {
  if (state !== "running" || !started_at || read === 0) return null;
  const passed = (now.getTime() - Date.parse(started_at)) / 1000;
  return passed < 2 ? null : Math.max(1, Math.round((passed / read) * (rows - read)));
}

/** Sources nobody has mapped: they count as walk-in until somebody says what they are. */
export function UnmappedLine({ job }: { job: ImportJob }) {
  const { t } = useTranslation("imports");
  const { path, may } = usePropertyScope();
  const [first] = job.unmapped_sources;
  if (!first) return null;
  const n = job.unmapped_sources.length;
  const rows = job.unmapped_sources.reduce((sum, one) => sum + one.rows, 0);
  return (
    <footer>
      <span className="warn row" style={{ gap: 6 }}><Icon name="warn" />{t(n === 1 ? "unmapped.one" : "unmapped.many", { source: first.source, n, rows: count(rows), count: rows })}</span>
      {may("map_sources") && <Link to={`${path}/sources`}>{t("unmapped.do")}</Link>}
    </footer>
  );
}
