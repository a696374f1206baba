import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Switch } from "antd";
import { useTranslation } from "react-i18next";
import { api as http } from "@/api/client";
import { sharing } from "@/api/programme";
import type { Sharing } from "@/api/programmeTypes";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { useScope } from "@/session/scope";
import styles from "./programme.module.css";

const WHAT = ["tiers", "points", "cards"] as const;

/** What holds across the chain's properties; everything is off until HQ switches it on. */
export function SharingPanel() {
  const { t } = useTranslation("programme");
  const { api, may } = useScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const found = useQuery(sharing(api));
  const change = useMutation({
    mutationFn: (part: Partial<Sharing>) => http.patch<Sharing>(`${api}/sharing`, part),
    onSuccess: (now) => queries.setQueryData(sharing(api).queryKey, now),
  });
  return (
    <Panel title={t("sharing.title")} says={t("sharing.says")}>
      {found.isError ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : !found.data ? <Bones height={150} lines={4} /> : (
        <div className={styles.shares}>
          {WHAT.map((what) => (
            <div key={what} className={styles.share}>
              <Switch size="small" id={`share-${what}`} checked={found.data[what]} disabled={!may("manage_chain")} loading={change.isPending && change.variables[what] !== undefined} onChange={(on) => change.mutate({ [what]: on })} style={{ marginTop: 3 }} />
              <label htmlFor={`share-${what}`}><span>{t(`sharing.${what}`)}</span><span className="small t2" style={{ display: "block" }}>{t(`sharing.${what}Is`)}</span></label>
            </div>
          ))}
          {change.isError && <p className="bad small" role="alert">{problemText(change.error)}</p>}
          {!may("manage_chain") && <p className="cap t3">{t("sharing.owner")}</p>}
        </div>
      )}
    </Panel>
  );
}
