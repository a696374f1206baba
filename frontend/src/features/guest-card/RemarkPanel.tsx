import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { DeskCard } from "@/api/guestDeskTypes";
import { WORKS, type RemarkVerdict } from "@/api/propertyTypes";
import { CopyButton } from "@/components/desk/CopyButton";
import { TagChips, Tags } from "@/components/desk/TagChips";
import { Icon } from "@/components/Icon";
import { Nickname } from "@/components/Nickname";
import { useProblemText } from "@/components/problems";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import styles from "./card.module.css";

/** What the front desk keeps on the guest's contact: the four works, and what is wrong with them. */
export function RemarkPanel({ card }: { card: DeskCard }) {
  const { t } = useTranslation("guests");
  const { may } = usePropertyScope();
  const [writing, setWriting] = useState(false);
  const { remark } = card;
  return (
    <section className="panel" aria-label={t("card.remark")}>
      <header>
        <h2 className="h2 grow">{t("card.remark")}</h2>
        {remark.complete ? <span className="good row small" style={{ gap: 4 }}><Icon name="check" />{t("card.four")}</span> : remark.nickname && <span className="tag warn">{t("card.lacking", { n: remark.missing.length })}</span>}
      </header>
      <div className="body">
        {!remark.nickname && <p className="t2">{t("card.noNickname")}</p>}
        {remark.nickname && !writing && <Shown card={card} write={may("write_remarks") ? () => setWriting(true) : undefined} />}
        {remark.nickname && writing && <WriteForm card={card} close={() => setWriting(false)} />}
      </div>
    </section>
  );
}

function Shown({ card, write }: { card: DeskCard; write: (() => void) | undefined }) {
  const { t } = useTranslation("guests");
  const { timeZone, may } = usePropertyScope();
  const { remark } = card;
  const nothing = t(remark.written?.none_noted ? "card.none" : "card.nothing");
  const words = remark.written?.description;
  return (
    <>
      <div className={styles.nickline}><Nickname text={remark.nickname ?? ""} /></div>
      <div className="cap t3">{t("card.wecom")} {remark.fitted} · {t("card.chars", { n: remark.fitted_length })}</div>
      <div className={styles.copies}>
        <CopyButton text={remark.nickname} label={t("card.copyNickname")}>{t("card.copyNickname")}</CopyButton>
        <CopyButton text={remark.fitted} label={t("card.copyFitted")}>{t("card.copyShort")}</CopyButton>
      </div>
      {!remark.complete && <Works works={remark.works} />}
      <div className={styles.part}>
        <h3>{t("col.tags")}</h3>
        {may("edit_guests") ? <EditTags card={card} /> : <Tags names={card.tags} most={12} />}
      </div>
      <div className={styles.part}>
        <h3>{t("card.description")}</h3>
        <p className={words ? "" : "t3"}>{words === "" ? nothing : (words ?? nothing)}</p>
      </div>
      <div className="between" style={{ marginTop: 12 }}>
        <span className="cap t3">{remark.written && t("card.writtenBy", { name: remark.written.written_by ?? "–", at: moment(remark.written.written_at, timeZone) })}</span>
        {write && <Button size="small" onClick={write}>{t("card.write")}</Button>}
      </div>
    </>
  );
}

function Works({ works }: { works: Record<(typeof WORKS)[number], boolean> }) {
  const { t } = useTranslation("guests");
  return (
    <ul className={`${styles.works ?? ""} ${styles.part ?? ""}`}>
      {WORKS.map((work) => (
        <li key={work} className={works[work] ? "good" : "warn"}>
          <Icon name={works[work] ? "check" : "cross"} />
          {t(`work.${work}`)}
          <span className="hidden-text">{t(works[work] ? "remark.complete" : "remark.missing")}</span>
        </li>
      ))}
    </ul>
  );
}

