import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { suggestedSegments } from "@/api/segments";
import { Panel } from "@/components/Panel";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import styles from "./segments.module.css";

/** Segments that most houses want: one touch, and the rule is there to be changed. */
export function Ideas() {
  const { t } = useTranslation("segments");
  const { say } = useSaying();
  const { api, path } = usePropertyScope();
  const rows = (useQuery(suggestedSegments(api)).data ?? []).filter(({ kept }) => !kept);
  if (rows.length === 0) return null;
  return (
    <Panel title={t("ideas.title")} says={t("ideas.says")}>
      <ul className={styles.ideas}>
        {rows.map((row) => <li key={row.code}><Link to={`${path}/segments/new?like=${row.code}`} title={say(row.told)}><b className="b">{say(row.name)}</b><span>{say(row.use)}</span></Link></li>)}
      </ul>
    </Panel>
  );
}
