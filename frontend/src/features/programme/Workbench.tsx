import { Button, Checkbox } from "antd";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Flaw, Part, ProgrammeDocument } from "@/api/programmeTypes";
import { Icon } from "@/components/Icon";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Panel } from "@/components/Panel";
import { moment } from "@/lib/dates";
import { useScope } from "@/session/scope";
import { changesOf, sectionOf, SECTIONS, type Section } from "./changes";
import { CouponsSection } from "./CouponsSection";
import { DryRunDrawer } from "./DryRunDrawer";
import { EditingContext, flawsBy, jumpTo, partsOf, SectionContext, useEditing, type Editing } from "./editing";
import { AboutSection, BenefitsSection, PunchSection, TwoPersonsSection, WalletSection } from "./OtherSections";
import { normal, pathOf } from "./path";
import { PointsSection } from "./PointsSection";
import styles from "./programme.module.css";
import { RewardsSection } from "./RewardsSection";
import { useSummary } from "./summary";
import { TiersSection } from "./TiersSection";
import { useDraft, type Saving } from "./useDraft";

const BODIES: Record<Section, () => React.ReactNode> = {
  about: AboutSection, tiers: TiersSection, benefits: BenefitsSection, points: PointsSection, wallet: WalletSection, coupons: CouponsSection, punch_cards: PunchSection, rewards: RewardsSection, two_persons: TwoPersonsSection,
};

interface WorkbenchProps {
  title: string;
  about: React.ReactNode;
  /** What is in force, or null before the first. */
  base: ProgrammeDocument | null;
  initial: ProgrammeDocument;
  /** The property whose guests and stays the checks and the dry run use. */
  house: string;
  save: (document: ProgrammeDocument) => Promise<unknown>;
  /** Throws the draft away. */
  drop: () => Promise<unknown>;
  drafted: boolean;
  locked: readonly Part[];
  may: boolean;
  calm: string;
  /** What publishing is called here, and whether the same may be published again. */
  word: string;
  again?: boolean;
  /** Changes that are not in the document: which parts are left to the properties. */
  beside?: number;
  tools?: React.ReactNode;
  adjustable?: Editing["adjustable"];
  publishing: (props: { document: ProgrammeDocument; open: boolean; close: () => void; flaws: readonly Flaw[]; tried: boolean; tryOut: () => void }) => React.ReactNode;
  children?: React.ReactNode;
}

/** The whole programme on one page: read section by section, edited in place, tried out, published. */
export function Workbench(props: WorkbenchProps) {
  const { base, initial, house, save, locked, may } = props;
  const { t } = useTranslation("programme");
  const draft = useDraft(house, initial, save);
  const { document, dispatch, checked } = draft;
  const [open, setOpen] = useState<ReadonlySet<Section>>(new Set());
  const [jump, setJump] = useState<string | null>(null);
  const [drawer, setDrawer] = useState<"dry" | "publish" | null>(null);
  const [tried, setTried] = useState<ProgrammeDocument | null>(null);
  const changes = useMemo(() => changesOf(base, document), [base, document]);
  const flaws = useMemo(() => flawsBy(checked.problems, normal), [checked.problems]);
  useEffect(() => {
    if (jump !== null) jumpTo(pathOf(jump));
  }, [jump]);
  const go = (pointer: string) => {
    const section = sectionOf(normal(pointer));
    if (may && !isLocked(section, locked)) setOpen((now) => new Set(now).add(section));
    setJump(null);
    requestAnimationFrame(() => setJump(pointer));
  };
  const editing: Editing = {
    document, flaws, may, open, house, base,
    set: (path, value) => dispatch({ act: "set", path, value }),
    add: (path, item) => dispatch({ act: "add", path, item }),
    remove: (path) => dispatch({ act: "remove", path }),
    locked: (section) => isLocked(section, locked),
    toggle: (section) => setOpen((now) => (now.has(section) ? new Set([...now].filter((one) => one !== section)) : new Set(now).add(section))),
    ...(props.adjustable && { adjustable: props.adjustable }),
  };
  const differs = changes.length > 0 && (draft.touched || props.drafted);
  const changed = (differs ? changes.length : 0) + (props.beside ?? 0);
  const dirty = changed > 0;
  return (
    <EditingContext value={editing}>
      <PageHead title={props.title} about={props.about}>
        {may && <SavedAt saving={draft.saving} again={() => void draft.flush()} />}
        {may && draft.past.length > 0 && <Button type="text" icon={<Icon name="undo" />} onClick={() => dispatch({ act: "undo" })}>{t("undoStep")}</Button>}
        {props.tools}
        {may && <Button onClick={() => setDrawer("dry")}>{t("dry.do")}</Button>}
        {may && <Button type="primary" disabled={!dirty && base !== null && !props.again} onClick={() => setDrawer("publish")}>{props.word}</Button>}
      </PageHead>
      <Answer
        problems={checked.problems} warnings={checked.warnings} changes={changed} calm={props.calm} go={go} first={base === null}
        drop={may && dirty && base ? () => void props.drop().then(() => { draft.load(base); setOpen(new Set()); }) : undefined}
      />
      <div className={styles.page}>
        <Index changed={new Set(differs ? changes.map(({ pointer }) => sectionOf(pointer)) : [])} problems={checked.problems} />
        <div className="stack">
          {props.children}
          {SECTIONS.map((section) => <SectionPanel key={section} section={section} />)}
        </div>
      </div>
      <DryRunDrawer house={house} document={document} open={drawer === "dry"} close={() => setDrawer(null)} done={() => setTried(document)} go={(pointer) => { setDrawer(null); go(pointer); }} />
      {props.publishing({ document, open: drawer === "publish", close: () => setDrawer(null), flaws: checked.problems, tried: tried === document, tryOut: () => setDrawer("dry") })}
    </EditingContext>
  );
}

