import { useTranslation } from "react-i18next";
import { dueOf } from "@/lib/due";
import { usePropertyScope } from "@/session/scope";

/** A remark's deadline: warm within the hour, red once past, else plain text. */
export function DueTag({ at }: { at: string | null }) {
  const { t } = useTranslation("desk");
  const { timeZone } = usePropertyScope();
  const due = dueOf(at, timeZone);
  const when = t(`due.${due.key}`, { minutes: due.minutes, count: due.minutes, day: due.day, time: due.time });
  if (due.tone === "late") return <span className="tag bad" title={when}>{t("due.late", { when: due.key === "day" ? due.day : t(`due.late_${due.key}`, { time: due.time }) })}</span>;
  if (due.tone === "soon") return <span className="tag warn">{when}</span>;
  return <span className="t2 nowrap">{when}</span>;
}
