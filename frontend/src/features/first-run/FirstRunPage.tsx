import { useTranslation } from "react-i18next";
import { Button } from "antd";
import { Link } from "react-router";
import type { FirstRun } from "@/api/businessTypes";
import { PageHead } from "@/components/PageHead";
import { Bone } from "@/components/States";
import { useScope } from "@/session/scope";
import { FirstRunPanel } from "./FirstRunPanel";
import { openSteps } from "./steps";
import { useFirstRunChange } from "./useFirstRunChange";
import styles from "./firstRun.module.css";

/** The overview's place until there is something to report: the steps, and the future page as a quiet outline. */
export function FirstRunPage({ run }: { run: FirstRun }) {
  const { t } = useTranslation("first-run");
  const { chain, path, may } = useScope();
  const n = openSteps(run);
  return (
    <>
      <PageHead title={t("title")} about={chain.name}>
        {may("manage_keys") && <Link className="btn" to={`${path}/sandboxes`} title={t("tryIs")}>{t("try")}</Link>}
        <Hide />
      </PageHead>
      <div className={styles.hero}>
        <p>{t("hero", { n, count: n })}</p>
        <p className="t2">{t("heroIs")}</p>
      </div>
      <div className={styles.setup}>
        <FirstRunPanel run={run} />
        <Outline />
      </div>
    </>
  );
}

/** Over the overview once it has something to show: what is left to do. */
export function FirstRunLeft({ run }: { run: FirstRun }) {
  const { t } = useTranslation("first-run");
  const n = openSteps(run);
  return (
    <section className={styles.left} aria-label={t("label")}>
      <div className={styles.leftHead}><h2 className="h2">{t("left", { n, count: n })}</h2><Hide /></div>
      <FirstRunPanel run={run} left />
    </section>
  );
}

function Hide() {
  const { t } = useTranslation("first-run");
  const change = useFirstRunChange();
  return <Button loading={change.isPending} onClick={() => change.mutate({ hidden: true })} title={t("hideIs")}>{t("hide")}</Button>;
}

function Outline() {
  const { t } = useTranslation("first-run");
  return (
    <aside className={styles.ghost} aria-hidden="true">
      <div className="cap t3">{t("future")}</div>
      <ul>
        {(["repeat", "member", "remark", "active"] as const).map((key) => <li key={key}><span>{t(`ghost.${key}`)}</span><Bone width={84} height={18} /></li>)}
      </ul>
      <table className="tbl">
        <tbody>
          {[64, 50, 72, 56].map((width, index) => <tr key={width}><td className="t3">{index + 1}</td><td><Bone width={width} /></td><td><Bone width={112} /></td><td><Bone width={44} /></td></tr>)}
        </tbody>
      </table>
    </aside>
  );
}