const isLocked = (section: Section, locked: readonly Part[]): boolean => partsOf(section).length > 0 && partsOf(section).every((part) => locked.includes(part));

function SavedAt({ saving, again }: { saving: Saving; again: () => void }) {
  const { t } = useTranslation("programme");
  const { timeZone } = useScope();
  const words = saving.state === "saved" ? t("saved.at", { at: moment(saving.at, timeZone).slice(-5) }) : saving.state === "clean" ? "" : t(`saved.${saving.state}`);
  return (
    <span className={saving.state === "failed" ? "cap bad" : styles.saved} role="status">
      {words}
      {saving.state === "failed" && <Button type="link" size="small" onClick={again}>{t("retry", { ns: "common" })}</Button>}
    </span>
  );
}

interface AnswerProps {
  problems: readonly Flaw[];
  warnings: readonly Flaw[];
  changes: number;
  calm: string;
  first: boolean;
  go: (pointer: string) => void;
  drop: (() => void) | undefined;
}

/** What stands between the page and its publication: flaws to jump to, changes not yet published, or nothing. */
function Answer({ problems, warnings, changes, calm, first, go, drop }: AnswerProps) {
  const { t } = useTranslation("programme");
  const list = (flaws: readonly Flaw[], tone: string) => flaws.length > 0 && (
    <ul className={styles.flaws}>
      {flaws.map((flaw) => <li key={flaw.pointer + flaw.code}><button type="button" className={tone} onClick={() => go(flaw.pointer)}>{t(`section.${sectionOf(normal(flaw.pointer))}`)}{t("colon")}{flaw.detail}</button></li>)}
    </ul>
  );
  const action = drop && <Button size="small" onClick={drop}>{t("draft.drop")}</Button>;
  if (problems.length > 0) return <AnswerLine tone="act" lead={t("answer.flaws", { n: problems.length, count: problems.length })} action={action}>{t("answer.flawsDo")}{list(problems, "bad")}</AnswerLine>;
  return (
    <AnswerLine tone={changes > 0 || warnings.length > 0 ? "warn" : "calm"} action={action}>
      {first ? t("answer.first") : changes > 0 ? t("answer.changed", { n: changes, count: changes }) : calm}
      {list(warnings, "warn")}
    </AnswerLine>
  );
}

function Index({ changed, problems }: { changed: ReadonlySet<Section>; problems: readonly Flaw[] }) {
  const { t } = useTranslation("programme");
  const { locked } = useEditing();
  const [here, setHere] = useState<Section>("about");
  useEffect(() => {
    const seen = new IntersectionObserver((entries) => {
      const first = entries.find(({ isIntersecting }) => isIntersecting);
      const section = SECTIONS.find((one) => first?.target.id === `s-${one}`);
      if (section) setHere(section);
    }, { rootMargin: "-80px 0px -75% 0px" });
    for (const section of SECTIONS) {
      const element = document.getElementById(`s-${section}`);
      if (element) seen.observe(element);
    }
    return () => seen.disconnect();
  }, []);
  const wrong = (section: Section) => problems.filter(({ pointer }) => sectionOf(normal(pointer)) === section).length;
  return (
    <nav className={styles.index} aria-label={t("index")}>
      {SECTIONS.map((section) => (
        <a
          key={section} href={`#s-${section}`} className={here === section ? styles.here : undefined} aria-current={here === section ? "location" : undefined}
          onClick={(event) => {
            event.preventDefault();
            document.getElementById(`s-${section}`)?.scrollIntoView({ block: "start" });
          }}
        >
          {t(`section.${section}`)}
          {wrong(section) > 0 ? <i className="bad">{wrong(section)}</i> : changed.has(section) ? <i title={t("changedMark")}>{t("changedShort")}</i> : locked(section) ? <i>{t("lockedShort")}</i> : null}
        </a>
      ))}
    </nav>
  );
}

function SectionPanel({ section }: { section: Section }) {
  const { t } = useTranslation("programme");
  const { document, open, toggle, may, locked, adjustable } = useEditing();
  const summary = useSummary(document, section);
  const editing = open.has(section);
  const Body = BODIES[section];
  const parts = partsOf(section);
  const left = adjustable && parts.length > 0 && parts.every((part) => adjustable.parts.includes(part));
  const tools = (
    <div className={styles.does}>
      {adjustable && parts.length > 0 && (
        <Checkbox checked={left ?? false} onChange={({ target }) => adjustable.change(target.checked ? [...adjustable.parts, ...parts] : adjustable.parts.filter((part) => !parts.includes(part)))}>
          <span className="small">{t("chain.adjustable")}</span>
        </Checkbox>
      )}
      {locked(section) ? <span className="tag">{t("locked")}</span> : may && (
        <Button size="small" type={editing ? "primary" : "default"} ghost={editing} onClick={() => toggle(section)} aria-label={t(editing ? "doneWith" : "editOf", { what: t(`section.${section}`) })}>{t(editing ? "done" : "edit")}</Button>
      )}
    </div>
  );
  return (
    <Panel id={`s-${section}`} className={styles.section ?? ""} title={t(`section.${section}`)} says={locked(section) ? t("lockedWhy") : summary} tools={tools}>
      <SectionContext value={{ section, editing }}><Body /></SectionContext>
    </Panel>
  );
}
