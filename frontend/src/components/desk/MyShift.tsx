import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { shiftDay } from "@/api/desk";
import { spanOf } from "@/api/deskChanges";
import type { MyFigures } from "@/api/deskTypes";
import { Panel } from "@/components/Panel";
import { Bone } from "@/components/States";
import { count, hours, rate } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./myshift.module.css";

/** What I did: confirmed today, on time and how fast this week, contacts against the target. */
export function MyFiguresList({ mine }: { mine: MyFigures | undefined }) {
  const { t } = useTranslation("desk");
  const shown = (text: string) => (mine ? text : <Bone width={40} />);
  return (
    <dl className={styles.mine}>
      <div><dt>{t("mine.confirmed")}</dt><dd>{shown(count(mine?.confirmed))}</dd></div>
      <div><dt>{t("mine.onTime")}</dt><dd>{shown(rate(mine?.on_time_rate))}</dd></div>
      <div><dt>{t("mine.takes")}</dt><dd>{shown(mine?.median_hours == null ? "–" : t("mine.hours", { n: hours(mine.median_hours) }))}</dd></div>
      <div><dt>{t("mine.contacts")}</dt><dd>{shown(count(mine?.contacts))}{mine?.contacts_target != null && <small> / {count(mine.contacts_target)}</small>}</dd></div>
    </dl>
  );
}

/** The same as a panel beside other work, with the way to the shift. */
export function MyShift() {
  const { t } = useTranslation("desk");
  const { api: house, path } = usePropertyScope();
  const { data, isError } = useQuery(shiftDay(house, null));
  if (isError && !data) return null;
  return (
    <Panel title={t("mine.title")} footer={<><span>{data && `${data.shift.name} ${spanOf(data.shift)}`}</span><Link to={`${path}/shift`}>{t("mine.more")}</Link></>}>
      <MyFiguresList mine={data?.mine} />
    </Panel>
  );
}
