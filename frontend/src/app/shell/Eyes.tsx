import { useMutation } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Session } from "@/api/types";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import styles from "./shell.module.css";

type Held = NonNullable<Session["impersonation"]>;
const TICK_MS = 10_000;
const MINUTE_MS = 60_000;

/** Over every page while an operator looks through somebody's eyes: who, as whom, why, how long, and the way out. */
export function Eyes({ held, children }: { held: Held; children: React.ReactNode }) {
  const { t } = useTranslation("shell");
  const { message } = App.useApp();
  const problemText = useProblemText();
  const home = `/operator/chains/${held.chain}`;
  // By a new page: nothing that somebody else was shown stays in memory.
  const leave = () => window.location.assign(home);
  const left = useLeft(held.until, leave);
  const end = useMutation({
    mutationFn: () => api.delete<Session>("/operator/impersonations/current"),
    onSuccess: leave,
    onError: (problem) => message.error(problemText(problem)),
  });
  return (
    <div className={styles.held}>
      <div className={styles.eyes} role="region" aria-label={t("eyes.label")}>
        <Icon name="eye" />
        <span className={styles.eyesSay}><b>{t("eyes.who", { operator: held.operator, staff: held.staff })}</b> <span title={held.reason}>{t("eyes.why", { reason: held.reason })}</span></span>
        <span className="nowrap">{t("eyes.left", { n: left, count: left })}</span>
        <Button size="small" loading={end.isPending} onClick={() => end.mutate()}>{t("eyes.end")}</Button>
      </div>
      {children}
    </div>
  );
}

/** Whole minutes that are left, counted down; tells when there are none. */
function useLeft(until: string, over: () => void): number {
  const minutes = () => Math.ceil((Date.parse(until) - Date.now()) / MINUTE_MS);
  const [left, setLeft] = useState(minutes);
  useEffect(() => {
    const timer = setInterval(() => {
      const now = Math.ceil((Date.parse(until) - Date.now()) / MINUTE_MS);
      setLeft(now);
      if (now <= 0) {
        clearInterval(timer);
        over();
      }
    }, TICK_MS);
    return () => clearInterval(timer);
  });
  return Math.max(0, left);
}
