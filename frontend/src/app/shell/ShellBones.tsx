import { Bone, Bones } from "@/components/States";
import { Brand } from "@/components/Icon";
import styles from "./shell.module.css";

/** The page's outline while the session is asked for: what comes stands where the bones stand. */
export function ShellBones() {
  return (
    <div className={styles.shell}>
      <nav className={styles.side}>
        <div className={styles.stays}><div className={styles.brand}><Brand /></div></div>
      </nav>
      <div>
        <header className={styles.top}><Bone width={140} height={14} /></header>
        <main className="page">
          <div className="page-head"><Bone width={120} height={16} /></div>
          <div className="note calm"><Bone width="50%" /></div>
          <div className="panel"><div className="body"><Bones height={360} lines={8} /></div></div>
        </main>
      </div>
    </div>
  );
}
