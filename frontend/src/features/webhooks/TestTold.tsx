import { useTranslation } from "react-i18next";
import { Button } from "antd";
import type { DeliveryShown } from "@/api/vendorTypes";
import { AnswerLine } from "@/components/PageHead";
import { took } from "./lists";

/** What the address answered to the test just now. */
export function TestTold({ delivery, close }: { delivery: DeliveryShown; close: () => void }) {
  const { t } = useTranslation("webhooks");
  const last = delivery.last;
  const good = delivery.state === "delivered";
  const answer = delivery.attempts.at(-1)?.answer;
  return (
    <div role="status">
      <AnswerLine tone={good ? "calm" : "act"} lead={t(good ? "testTold.good" : "testTold.bad")} action={<Button size="small" onClick={close}>{t("testTold.close")}</Button>}>
        {last && (last.status === null ? t("testTold.noAnswer", { error: last.error, took: took(last.duration_ms) }) : t("testTold.answered", { status: last.status, took: took(last.duration_ms) }))}
        {answer && <code className="cap t3" style={{ display: "block", overflowWrap: "anywhere" }}>{answer.slice(0, 300)}</code>}
      </AnswerLine>
    </div>
  );
}
