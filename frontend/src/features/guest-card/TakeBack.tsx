import { useTranslation } from "react-i18next";
import type { Had } from "@/api/guestDeskTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { useAct } from "@/components/value/useAct";
import styles from "./desk.module.css";

/** One touch: what was put down did not happen. The line stays, and a row of its own takes it back. */
export function TakeBack({ guest, id, what }: { guest: string; id: string; what: string }) {
  const { t } = useTranslation("guest-desk");
  const problemText = useProblemText();
  const act = useAct<Had>();
  if (act.data) return <span className="cap t3 row" role="status"><Icon name="check" />{t("had.takenBack")}</span>;
  return (
    <>
      <button type="button" className={styles.link} disabled={act.isPending} aria-label={t("had.takeBackOf", { what })} onClick={() => act.mutate({ path: `/guests/${guest}/consumption/${id}/take-back`, body: {} })}>{t("had.takeBack")}</button>
      {act.isError && <span className="bad cap" role="alert">{problemText(act.error)}</span>}
    </>
  );
}