/** Tags are kept as they are touched; the guest's card follows. */
function EditTags({ card }: { card: DeskCard }) {
  const { t } = useTranslation("guests");
  const { api: house } = usePropertyScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const save = useMutation({
    mutationFn: (tags: string[]) => api.put<{ tags: string[] }>(`${house}/guests/${card.id}/tags`, { tags }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [house] }),
  });
  const chosen = save.isPending ? save.variables : card.tags;
  return (
    <>
      <TagChips offered={card.tags} chosen={chosen} change={(tags) => save.mutate(tags)} label={t("col.tags")} />
      {save.isError && <p className="bad cap" role="alert">{problemText(save.error)}</p>}
    </>
  );
}

/** Writes the remark from here, or tells what stands on the contact already and hears what is wrong with it. */
function WriteForm({ card, close }: { card: DeskCard; close: () => void }) {
  const { t } = useTranslation("guests");
  const { api: house } = usePropertyScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const { remark } = card;
  const [nickname, setNickname] = useState(remark.nickname ?? "");
  const [words, setWords] = useState(remark.written?.description ?? "");
  const [phone, setPhone] = useState("");
  const save = useMutation({
    mutationFn: () => api.put<RemarkVerdict>(`${house}/guests/${card.id}/remark`, {
      nickname: nickname.trim(), description: words.trim(), tags: card.tags, ...(phone.trim() && { phone: phone.trim() }),
    }),
    onSuccess: (verdict) => {
      // What is wrong stays in sight; a complete remark closes by itself.
      if (verdict.missing.length > 0) return;
      close();
      void queries.invalidateQueries({ queryKey: [house] });
    },
  });
  const verdict = save.data;
  return (
    <form className={styles.form} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <div className="field">
        <label htmlFor="write-nickname">{t("work.nickname")}</label>
        <Input id="write-nickname" value={nickname} onChange={(event) => setNickname(event.target.value)} />
        <div className="hint">{t("card.nicknameHint")}</div>
        {verdict && verdict.works.nickname.problems.length > 0 && (
          <ul className={styles.problems} role="alert">
            {verdict.works.nickname.problems.map(({ field, written, expected }) => (
              <li key={field}><span className="t3">{t(`desk:part.${field}`)}</span><u>{written || "–"}</u><b>{expected || "–"}</b></li>
            ))}
          </ul>
        )}
      </div>
      {!card.phone_masked && (
        <div className="field">
          <label htmlFor="write-phone">{t("work.phone")}</label>
          <Input id="write-phone" value={phone} inputMode="tel" autoComplete="off" onChange={(event) => setPhone(event.target.value)} />
          {verdict && !verdict.works.phone.ok && <div className="problem" role="alert">{t(verdict.works.phone.reason === "invalid" ? "card.badPhone" : "noPhone")}</div>}
        </div>
      )}
      <div className="field">
        <label htmlFor="write-words">{t("card.description")}</label>
        <Input.TextArea id="write-words" value={words} rows={3} onChange={(event) => setWords(event.target.value)} />
        {!words.trim() && <button type="button" className={styles.link} onClick={() => setWords(NONE)}>{t("card.none")}</button>}
        {verdict && !verdict.works.description.ok && <div className="problem" role="alert">{t("desk:told.description")}</div>}
      </div>
      {verdict && !verdict.works.tags.ok && <div className="bad cap" role="alert">{t("card.tagFirst")}</div>}
      {save.isError && <span className="bad cap" role="alert">{problemText(save.error)}</span>}
      <div className="row">
        <Button type="primary" htmlType="submit" loading={save.isPending}>{t("save", { ns: "common" })}</Button>
        <Button type="text" onClick={() => { close(); void queries.invalidateQueries({ queryKey: [house] }); }}>{t(verdict ? "close" : "cancel", { ns: "common" })}</Button>
      </div>
    </form>
  );
}

/** The property's explicit answer, as the API knows it. */
const NONE = "客人无特殊要求";
