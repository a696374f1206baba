import { useMutation } from "@tanstack/react-query";
import { Button, Drawer, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { Endpoint, SecretMade } from "@/api/vendorTypes";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";
import { SecretShown } from "./SecretShown";

const OVERLAPS = [0, 24, 168] as const;

/** A new secret; for a while both sign, so that the receiver may change over in between. */
export function RotateSecret({ row, path, close }: { row: Endpoint; path: string; close: () => void }) {
  const { t } = useTranslation("webhooks");
  const problemText = useProblemText();
  const [hours, setHours] = useState<number>(24);
  const rotate = useMutation({ mutationFn: () => api.post<SecretMade>(`${path}/rotate`, { overlap_hours: hours }) });
  return (
    <Drawer title={t("rotate.title")} open onClose={close} size={640} mask={{ closable: !rotate.data }} keyboard={!rotate.data}>
      {rotate.data ? (
        <div className="stack">
          <SecretShown secret={rotate.data.secret} />
          <div><Button type="primary" onClick={close}>{t("kept")}</Button></div>
        </div>
      ) : (
        <form
          className="stack" onSubmit={(event) => {
            event.preventDefault();
            rotate.mutate();
          }}
        >
          <p style={{ overflowWrap: "anywhere" }}>{t("rotate.about", { url: row.url })}</p>
          <Field id="secret-overlap" label={t("rotate.overlap")}>
            <Radio.Group id="secret-overlap" value={hours} onChange={({ target }) => setHours(Number(target.value))} vertical options={OVERLAPS.map((value) => ({ value, label: t(`rotate.overlaps.${value}`) }))} />
          </Field>
          {rotate.isError && <p className="bad" role="alert">{problemText(rotate.error)}</p>}
          <div><Button type="primary" htmlType="submit" danger={hours === 0} loading={rotate.isPending}>{t("rotate.do")}</Button></div>
        </form>
      )}
    </Drawer>
  );
}
