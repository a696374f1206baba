import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { KeyMade, KeyRow } from "@/api/vendorTypes";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";
import { useScope } from "@/session/scope";
import { KeyShown } from "./KeyShown";

const OVERLAPS = [0, 24, 168, 720] as const;
const HOUR_MS = 3_600_000;

/** A new key in the place of this one; both work for a while, so that nothing stops. */
export function RotateKey({ row, close }: { row: KeyRow; close: () => void }) {
  const { t } = useTranslation("keys");
  const { chain } = useScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [hours, setHours] = useState<number>(168);
  const rotate = useMutation({
    mutationFn: async () => {
      const made = await api.post<KeyMade>(`/chains/${chain.slug}/keys/${row.id}/rotate`, { overlap_hours: hours });
      const ends = new Date(Date.now() + hours * HOUR_MS).toISOString();
      return { made, until: hours === 0 ? null : row.expires_at && row.expires_at < ends ? row.expires_at : ends };
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["keys"] }),
  });
  return (
    <Drawer title={t(rotate.data ? "once.head" : "rotateTitle", { name: row.name })} open onClose={close} size={640} mask={{ closable: !rotate.data }} keyboard={!rotate.data}>
      {rotate.data ? <KeyShown made={rotate.data.made} replaces={{ prefix: `${row.prefix}…`, until: rotate.data.until }} done={close} /> : (
        <form
          className="stack" onSubmit={(event) => {
            event.preventDefault();
            rotate.mutate();
          }}
        >
          <p>{t("rotateAbout")}</p>
          <Field id="overlap" label={t("overlap")}>
            <Radio.Group id="overlap" value={hours} onChange={({ target }) => setHours(Number(target.value))} vertical options={OVERLAPS.map((value) => ({ value, label: t(`overlaps.${value}`) }))} />
          </Field>
          {rotate.isError && <p className="bad" role="alert">{problemText(rotate.error)}</p>}
          <div><Button type="primary" htmlType="submit" danger={hours === 0} loading={rotate.isPending}>{t("rotateDo")}</Button></div>
        </form>
      )}
    </Drawer>
  );
}
