import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, ApiProblem } from "@/api/client";
import { card as cardQuery } from "@/api/property";
import type { DeskCard } from "@/api/guestDeskTypes";
import type { GuestCard } from "@/api/propertyTypes";
import { PhoneReveal } from "@/components/desk/PhoneReveal";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { money, NOTHING, rate } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./card.module.css";
import { Owner } from "./Owner";
import { Profit } from "./Profit";
import { slips } from "./slipping";

/** Who it is: what the PMS says, what staff corrected, and what the stays add up to. */
export function Identity({ card }: { card: DeskCard }) {
  const { t, i18n } = useTranslation("guests");
  const { may } = usePropertyScope();
  const [editing, setEditing] = useState(false);
  const gender = card.gender && i18n.exists(`guests:gender.${card.gender}`) ? t(`gender.${card.gender}`) : card.gender;
  const fact = (word: string, value: React.ReactNode) => value && <><dt>{word}</dt><dd>{value}</dd></>;
  return (
    <section className="panel" aria-label={t("card.identity")}>
      <div className="body">
        <div className={styles.id}>
          <span className="avatar" aria-hidden="true">{card.name.slice(0, 1)}</span>
          <div className="grow">
            <span className={styles.name}>{card.name}</span> {gender && <span className="t2">{gender}</span>}
            <Signs card={card} />
          </div>
          {may("edit_guests") && !editing && <button type="button" className={styles.link} onClick={() => setEditing(true)}>{t("card.edit")}</button>}
        </div>
        <div className="hr" />
        {editing ? (
          <EditForm card={card} close={() => setEditing(false)} />
        ) : (
          <dl className={`kv ${styles.facts ?? ""}`}>
            <dt>{t("col.phone")}</dt>
            <dd>{card.phone_masked ? <PhoneReveal short guest={card.id} masked={card.phone ?? card.phone_masked} /> : <span className="warn">{t("noPhone")}</span>}</dd>
            {fact(t("card.birthday"), card.birthday)}
            {fact(t("card.email"), card.email)}
            {fact(t("card.language"), card.language)}
            {fact(t("card.numbers"), card.external_ids.join("、"))}
            {fact(t("card.notes"), card.notes)}
            {card.owner !== undefined && <><dt>{t("card.owner")}</dt><dd><Owner card={card} /></dd></>}
          </dl>
        )}
        <div className="hr" />
        <Sums card={card} />
        <Merged card={card} />
      </div>
    </section>
  );
}

/** Tier, stage and why the guest comes, in a line under the name. */
function Signs({ card }: { card: DeskCard }) {
  const { t } = useTranslation("lifecycle");
  const { nameOf } = useSaying();
  const { tier, lifecycle: life } = card;
  const motive = life && (life.motive.set === "" ? life.motive.suggested : life.motive.set);
  if (!tier && !life) return null;
  return (
    <div className={styles.signs}>
      {tier && <span className="tag acc">{nameOf(tier)}</span>}
      {life && <span className={slips(life.stage) ? "tag warn" : "tag"}>{t(`stage.${life.stage}`, { ns: "common" })}</span>}
      {motive && <span className={life.motive.set === motive ? "small t2" : "small t3"} title={life.motive.set === motive ? undefined : t("motive.suggested", { motive: t(`motive.${motive}`) })}>{t(`motive.${motive}`)}</span>}
    </div>
  );
}

/** What the stays add up to, and what may still come. */
function Sums({ card }: { card: DeskCard }) {
  const { t } = useTranslation("guests");
  const { t: tl } = useTranslation("lifecycle");
  const { say } = useSaying();
  const { spend, lifecycle: life } = card;
  return (
    <dl className={`kv ${styles.facts ?? ""}`}>
      <dt>{t("card.stays")}</dt><dd>{t("card.visitsNights", { n: card.visits, nights: card.nights })}<span className="t3"> {card.first_visit_on && t("card.since", { on: card.first_visit_on.slice(0, 7) })}</span></dd>
      <dt>{t("col.spend")}</dt><dd>{money(spend.amount, 2, spend.currency)}</dd>
      {card.profit && <><dt>{t("card.profit")}</dt><dd><Profit profit={card.profit} currency={spend.currency} /></dd></>}
      <dt>{t("card.average")}</dt><dd>{money(card.average_rate, 0, spend.currency)}</dd>
      {life && (
        <>
          <dt>RFM</dt><dd>{`${life.rfm.r} / ${life.rfm.f} / ${life.rfm.m}`}<span className="t2"> · {say(life.rfm.group_says)}</span></dd>
          <dt>{tl("year")}</dt><dd>{life.value.expected_visits_12m === null ? NOTHING : tl("visits", { n: life.value.expected_visits_12m.toFixed(1) })}<span className="t2">{tl("comma")}{life.value.future === null ? tl("noModel") : money(life.value.future)}</span></dd>
          <dt>{tl("alive")}</dt><dd>{life.value.alive === null ? tl("firstVisit") : rate(life.value.alive)}</dd>
          <dt>{tl("price.title")}</dt><dd>{tl(`price.${life.price_sensitive}`)}</dd>
        </>
      )}
    </dl>
  );
}

