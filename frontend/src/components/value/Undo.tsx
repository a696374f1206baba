import { useTranslation } from "react-i18next";
import type { PostingMade } from "@/api/valueTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { usePropertyScope } from "@/session/scope";
import { useAct } from "./useAct";
import styles from "./value.module.css";

interface UndoProps {
  guest: string;
  posting: string;
  unit?: "points" | "wallet";
}

/** A slip of the hand at the desk: the movement just made is reversed by another one. */
export function Undo({ guest, posting, unit = "points" }: UndoProps) {
  const { t } = useTranslation("value");
  const { may } = usePropertyScope();
  const problemText = useProblemText();
  const act = useAct<{ posting: PostingMade }>();
  if (!may("adjust_value")) return null;
  if (act.isSuccess) return <p className={`${styles.hint ?? ""} good row`} role="status"><Icon name="check" />{t("undo.done")}</p>;
  return (
    <div className="row wraps">
      <button type="button" className={`${styles.link ?? ""} row`} disabled={act.isPending} onClick={() => act.mutate({ path: `/guests/${guest}/${unit}/reverse`, body: { posting, reason: t("undo.reason") } })}>
        <Icon name="undo" />{t("undo.do")}
      </button>
      {act.isError && <span className="bad small" role="alert">{problemText(act.error)}</span>}
    </div>
  );
}
