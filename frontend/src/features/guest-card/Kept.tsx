import { useTranslation } from "react-i18next";
import type { GuestNotes } from "@/api/guestDeskTypes";
import styles from "./desk.module.css";

const KINDS = ["habits", "requests", "problems"] as const;

/** What was noted in words, in the order of the remark's description: habits, requests, problems. */
export function Kept({ notes }: { notes: GuestNotes | undefined }) {
  const { t } = useTranslation("guest-desk");
  const shown = KINDS.filter((kind) => (notes?.[kind].length ?? 0) > 0);
  if (!notes || shown.length === 0) return null;
  return (
    <dl className={styles.kept}>
      {shown.map((kind) => <div key={kind}><dt>{t(`kept.${kind}`)}</dt><dd>{notes[kind].join(t("semicolon"))}</dd></div>)}
    </dl>
  );
}
