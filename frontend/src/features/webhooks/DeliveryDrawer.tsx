import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { DeliveryShown } from "@/api/vendorTypes";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { CodeBlock } from "@/components/vendors/CodeBlock";
import { useTypeWord } from "@/components/vendors/words";
import { moment } from "@/lib/dates";
import { useScope } from "@/session/scope";
import { DeliveryTag } from "./Deliveries";
import { isOpen, took } from "./lists";
import { useErrorWord } from "./useErrorWord";
import styles from "./webhooks.module.css";

const LOOK_AGAIN_MS = 2_000;

/** One delivery: what was sent, every try with what came back, and sending it again. */
export function DeliveryDrawer({ path, close }: { path: string; close: () => void }) {
  const { t } = useTranslation("webhooks");
  const { timeZone } = useScope();
  const word = useTypeWord();
  const errorWord = useErrorWord();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const delivery = useQuery({
    queryKey: ["webhooks", path],
    queryFn: () => api.get<DeliveryShown>(path),
    refetchInterval: ({ state: { data } }) => (data && isOpen(data) ? LOOK_AGAIN_MS : false),
  });
  const replay = useMutation({
    mutationFn: () => api.post(`${path}/replay`),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["webhooks"] });
      message.success(t("replay.one"));
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  const shown = delivery.data;
  const at = (time: string | null) => moment(time, timeZone);
  return (
    <Drawer title={shown ? <span>{shown.type === "ping" ? t("log.ping") : word(shown.type)} {shown.event && <code className="cap t3">{shown.event}</code>}</span> : t("log.one")} open onClose={close} size={640} extra={shown?.event && <Button loading={replay.isPending} onClick={() => replay.mutate()}>{t("replay.again")}</Button>}>
      {delivery.isError ? <ErrorState problem={delivery.error} retry={() => void delivery.refetch()} /> : !shown ? <Bones height={320} lines={6} /> : (
        <div className="stack">
          <p><DeliveryTag state={shown.state} /> <span className="t2">{shown.next_at ? t("log.nextAt", { at: at(shown.next_at) }) : shown.delivered_at ? t("log.deliveredAt", { at: at(shown.delivered_at) }) : ""}</span></p>
          <section>
            <h3 className="b" style={{ marginBottom: 4 }}>{t("log.attempts", { n: shown.attempts.length, count: shown.attempts.length })}</h3>
            {shown.attempts.length === 0 && <p className="t3">{t("log.notYet")}</p>}
            <ol className={styles.tries}>
              {shown.attempts.toReversed().map((attempt, index) => (
                <li key={`${attempt.at}-${index}`}>
                  <div className="between"><span><b className={attempt.status !== null && attempt.status < 300 ? "good" : "bad"}>{attempt.status ?? t("log.noAnswer")}</b> <span className="cap t3">{took(attempt.duration_ms)}</span></span><span className="cap t3">{at(attempt.at)}</span></div>
                  {attempt.error && <p className="small bad">{errorWord(attempt.error)}</p>}
                  {attempt.answer && <pre className={styles.answer} aria-label={t("log.answer")}>{attempt.answer}</pre>}
                </li>
              ))}
            </ol>
          </section>
          <section>
            <h3 className="b" style={{ marginBottom: 4 }}>{t("log.payload")}</h3>
            <CodeBlock code={JSON.stringify(shown.payload, null, 2)} label={t("log.payload")} />
          </section>
        </div>
      )}
    </Drawer>
  );
}
