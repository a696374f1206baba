import { useMutation } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { findIn } from "@/api/guestDesk";
import { marked } from "@/components/capture/marked";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import styles from "./keywordRules.module.css";

/** What the rules hear in a text: nothing is kept of it. */
export function TryText({ departmentOf }: { departmentOf: (code: string) => string }) {
  const { t } = useTranslation("keyword-rules");
  const { api: house } = usePropertyScope();
  const { say } = useSaying();
  const problemText = useProblemText();
  const [text, setText] = useState("");
  const find = useMutation({ mutationFn: (given: string) => findIn(house, given) });
  const found = find.data?.found;
  return (
    <Panel className={styles.try ?? ""} title={t("try.title")} says={t("try.says")}>
      <form className={styles.lines} onSubmit={(event) => { event.preventDefault(); find.mutate(text); }}>
        <Input.TextArea value={text} rows={4} maxLength={2000} placeholder={t("try.like")} aria-label={t("try.text")} onChange={(event) => setText(event.target.value)} />
        <div><Button htmlType="submit" disabled={text.trim() === ""} loading={find.isPending}>{t("try.do")}</Button></div>
      </form>
      {find.isError && <p className="bad cap" role="alert">{problemText(find.error)}</p>}
      {found && (
        <div className={styles.found} role="status">
          <p className={styles.read}>{marked(find.variables ?? "", found.flatMap(({ words }) => words)).map(({ text: piece, hit }, index) => (hit ? <mark key={index}>{piece}</mark> : piece))}</p>
          {found.length === 0 ? <p className="t2">{t("try.nothing")}</p> : (
            <ul>
              {found.map((one) => (
                <li key={`${one.kind}${one.topic}`}>
                  <span className={one.kind === "complaint" ? "tag warn" : one.kind === "praise" ? "tag acc" : "tag"}>{t(`kinds.${one.kind}`)}</span> <b className="b">{say(one.name)}</b>
                  <span className="cap t3">{one.kind === "complaint" ? t("try.then", { department: one.department ? departmentOf(one.department) : t("byOwner"), hours: one.due_hours }) : t("try.noted")}</span>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Panel>
  );
}
