import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { actOnGuest } from "@/api/winning";
import type { CardLifecycle } from "@/api/winningTypes";
import { commonEnd, NormBar } from "@/components/charts/NormBar";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { randomId } from "@/lib/intent";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./lifecycle.module.css";
import { slips } from "./slipping";

/** Where the guest stands and why: how long away, against what is usual. */
export function Lifecycle({ guest, life }: { guest: string; life: CardLifecycle }) {
  const { t } = useTranslation("lifecycle");
  const { say } = useSaying();
  const { may } = usePropertyScope();
  const { norm } = life;
  const tone = life.deviation === "late" ? "late" : life.deviation === "early" ? "early" : "plain";
  const warns = slips(life.stage);
  return (
    <section className={`panel ${styles.life ?? ""} ${warns ? (styles.slips ?? "") : ""}`} aria-label={t("title")}>
      <div className={styles.head}>
        {life.away_days > 0 && <div className={styles.away}><b className={warns ? "warn" : undefined}>{count(life.away_days)}</b><span>{t("away", { count: life.away_days })}</span></div>}
        <div className="grow">
          <h2 className="h2">{say(life.says)}</h2>
          <p className="cap t3"><span className="tag">{t("tier", { tier: say(life.value_tier_says) })}</span> {[t("since", { stage: t(`stage.${life.stage}`, { ns: "common" }), on: life.stage_since }), norm?.fallback_says && say(norm.fallback_says)].filter(Boolean).join(t("semicolon"))}</p>
        </div>
        {may("greet_guests") && warns && <Contacted guest={guest} />}
      </div>
      {norm && (
        <div className={styles.norm}>
          <NormBar range={norm} days={life.away_days} tone={tone} most={commonEnd([{ days: life.away_days, upper: norm.upper }])} label={t("normSays", { days: life.away_days, lower: Math.round(norm.lower), upper: Math.round(norm.upper), median: Math.round(norm.median) })} />
          <span className="cap t3">{t("normOf", { whose: say(norm.from_says) })}{life.due_on && t("due", { on: life.due_on })}</span>
        </div>
      )}
    </section>
  );
}

/** Somebody rang or spoke to the guest: noted, so that nobody does it again tomorrow. */
function Contacted({ guest }: { guest: string }) {
  const { t } = useTranslation("lifecycle");
  const { api: house } = usePropertyScope();
  const problemText = useProblemText();
  const [key] = useState(randomId);
  const note = useMutation({ mutationFn: () => actOnGuest(house, guest, { act: "call" }, key) });
  if (note.data) return <span className="cap t2 nowrap" role="status"><Icon name="check" /> {t("contacted", { until: note.data.hidden_until ?? "" })}</span>;
  return (
    <span>
      <Button onClick={() => note.mutate()} loading={note.isPending}>{t("contact")}</Button>
      {note.isError && <span className="cap bad" role="alert">{problemText(note.error)}</span>}
    </span>
  );
}
