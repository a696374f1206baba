import { InputNumber, Slider } from "antd";
import { useTranslation } from "react-i18next";
import { Panel } from "@/components/Panel";
import { count } from "@/lib/numbers";
import styles from "./campaigns.module.css";
import type { SectionProps } from "./section";

/** Below this many held out nobody can say what a campaign brought. */
const ENOUGH = 30;

/** How it will be known whether it worked, and what it may cost. */
export function GuardSection({ document, set, contact }: SectionProps & { contact: number | null }) {
  const { t } = useTranslation("campaigns");
  const all = contact === null ? null : Math.round(contact / Math.max(0.5, 1 - document.holdout));
  const held = all === null ? null : Math.round(all * document.holdout);
  const few = held !== null && held < ENOUGH && document.trigger.kind === "once";
  return (
    <Panel id="guard" title={t("guard.title")} says={t("guard.says")}>
      <dl className={styles.guards}>
        <div>
          <dt>{t("guard.holdout")}</dt>
          <dd>
            <div className={styles.slider}>
              <Slider min={0} max={50} step={1} value={Math.round(document.holdout * 100)} tooltip={{ open: false }} ariaLabelForHandle={t("guard.holdout")} onChange={(n) => set({ holdout: n / 100 })} />
              <InputNumber value={Math.round(document.holdout * 100)} min={0} max={50} precision={0} controls={false} suffix="%" aria-label={t("guard.holdout")} style={{ width: 72 }} onChange={(n) => set({ holdout: (n ?? 0) / 100 })} />
              {held !== null && <span className="t2 nowrap">{t("guard.held", { n: count(held), count: held })}</span>}
            </div>
            <p className={few || document.holdout === 0 ? "cap warn" : "cap t3"}>{document.holdout === 0 ? t("guard.noHoldout") : few ? t("guard.few", { n: ENOUGH }) : t("guard.holdoutIs")}</p>
          </dd>
        </div>
        <div>
          <dt>{t("guard.window")}</dt>
          <dd><InputNumber value={document.window_days} min={1} max={180} precision={0} controls={false} suffix={t("trigger.days")} aria-label={t("guard.window")} style={{ width: 88 }} onChange={(n) => set({ window_days: n ?? 30 })} /><span className="cap t3">{t("guard.windowIs")}</span></dd>
        </div>
        <div>
          <dt>{t("guard.budget")}</dt>
          <dd><InputNumber value={document.budget === null ? null : Number(document.budget)} min={0} max={9_999_999} precision={2} controls={false} prefix="¥" placeholder={t("guard.unlimited")} aria-label={t("guard.budget")} style={{ width: 128 }} onChange={(n) => set({ budget: n === null ? null : n.toFixed(2) })} /><span className="cap t3">{t("guard.budgetIs")}</span></dd>
        </div>
        <div>
          <dt>{t("guard.stock")}</dt>
          <dd><InputNumber value={document.stock} min={1} max={9_999_999} precision={0} controls={false} suffix={t("guard.sheets")} placeholder={t("guard.unlimited")} aria-label={t("guard.stock")} style={{ width: 128 }} onChange={(n) => set({ stock: n })} /><span className="cap t3">{t("guard.stockIs")}</span></dd>
        </div>
        <div>
          <dt>{t("guard.expires")}</dt>
          <dd><InputNumber value={document.expires_hours} min={1} max={720} precision={0} controls={false} suffix={t("guard.hours")} aria-label={t("guard.expires")} style={{ width: 104 }} onChange={(n) => set({ expires_hours: n ?? 72 })} /><span className="cap t3">{t("guard.expiresIs")}</span></dd>
        </div>
      </dl>
    </Panel>
  );
}
