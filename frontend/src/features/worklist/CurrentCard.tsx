import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { clerks as clerksQuery } from "@/api/property";
import type { NicknameFields, Task } from "@/api/propertyTypes";
import { ChannelName } from "@/components/ChannelMark";
import { CopyButton } from "@/components/desk/CopyButton";
import { DueTag } from "@/components/desk/DueTag";
import { PhoneReveal } from "@/components/desk/PhoneReveal";
import { TagChips } from "@/components/desk/TagChips";
import { Icon } from "@/components/Icon";
import { Nickname } from "@/components/Nickname";
import { copyText } from "@/lib/copying";
import { moment } from "@/lib/dates";
import { useHotkeys } from "@/lib/hotkeys";
import { usePropertyScope } from "@/session/scope";
import { DESCRIPTION_LIMIT, FITTED_LIMIT, NONE_NOTED, proposedWords, stepsSaid, type Draft } from "./editing";
import type { Worklist } from "./useWorklist";
import styles from "./worklist.module.css";

/** The remark to confirm now: read it, press Enter. Everything in it can be changed where it stands. */
export function CurrentCard({ task, work }: { task: Task; work: Worklist }) {
  const { t } = useTranslation("desk");
  const { path, timeZone, may } = usePropertyScope();
  const words = useRef<HTMLTextAreaElement>(null);
  const draft = work.draft(task);
  const writes = may("write_remarks");
  const ready = writes && draft.missing.length === 0;
  const confirm = () => work.confirm(task);
  const edit = () => {
    words.current?.focus();
    words.current?.select();
  };
  useHotkeys({
    Enter: ready ? confirm : undefined,
    s: () => work.skip(task),
    e: writes ? edit : undefined,
    c: () => void copyText(task.proposal.nickname),
  });
  const { visit, guest, proposal } = task;
  return (
    <section className={`panel ${styles.current ?? ""}`} aria-label={t("work.current")}>
      <div className={styles.head}>
        <span className="avatar" aria-hidden="true">{guest.name.slice(0, 1)}</span>
        <span><span className={styles.name}>{guest.name}</span> <span className="t2">{t("work.ordinal", { n: visit.ordinal })}</span></span>
        <ChannelName channel={visit.channel} source={visit.source} />
        <span className="t2">{[visit.room_no, visit.room_type].filter(Boolean).join(" · ")}</span>
        <span className="t2 nowrap">{visit.checked_out_at ? t("work.left", { at: moment(visit.checked_out_at, timeZone) }) : t("due.open")}</span>
        <span className="grow" />
        {may("assign_remarks") && <Assignee task={task} work={work} />}
        <DueTag at={task.due_at} />
        <Link to={`${path}/guests/${guest.id}`}>{t("work.see")}</Link>
      </div>
      <div className={styles.fields}>
        <div className={styles.f}>
          <span>{t("work.nickname")}</span>
          <NicknameField task={task} />
        </div>
        <div className={styles.f}>
          <span>{t("work.tags")}</span>
          <div>
            <TagChips
              offered={proposal.tags.map(({ name }) => name)} chosen={draft.tags} label={t("work.tags")}
              change={(tags) => work.edit(task, { tags })}
            />
            {draft.missing.includes("tags") && <p className={styles.told} role="alert">{t("told.tags")}</p>}
          </div>
        </div>
        <div className={styles.f}>
          <label htmlFor="work-phone">{t("work.phone")}</label>
          <PhoneField task={task} draft={draft} work={work} ready={ready} />
        </div>
        <div className={styles.f}>
          <label htmlFor="work-words">{t("work.description")}</label>
          <WordsField task={task} draft={draft} work={work} ready={ready} field={words} />
        </div>
      </div>
      <div className={styles.foot}>
        <span className={`t2 row wraps ${styles.copies ?? ""}`}>
          {t("work.byHand")}
          <CopyButton text={proposal.nickname} label={t("work.copyNickname")}>{t("work.nickname")}</CopyButton>
          <CopyButton text={`${proposal.nickname}\n${draft.words}`} label={t("work.copyDescription")}>{t("work.description")}</CopyButton>
        </span>
        <span className="grow" />
        <Button size="large" type="text" onClick={() => work.skip(task)}>{t("work.skip")} <kbd>S</kbd></Button>
        {writes && <Button size="large" onClick={edit}>{t("work.edit")} <kbd>E</kbd></Button>}
        {writes && (
          <Button size="large" type="primary" className={styles.confirm} disabled={!ready} onClick={confirm}>
            {t("work.confirm")} <kbd>Enter</kbd>
          </Button>
        )}
      </div>
    </section>
  );
}

