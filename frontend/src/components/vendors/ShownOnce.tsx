import { Input } from "antd";
import { CopyButton } from "@/components/CopyButton";
import styles from "./vendors.module.css";

/** A secret that is shown this once, to be taken away now. */
export function ShownOnce({ secret, label, about }: { secret: string; label: string; about: string }) {
  return (
    <div className={styles.once}>
      <p><b className="b">{label}</b> <span className="t2">{about}</span></p>
      <div className="row">
        <Input readOnly value={secret} aria-label={label} className={styles.secret ?? ""} onFocus={(event) => event.target.select()} />
        <CopyButton text={secret} />
      </div>
    </div>
  );
}
