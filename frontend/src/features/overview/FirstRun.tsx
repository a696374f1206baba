import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { NewProperty } from "@/components/NewProperty";
import { PageHead } from "@/components/PageHead";
import { Bone } from "@/components/States";
import { useScope } from "@/session/scope";
import styles from "./overview.module.css";

/** The overview of a chain without a property: the next step as a form, the future page as a quiet outline. */
export function FirstRun() {
  const { t } = useTranslation("overview");
  const { path, may } = useScope();
  return (
    <>
      <PageHead title={t("title")} about={t("first.none")} />
      <div className={styles.hero}>
        <p>{t("first.title")}</p>
        <p className="t2">{t("first.about")}</p>
      </div>
      <div className={styles.setup}>
        <ol className={`panel ${styles.todo ?? ""}`}>
          <li className={styles.on}>
            <span className={styles.no}>1</span>
            <div className="grow">
              <b>{t("first.property")}</b>
              <p className="t2">{t("first.propertyIs")}</p>
              {may("manage_chain") ? <NewProperty /> : <p className="t3">{t("first.ask")}</p>}
            </div>
          </li>
          {(["stays", "remarks"] as const).map((key, index) => (
            <li key={key}>
              <span className={styles.no}>{index + 2}</span>
              <div className="grow">
                <b className="t2">{t(`first.${key}`)}</b>
                <p className="t2">{t(`first.${key}Is`)}</p>
              </div>
            </li>
          ))}
        </ol>
        <aside className={styles.ghost} aria-hidden="true">
          <div className="cap t3">{t("first.future")}</div>
          <ul>
            {(["repeat", "member", "remark", "risk"] as const).map((key) => (
              <li key={key}><span>{t(`kpi.${key}`)}</span><Bone width={84} height={18} /></li>
            ))}
          </ul>
          <table className="tbl">
            <tbody>
              {[64, 50, 72, 56].map((width, index) => (
                <tr key={width}><td className="t3">{index + 1}</td><td><Bone width={width} /></td><td><Bone width={112} /></td><td><Bone width={44} /></td></tr>
              ))}
            </tbody>
          </table>
        </aside>
      </div>
      {may("manage_keys") && <p className="cap t3" style={{ marginTop: 16 }}>{t("first.help")} <Link to={`${path}/keys`}>{t("first.keys")}</Link></p>}
    </>
  );
}
