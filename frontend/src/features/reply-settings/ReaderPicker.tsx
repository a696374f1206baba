import { Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { GuestPicker, type Whom } from "@/components/value/GuestPicker";
import { Icon } from "@/components/Icon";
import styles from "./replySettings.module.css";

export type Reader = { kind: "sample" } | { kind: "little" } | { kind: "guest"; guest: Whom };

/** Whom the previews speak to: somebody made up of whom all is known, somebody nobody knows, or a guest of the house. */
export function ReaderPicker({ reader, choose }: { reader: Reader; choose: (reader: Reader) => void }) {
  const { t } = useTranslation("reply-settings");
  const [asking, setAsking] = useState(false);
  const pick = (kind: string) => {
    setAsking(kind === "guest");
    if (kind === "sample" || kind === "little") choose({ kind });
  };
  return (
    <div className={styles.reader}>
      <Segmented
        size="small" value={asking || reader.kind === "guest" ? "guest" : reader.kind} aria-label={t("reader.label")} onChange={pick}
        options={(["sample", "little", "guest"] as const).map((value) => ({ value, label: value === "guest" && reader.kind === "guest" ? reader.guest.name : t(`reader.${value}`) }))}
      />
      {asking && (
        <div className={styles.asking}>
          <GuestPicker label={t("reader.whom")} chosen={null} focus touched choose={(guest) => { if (guest) { choose({ kind: "guest", guest }); setAsking(false); } }} />
          <Button type="text" icon={<Icon name="cross" />} aria-label={t("cancel", { ns: "common" })} onClick={() => { setAsking(false); }} />
        </div>
      )}
      {!asking && reader.kind === "guest" && <button type="button" className={styles.link} onClick={() => setAsking(true)}>{t("reader.other")}</button>}
    </div>
  );
}