function Assignee({ task, work }: { task: Task; work: Worklist }) {
  const { t } = useTranslation("desk");
  const { api: house } = usePropertyScope();
  const clerks = useQuery(clerksQuery(house));
  const known = clerks.data ?? (task.assignee ? [task.assignee] : []);
  return (
    <Select
      size="small" variant="borderless" popupMatchSelectWidth={false} aria-label={t("work.assignee")} value={task.assignee?.id ?? ""}
      options={[{ value: "", label: t("unassigned", { ns: "common" }) }, ...known.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(clerk) => work.assign(task, clerk || null)}
    />
  );
}

const PARTS: readonly [keyof NicknameFields | "who", string][] = [
  ["who", "part.who"], ["source", "part.source"], ["room", "part.room"], ["rate", "part.rate"], ["date", "part.date"],
];

function NicknameField({ task }: { task: Task }) {
  const { t } = useTranslation("desk");
  const { proposal } = task;
  const { fields } = proposal;
  // The nickname's own text says whether a space stands before the count.
  const shown = (part: (typeof PARTS)[number][0]) => (part === "who" ? (proposal.nickname.split("/")[0] ?? fields.name) : String(fields[part]));
  const steps = stepsSaid(proposal.fitted_steps).map((step) => t(`step.${step}`));
  return (
    <div>
      <div className={styles.bignick} aria-label={proposal.nickname}>
        {PARTS.map(([part, word], index) => (
          <span key={part} style={{ display: "contents" }}>
            {index > 0 && <i aria-hidden="true">/</i>}
            <span className={styles.part}><b>{shown(part) || "–"}</b><em>{t(word)}</em></span>
          </span>
        ))}
      </div>
      <div className={styles.fitted}>
        <Icon name="check" />
        <span>{t("work.wecom")}</span>
        <Nickname text={proposal.fitted} />
        <span className="t3 nowrap">{t("work.length", { n: proposal.fitted_length, most: FITTED_LIMIT })}</span>
        <span className="t3">{steps.length > 0 ? t("work.shortened", { steps: steps.join(t("comma")) }) : t("work.whole")}</span>
        <CopyButton text={proposal.fitted} label={t("work.copyFitted")} />
      </div>
    </div>
  );
}

interface FieldProps {
  task: Task;
  draft: Draft;
  work: Worklist;
  ready: boolean;
}

function PhoneField({ task, draft, work, ready }: FieldProps) {
  const { t } = useTranslation("desk");
  const told = work.told[task.id]?.includes("phone");
  if (task.guest.phone) {
    return (
      <div className="row wraps">
        <PhoneReveal key={task.id} guest={task.guest.id} masked={task.guest.phone}>
          {(shown) => <Input id="work-phone" className={styles.phone} value={shown} readOnly />}
        </PhoneReveal>
        <span className={styles.from}><Icon name="check" />{t("phone.fromPms")}</span>
      </div>
    );
  }
  return (
    <div>
      <Input
        id="work-phone" className={`${styles.phone ?? ""} ${styles.dashed ?? ""}`} value={draft.phone} placeholder={t("phone.fill")} inputMode="tel" autoComplete="off"
        onChange={(event) => work.edit(task, { phone: event.target.value })} onPressEnter={() => { if (ready) work.confirm(task); }}
      />
      {told ? <p className={styles.told} role="alert">{t("told.phone")}</p> : <span className="cap t3" style={{ marginLeft: 8 }}>{t("phone.needed")}</span>}
    </div>
  );
}

function WordsField({ task, draft, work, ready, field }: FieldProps & { field: React.RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useTranslation("desk");
  const over = draft.length > DESCRIPTION_LIMIT;
  const typed = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Escape") event.currentTarget.blur();
    // Enter makes a line; with Ctrl it confirms, as everywhere text is written.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && ready) work.confirm(task);
  };
  return (
    <div>
      <div className={`${styles.area ?? ""} ${over ? (styles.over ?? "") : ""}`}>
        <span className="t3">{task.proposal.nickname}</span>
        <textarea
          id="work-words" ref={field} rows={1} value={draft.words} readOnly={!work.edit} onKeyDown={typed}
          onChange={(event) => work.edit(task, { words: event.target.value })}
        />
      </div>
      <div className={styles.under}>
        <Checkbox checked={draft.noneNoted} onChange={({ target }) => work.edit(task, { words: target.checked ? NONE_NOTED : proposedWords(task) })}>
          {t("work.none")}
        </Checkbox>
        <span className={over ? "bad" : ""}>{draft.length} / {DESCRIPTION_LIMIT}</span>
      </div>
      {draft.missing.includes("description") && <p className={styles.told} role="alert">{t(over ? "told.long" : "told.description")}</p>}
    </div>
  );
}
