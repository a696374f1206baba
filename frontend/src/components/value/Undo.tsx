import { useTranslation } from "react-i18next";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { usePropertyScope } from "@/session/scope";
import { useAct } from "./useAct";
import styles from "./value.module.css";

/** A slip of the hand at the desk: what was just done is taken back by another movement, with its reason. */
export function Undo({ path, body }: { path: string; body: object }) {
  const { t } = useTranslation("value");
  const { may } = usePropertyScope();
  const problemText = useProblemText();
  const act = useAct<object>();
  if (!may("adjust_value")) return null;
  if (act.data) return <p className={`${styles.hint ?? ""} row`} role="status"><Icon name="check" />{"approval" in act.data ? t("undo.waits") : t("undo.done")}</p>;
  return (
    <div className="row wraps">
      <button type="button" className={`${styles.link ?? ""} row`} disabled={act.isPending} onClick={() => act.mutate({ path, body: { ...body, reason: t("undo.reason") } })}>
        <Icon name="undo" />{t("undo.do")}
      </button>
      {act.isError && <span className="bad small" role="alert">{problemText(act.error)}</span>}
    </div>
  );
}
