import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { WaitingQuery } from "@/api/value";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import styles from "./value.module.css";

interface WaitingProps<Row> {
  query: WaitingQuery<Row>;
  label: string;
  none: string;
  noneHint: string;
  row: (one: Row) => React.ReactNode;
}

/** What waits for somebody, oldest or most urgent first, as the server orders it. */
export function WaitingList<Row extends { id: string }>({ query, label, none, noneHint, row }: WaitingProps<Row>) {
  const { t } = useTranslation("value");
  const { data, isError, error, refetch } = useQuery(query);
  if (isError && !data) return <ErrorState problem={error} retry={() => void refetch()} />;
  if (!data) return <div className={styles.waiting}><Bones height={240} lines={5} /></div>;
  if (data.results.length === 0) return <EmptyState title={none}>{noneHint}</EmptyState>;
  return (
    <>
      <ul className={styles.waiting} aria-label={label}>{data.results.map((one) => <li key={one.id}>{row(one)}</li>)}</ul>
      {data.next && <p className={`${styles.hint ?? ""} ${styles.rest ?? ""}`}>{t("waitingMore")}</p>}
    </>
  );
}
