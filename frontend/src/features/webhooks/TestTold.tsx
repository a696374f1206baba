import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { DeliveryShown } from "@/api/vendorTypes";
import { AnswerLine } from "@/components/PageHead";
import { isOpen, took } from "./lists";
import { useErrorWord } from "./useErrorWord";

const LOOK_AGAIN_MS = 700;

/** What the address answers to a test: looked at until it has. */
export function TestTold({ path, close }: { path: string; close: () => void }) {
  const { t } = useTranslation("webhooks");
  const errorWord = useErrorWord();
  const delivery = useQuery({
    queryKey: ["webhooks", path],
    queryFn: () => api.get<DeliveryShown>(path),
    refetchInterval: ({ state: { data } }) => (!data || isOpen(data) ? LOOK_AGAIN_MS : false),
  });
  const told = delivery.data;
  const queries = useQueryClient();
  const answered = told !== undefined && !isOpen(told);
  useEffect(() => {
    // The address's state and its log have changed with it.
    if (answered) void queries.invalidateQueries({ queryKey: ["webhooks"] });
  }, [answered, queries]);
  const action = <Button size="small" onClick={close}>{t("testTold.close")}</Button>;
  if (!told || isOpen(told)) return <div role="status"><AnswerLine tone="calm" lead={t("testTold.sent")} action={action}>{t("testTold.waits")}</AnswerLine></div>;
  const last = told.attempts.at(-1);
  const good = told.state === "delivered";
  return (
    <div role="status">
      <AnswerLine tone={good ? "calm" : "act"} lead={t(good ? "testTold.good" : "testTold.bad")} action={action}>
        {last && (last.status === null ? t("testTold.noAnswer", { error: errorWord(last.error), took: took(last.duration_ms) }) : t("testTold.answered", { status: last.status, took: took(last.duration_ms) }))}
        {last?.answer && <code className="cap t3" style={{ display: "block", overflowWrap: "anywhere" }}>{last.answer.slice(0, 300)}</code>}
      </AnswerLine>
    </div>
  );
}
