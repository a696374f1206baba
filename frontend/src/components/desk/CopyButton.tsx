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
  /** The icon alone, where the words around it say what is copied. */
  bare?: boolean;
}

/** Copies a text for a personal WeChat, which no interface writes to. */
export function CopyButton({ text, children, label, bare = false }: CopyButtonProps) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  return (
    <button
      type="button" className={`${styles.copy ?? ""} ${copied ? (styles.done ?? "") : ""}`} disabled={!text} aria-label={label} title={bare ? label : undefined}
      onClick={() => { if (text) copy(text); }}
    >
      <Icon name={copied ? "check" : "copy"} />
      <span aria-live="polite" className={bare ? "hidden-text" : undefined}>{copied ? t("copied") : (children ?? t("copy"))}</span>
    </button>
  );
}
