import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, DatePicker, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Endpoint, Replayed } from "@/api/vendorTypes";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";

const KEPT_DAYS = 30;

/** Sends again what happened since a moment, all of it or only what never arrived. */
export function ReplaySince({ row, path, close }: { row: Endpoint; path: string; close: () => void }) {
  const { t } = useTranslation("webhooks");
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [since, setSince] = useState<Dayjs>(() => (row.failing_since ? dayjs(row.failing_since) : dayjs().subtract(1, "day")));
  const [failedOnly, setFailedOnly] = useState(true);
  const replay = useMutation({
    mutationFn: () => api.post<Replayed>(`${path}/replay`, { since: since.toISOString(), failed_only: failedOnly }),
    onSuccess: async ({ replayed: n }) => {
      await queries.invalidateQueries({ queryKey: ["webhooks"] });
      message.success(n === 0 ? t("replay.nothing") : t("replay.done", { n, count: n }));
      close();
    },
  });
  return (
    <Modal title={t("replay.title")} open onCancel={close} footer={null} destroyOnHidden>
      <form
        className="stack" onSubmit={(event) => {
          event.preventDefault();
          replay.mutate();
        }}
      >
        <p className="t2">{t("replay.about")}</p>
        <Field id="replay-since" label={t("replay.since")} hint={t("replay.kept", { n: KEPT_DAYS, count: KEPT_DAYS })}>
          <DatePicker id="replay-since" showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" value={since} allowClear={false} minDate={dayjs().subtract(KEPT_DAYS, "day")} maxDate={dayjs()} onChange={(at) => { if (at) setSince(at); }} style={{ width: 220 }} />
        </Field>
        <Checkbox checked={failedOnly} onChange={({ target }) => setFailedOnly(target.checked)}>{t("replay.failedOnly")}</Checkbox>
        {replay.isError && <p className="bad" role="alert">{problemText(replay.error)}</p>}
        <div><Button type="primary" htmlType="submit" loading={replay.isPending}>{t("replay.do")}</Button></div>
      </form>
    </Modal>
  );
}
