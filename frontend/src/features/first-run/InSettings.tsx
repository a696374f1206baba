import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { firstRunQuery } from "@/api/business";
import { Panel } from "@/components/Panel";
import { useScope } from "@/session/scope";
import { openSteps } from "./steps";
import { useFirstRunChange } from "./useFirstRunChange";
import styles from "./firstRun.module.css";

/** Where a hidden first run is found again. */
export function InSettings() {
  const { t } = useTranslation("first-run");
  const { chain, path } = useScope();
  const run = useQuery(firstRunQuery(chain.slug)).data;
  const change = useFirstRunChange();
  // Somebody else opened this chain, or all is done: nothing to find.
  if (!run || run.finished) return null;
  return (
    <Panel title={t("settings.title")} className={styles.settings ?? ""}>
      <div className="row wraps">
        <span className="grow">{run.shown ? t("settings.shown", { n: openSteps(run), count: openSteps(run) }) : t("settings.hidden")}</span>
        {run.shown ? <Link className="btn" to={path}>{t("settings.go")}</Link> : null}
        <Button loading={change.isPending} onClick={() => change.mutate({ hidden: run.shown })}>{t(run.shown ? "hide" : "settings.show")}</Button>
      </div>
    </Panel>
  );
}
