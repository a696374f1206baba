import { useTranslation } from "react-i18next";
import type { MessageState } from "@/api/messageTypes";

const TONES: Record<MessageState, string> = { waiting: "tag", claimed: "tag", sent: "tag acc", delivered: "tag acc", failed: "tag warn", unknown: "tag bad", dropped: "tag" };

export function MessageTag({ state }: { state: MessageState }) {
  const { t } = useTranslation("messages");
  return <span className={TONES[state]}>{t(`state.${state}`)}</span>;
}