const FIELDS = ["name", "phone", "birthday", "email", "notes"] as const;
type Field = (typeof FIELDS)[number];

/** Corrects the guest; a field set by hand goes before what the PMS sends. */
function EditForm({ card, close }: { card: DeskCard; close: () => void }) {
  const { t } = useTranslation("guests");
  const { api: house } = usePropertyScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const before: Record<Field, string> = { name: card.name, phone: "", birthday: card.birthday ?? "", email: card.email ?? "", notes: card.notes };
  const [form, setForm] = useState(before);
  const changed = Object.fromEntries(
    FIELDS.filter((name) => form[name].trim() !== before[name]).map((name) => [name, form[name].trim() || (name === "notes" ? "" : null)]),
  );
  const save = useMutation({
    mutationFn: () => api.patch<GuestCard>(`${house}/guests/${card.id}`, changed),
    onSuccess: (fresh) => {
      queries.setQueryData(cardQuery(house, card.id).queryKey, fresh);
      void queries.invalidateQueries({ queryKey: [house, "tasks"] });
      close();
    },
  });
  const told = (name: string) => (save.error instanceof ApiProblem ? save.error.about(name) : undefined);
  const words: Record<Field, string> = { name: t("col.guest"), phone: t("col.phone"), birthday: t("card.birthday"), email: t("card.email"), notes: t("card.notes") };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(changed).length > 0) save.mutate();
        else close();
      }}
    >
      {FIELDS.map((name) => {
        const common = { id: `guest-${name}`, value: form[name], onChange: (event: { target: { value: string } }) => setForm({ ...form, [name]: event.target.value }) };
        return (
          <div key={name} className="field">
            <label htmlFor={`guest-${name}`}>{words[name]}</label>
            {name === "notes" ? <Input.TextArea {...common} rows={3} maxLength={4000} /> : (
              <Input {...common} type={name === "birthday" ? "date" : "text"} placeholder={name === "phone" ? (card.phone_masked ?? "") : ""} autoComplete="off" maxLength={200} />
            )}
            {told(name) && <div className="problem" role="alert">{told(name)}</div>}
          </div>
        );
      })}
      {save.isError && <span className="bad cap" role="alert">{problemText(save.error)}</span>}
      <div className="row">
        <Button type="primary" htmlType="submit" loading={save.isPending}>{t("save", { ns: "common" })}</Button>
        <Button type="text" onClick={close}>{t("cancel", { ns: "common" })}</Button>
      </div>
    </form>
  );
}

/** Records that were one person's; a merge can be taken back, and loses nothing. */
function Merged({ card }: { card: Pick<GuestCard, "id" | "merged_from"> }) {
  const { t } = useTranslation("guests");
  const { api: house, may } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const apart = useMutation({
    mutationFn: (guest: string) => api.post(`${house}/guests/${card.id}/unmerge`, { guest }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [house] });
      message.success(t("merge.undone"));
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  if (card.merged_from.length === 0) return null;
  return (
    <>
      <div className="hr" />
      <ul className="small">
        {card.merged_from.map(({ id, name }) => (
          <li key={id} className="between">
            <span className="t2">{t("merge.from", { name, id })}</span>
            {may("merge_guests") && <button type="button" className={styles.link} disabled={apart.isPending} onClick={() => apart.mutate(id)}>{t("merge.undo")}</button>}
          </li>
        ))}
      </ul>
    </>
  );
}
