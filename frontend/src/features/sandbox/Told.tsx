import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "@/components/States";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { counted, type Journey, type NightTold } from "./moving";
import styles from "./sandbox.module.css";

/** What the nights on the way brought, newest first. */
export function Told({ journey }: { journey: Journey }) {
  const { t } = useTranslation("sandbox");
  if (journey.days.length === 0) return <EmptyState title={t("quiet")}>{t("quietHint")}</EmptyState>;
  return <ul className={styles.nights}>{journey.days.toReversed().map((night) => <Night key={night.day} night={night} />)}</ul>;
}

function Night({ night }: { night: NightTold }) {
  const { t, i18n } = useTranslation("sandbox");
  const { path, may } = usePropertyScope();
  const counts = counted(night).map(([key, n]) => t(`count.${key}`, { n: count(n), count: n, defaultValue: `${key} ${n}` }));
  return (
    <li>
      <div className="between"><b className="b">{night.day}</b><span className="cap t3">{counts.join(" · ")}</span></div>
      <ul>
        {night.happened.map(({ guest, says, code }, n) => (
          <li key={`${guest.id}-${code}-${n}`} className="small">
            {may("see_guests") ? <Link to={`${path}/guests/${guest.id}`}>{guest.name}</Link> : guest.name} <span className="t2">{i18n.language === "en" ? says.en : says.zh}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}
