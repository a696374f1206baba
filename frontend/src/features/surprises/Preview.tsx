import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import type { SurpriseBody, SurprisePreview } from "@/api/deskTypes";
import { useProblemText } from "@/components/problems";
import { Bone } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { count, money } from "@/lib/numbers";
import { useSettled } from "@/lib/settled";
import { usePropertyScope } from "@/session/scope";
import { bodyOf, isWhole } from "./rule";
import styles from "./surprises.module.css";

/** How long one pauses before it is counted anew. */
const PAUSE_MS = 400;

const previewed = (house: string, body: SurpriseBody) => ({
  queryKey: [house, "surprise-preview", body], queryFn: () => api.post<SurprisePreview>(`${house}/desk/surprise-rules/preview`, body), enabled: isWhole(body), gcTime: 60_000, retry: false as const,
});

/** Whom a rule surprises in the next days and what that costs, and what it would have come to: counted while it is put together. */
export function Preview({ draft }: { draft: SurpriseBody }) {
  const { t } = useTranslation("surprises");
  const { api: house } = usePropertyScope();
  const problemText = useProblemText();
  const asked = useSettled(draft, PAUSE_MS);
  const body = bodyOf({ ...asked, name: asked.name || "–" });
  const { data, isError, error } = useQuery({ ...previewed(house, body), placeholderData: keepPreviousData });
  if (!isWhole(body)) return <p className={`${styles.preview ?? ""} t3`}>{t("preview.later")}</p>;
  if (isError) return <p className={`${styles.preview ?? ""} bad`} role="alert">{problemText(error)}</p>;
  if (!data) return <p className={styles.preview}><Bone width="60%" /></p>;
  return <Previewed data={data} />;
}

function Previewed({ data }: { data: SurprisePreview }) {
  const { t } = useTranslation("surprises");
  const { path } = usePropertyScope();
  const { say } = useSaying();
  const { coming, arrivals, examples } = data;
  // Where nobody has noted a cost, there is none to tell.
  const costs = (cost: string | null) => cost !== null && Number(cost) > 0;
  return (
    <div className={styles.preview} aria-live="polite">
      <p>{t(costs(data.coming_cost) ? "preview.comingCost" : "preview.coming", { n: count(coming), count: coming, cost: money(data.coming_cost) })}</p>
      {arrivals.length > 0 && (
        <ul className={styles.arrivals} aria-label={t("preview.who")}>
          {arrivals.map(({ guest, name, day, why }) => <li key={`${guest}${day}`}><span className="t3 nowrap">{day.slice(5)}</span><Link to={`${path}/guests/${guest}`}>{name}</Link><span className="t3">{say(why)}</span></li>)}
          {coming > arrivals.length && <li className="t3">{t("preview.more", { n: count(coming - arrivals.length), count: coming - arrivals.length })}</li>}
        </ul>
      )}
      <p className="t3">
        {t(costs(data.cost) ? "preview.pastCost" : "preview.past", { n: count(data.last_90_days), count: data.last_90_days, cost: money(data.cost) })}
        {arrivals.length === 0 && examples.length > 0 && (
          <> {t("preview.such")}{examples.map(({ guest, name }, index) => <span key={guest}>{index > 0 && t("preview.comma")}<Link to={`${path}/guests/${guest}`}>{name}</Link></span>)}</>
        )}
      </p>
    </div>
  );
}
