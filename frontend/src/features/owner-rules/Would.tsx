import type { UseMutationResult } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { OwnersPreview } from "@/api/deskRuleTypes";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./ownerRules.module.css";

type Act = UseMutationResult<OwnersPreview, Error, void>;

interface WouldProps {
  dirty: boolean;
  empty: boolean;
  fixed: boolean;
  preview: Act;
  apply: Act;
}

/** What the rules would do with those whom nobody looks after: shown first, done by a second touch. */
export function Would({ dirty, empty, fixed, preview, apply }: WouldProps) {
  const { t } = useTranslation("owner-rules");
  const { path } = usePropertyScope();
  const problemText = useProblemText();
  const told = apply.data ?? preview.data;
  const most = Math.max(1, ...(told?.by.map(({ n }) => n) ?? []));
  const problem = apply.error ?? preview.error;
  return (
    <Panel title={t("would.title")} says={t("would.says")} footer={<Link to={`${path}/owners`}>{t("would.workload")}</Link>}>
      {dirty ? <p className="t2">{t("would.saveFirst")}</p> : (
        <div className="row wraps">
          <Button loading={preview.isPending} disabled={empty} onClick={() => { apply.reset(); preview.mutate(); }}>{t("would.look")}</Button>
          {!fixed && preview.data && !apply.data && preview.data.unowned > preview.data.nobody && <Button type="primary" loading={apply.isPending} onClick={() => apply.mutate()}>{t("would.do", { n: count(preview.data.unowned - preview.data.nobody), count: preview.data.unowned - preview.data.nobody })}</Button>}
        </div>
      )}
      {problem && <p className="bad cap" role="alert">{problemText(problem)}</p>}
      {told && !dirty && (
        <div className={styles.would} role="status">
          <p>{apply.data ? t("would.done") : told.unowned === 0 ? t("would.none") : t("would.unowned", { n: count(told.unowned), count: told.unowned })}</p>
          <ul>
            {told.by.map(({ staff, name, n }) => (
              <li key={staff ?? name}><span className="cut">{name}</span><i aria-hidden="true"><b style={{ width: `${(n / most) * 100}%` }} /></i><span className="num">{count(n)}</span></li>
            ))}
          </ul>
          {told.nobody > 0 && <p className="cap t3">{t("would.nobody", { n: count(told.nobody), count: told.nobody })}</p>}
        </div>
      )}
    </Panel>
  );
}
