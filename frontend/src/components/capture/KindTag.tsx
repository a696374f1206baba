import { useTranslation } from "react-i18next";
import type { Interaction } from "@/api/guestDeskTypes";
import { useSaying } from "@/components/value/words";

/** What it was: a complaint that is open is warm, one past its time is red, and everything else is quiet. */
export function KindTag({ one }: { one: Pick<Interaction, "kind" | "open" | "overdue" | "topic_name"> }) {
  const { t } = useTranslation("complaints");
  const { say } = useSaying();
  const tone = one.open && one.overdue ? "tag bad" : one.open && one.kind === "complaint" ? "tag warn" : "tag";
  return <span className={tone}>{[t(`kind.${one.kind}`), say(one.topic_name)].filter(Boolean).join(" · ")}</span>;
}
