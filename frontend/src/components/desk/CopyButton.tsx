import { useTranslation } from "react-i18next";
import { Icon } from "@/components/Icon";
import { useCopy } from "@/lib/copying";
import styles from "./desk.module.css";

interface CopyButtonProps {
  text: string | null | undefined;
  /** What the button says; 复制 without. */
  children?: React.ReactNode;
  /** For those who cannot see what it stands beside. */
  label?: string;
}

/** Copies a text for a personal WeChat, which no interface writes to. */
export function CopyButton({ text, children, label }: CopyButtonProps) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  return (
    <button
      type="button" className={`${styles.copy ?? ""} ${copied ? (styles.done ?? "") : ""}`} disabled={!text} aria-label={label}
      onClick={() => { if (text) copy(text); }}
    >
      <Icon name={copied ? "check" : "copy"} />
      <span aria-live="polite">{copied ? t("copied") : (children ?? t("copy"))}</span>
    </button>
  );
}
