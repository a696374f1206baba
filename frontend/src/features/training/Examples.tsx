import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { trainingExamples } from "@/api/desk";
import { Panel } from "@/components/Panel";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import styles from "./training.module.css";

const SHOWN = 6;

interface ExamplesProps {
  staff: string | null;
  name: string | null;
  everybody: boolean;
  clear: () => void;
}

/** What really was written this week, and what should have been; guests' names are masked. */
export function Examples({ staff, name, everybody, clear }: ExamplesProps) {
  const { t } = useTranslation("training");
  const { t: desk } = useTranslation("desk");
  const { api: house } = usePropertyScope();
  const { say } = useSaying();
  const [all, setAll] = useState(false);
  const { data, isError, error, refetch } = useQuery(trainingExamples(house, staff));
  // A clerk without an account cannot be asked for: his are found among all.
  const shown = name && !staff ? data?.filter((one) => one.name === name) : data;
  return (
    <Panel
      title={name ? t("examples.of", { name }) : t("examples.title")} says={t("examples.says")} flush
      {...(name && { tools: <button type="button" className={styles.clear} onClick={clear}>{t("examples.all")}</button> })}
    >
      {isError && !data ? <ErrorState problem={error} retry={() => void refetch()} /> : !shown ? <div style={{ padding: "0 20px" }}><Bones height={160} lines={5} /></div> : shown.length === 0 ? <EmptyState title={t("examples.none")} /> : (
        <ul className={styles.examples}>
          {(all ? shown : shown.slice(0, SHOWN)).map((one, index) => (
            <li key={index}>
              <div className="row wraps">
                <b>{say(one.what)}</b>
                <span className="t3 small">{[one.day.slice(5), one.visit_ordinal !== null && desk("ordinal", { n: one.visit_ordinal }), everybody && !name && one.name].filter(Boolean).join(" · ")}</span>
              </div>
              {one.wrote && <p><span className="t3">{t("examples.wrote")}</span> <u>{one.wrote}</u></p>}
              {one.expected && <p><span className="t3">{t(one.kind === "script" ? "examples.unsaid" : one.kind === "surprise" ? "examples.undone" : "examples.expected")}</span> <span className={styles.right}>{one.expected}</span></p>}
            </li>
          ))}
          {!all && shown.length > SHOWN && (
            <li><button type="button" className={styles.clear} onClick={() => setAll(true)}>{t("examples.more", { n: shown.length - SHOWN, count: shown.length - SHOWN })}</button></li>
          )}
        </ul>
      )}
    </Panel>
  );
}
