import { useTranslation } from "react-i18next";
import type { OpenComplaint, Say } from "@/api/deskTypes";
import { Icon } from "@/components/Icon";
import { useSaying } from "@/components/value/words";
import { money } from "@/lib/numbers";
import styles from "./tasks.module.css";

/** What to say to this guest, the most valuable first; what it is worth stands behind it. */
export function SayList({ say: list, most = 3 }: { say: readonly Say[]; most?: number }) {
  const { say } = useSaying();
  if (list.length === 0) return null;
  return (
    <ol className={styles.saying}>
      {list.slice(0, most).map(({ code, says, value }) => (
        <li key={code}><span>{say(says)}{value && Number(value) > 0 && <>{" "}<span className={styles.worth}>{money(value)}</span></>}</span></li>
      ))}
    </ol>
  );
}

/** What went wrong last time and is not settled. */
export function OpenComplaints({ complaints }: { complaints: readonly OpenComplaint[] }) {
  const { t } = useTranslation("desk");
  return complaints.map(({ id, day, text, owner_name: owner }) => (
    <p key={id} className={styles.trouble}>
      <Icon name="warn" />
      <span>{t(owner ? "complaint.owned" : "complaint.open", { on: day.slice(5), text, name: owner })}</span>
    </p>
  ));
}
