import { useMutation } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import type { ChainStaff, ChainWhole } from "@/api/operatorTypes";
import type { Session } from "@/api/types";
import { useProblemText } from "@/components/problems";
import { landing } from "@/session/landing";
import { REASON_MIN } from "./judging";
import { ReasonField } from "./ReasonField";

/** Begins to look at a chain as one of its people: for a reason, for half an hour, reading only. */
export function Impersonate({ chain, person, close }: { chain: ChainWhole; person: ChainStaff; close: () => void }) {
  const { t } = useTranslation("operator");
  const problemText = useProblemText();
  const [reason, setReason] = useState("");
  const begin = useMutation({
    mutationFn: () => api.post<Session>("/operator/impersonations", { chain: chain.slug, staff: person.id, reason: reason.trim() }),
    // By a new page: it is somebody else's console from here on.
    onSuccess: (session) => window.location.assign(landing(session)),
  });
  return (
    <Modal title={t("eyes.title", { staff: person.name, chain: chain.name })} open onCancel={close} footer={null} destroyOnHidden>
      <form
        className="stack" onSubmit={(event) => {
          event.preventDefault();
          begin.mutate();
        }}
      >
        <ul className="small" style={{ listStyle: "disc", paddingLeft: 18, display: "grid", gap: 4 }}>{(["reads", "told", "logged"] as const).map((rule) => <li key={rule}>{t(`eyes.${rule}`)}</li>)}</ul>
        <ReasonField id="eyes-reason" label={t("reasonIs")} hint={t("eyes.reasonHint", { n: REASON_MIN, count: REASON_MIN })} least={REASON_MIN} value={reason} change={setReason} problem={begin.error instanceof ApiProblem ? begin.error.about("reason") : undefined} />
        {begin.isError && <p className="bad" role="alert">{problemText(begin.error)}</p>}
        <div><Button type="primary" htmlType="submit" loading={begin.isPending} disabled={reason.trim().length < REASON_MIN}>{t("eyes.begin")}</Button></div>
      </form>
    </Modal>
  );
}
