import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import type { ParsedText, Pasted } from "@/api/propertyTypes";
import { Icon } from "@/components/Icon";
import { Nickname } from "@/components/Nickname";
import { useProblemText } from "@/components/problems";
import { usePropertyScope } from "@/session/scope";
import styles from "./worklist.module.css";

const MOST = 1000;

/** One remark per line; lines of the WeChat contact list come with empty ones between. */
export const linesOf = (text: string): string[] => text.split(/\r?\n/).map((line) => line.trim()).filter(Boolean).slice(0, MOST);

/** Remarks written by hand are told here: which agree, and field by field what does not. */
export function PasteBox() {
  const { t } = useTranslation("desk");
  const { api: house } = usePropertyScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const texts = linesOf(text);
  const read = useMutation({ mutationFn: () => api.post<{ results: ParsedText[] }>(`${house}/remarks/parse`, { texts }) });
  const record = useMutation({
    mutationFn: () => api.post<Pasted>(`${house}/remarks/paste`, { texts: (read.data?.results ?? []).filter(({ guest }) => guest).map(({ text: one }) => one) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [house] }),
  });
  const results = read.data?.results;
  const found = results?.filter(({ guest }) => guest).length ?? 0;
  const again = () => { setText(""); read.reset(); record.reset(); };
  return (
    <section className={`panel ${styles.paste ?? ""}`}>
      <button type="button" className={styles.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
        <h2 className="h2">{t("paste.title")}</h2>
        <span>{t("paste.says")}</span>
        <Icon name={open ? "up" : "down"} />
      </button>
      {open && <div className="body" style={{ paddingTop: 0 }}>
        {!results && (
          <>
            <Input.TextArea
              value={text} rows={4} autoFocus aria-label={t("paste.title")} placeholder={t("paste.like")}
              onChange={(event) => setText(event.target.value)}
            />
            <div className="row wraps" style={{ marginTop: 12 }}>
              <Button disabled={texts.length === 0} loading={read.isPending} onClick={() => read.mutate()}>{t("paste.check", { n: texts.length, count: texts.length })}</Button>
              {read.isError && <span className="bad cap" role="alert">{problemText(read.error)}</span>}
            </div>
          </>
        )}
        {results && (
          <>
            <p className="t2">{t("paste.found", { n: found, all: results.length, right: results.filter(({ agrees }) => agrees).length })}</p>
            <ul className={styles.read}>{results.map((one, index) => <Line key={index} read={one} />)}</ul>
            <div className="row wraps" style={{ marginTop: 12 }}>
              {record.isSuccess ? (
                <><span className="good row"><Icon name="check" />{t("paste.done", { n: found, count: found })}</span><Button onClick={again}>{t("paste.again")}</Button></>
              ) : (
                <>
                  <Button type="primary" disabled={found === 0} loading={record.isPending} onClick={() => record.mutate()}>{t("paste.record", { n: found, count: found })}</Button>
                  <Button type="text" onClick={() => read.reset()}>{t("paste.change")}</Button>
                </>
              )}
              {record.isError && <span className="bad cap" role="alert">{problemText(record.error)}</span>}
            </div>
          </>
        )}
      </div>}
    </section>
  );
}

function Line({ read }: { read: ParsedText }) {
  const { t } = useTranslation("desk");
  const { path } = usePropertyScope();
  const wrong = !read.guest || read.agrees === false;
  return (
    <li>
      <span className={wrong ? "bad" : "good"}><Icon name={wrong ? "warn" : "check"} /></span>
      <span style={{ overflowWrap: "anywhere" }}><Nickname text={read.text} /></span>
      {read.guest ? <Link to={`${path}/guests/${read.guest.id}`}>{read.guest.name}</Link> : <span className="t3">{t("paste.nobody")}</span>}
      {(read.problem !== null || read.problems.length > 0) && (
        <div className={styles.why}>
          {read.problem && <span className="bad">{read.problem.detail}</span>}
          {read.problems.map(({ field, written, expected }) => (
            <span key={field} className={styles.compare}>
              <span className="t3">{t(`part.${field}`)}</span>
              <u>{written || "–"}</u>
              <b>{expected || "–"}</b>
            </span>
          ))}
        </div>
      )}
    </li>
  );
}
