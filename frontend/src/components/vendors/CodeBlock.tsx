import { CopyButton } from "@/components/CopyButton";
import styles from "./vendors.module.css";

/** Something to run or to read by a machine, with a button that copies it. */
export function CodeBlock({ code, copy, label }: { code: string; copy?: string; label: string }) {
  return (
    <div className={styles.code}>
      <pre tabIndex={0} aria-label={label}>{code}</pre>
      <div><CopyButton text={code} {...(copy && { label: copy })} /></div>
    </div>
  );
}
