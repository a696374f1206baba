import { Button, Checkbox, InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import { MEASURES, PERIODS, type Rule, type Tier } from "@/api/programmeTypes";
import { Icon } from "@/components/Icon";
import { usePhone } from "@/lib/media";
import { count, money } from "@/lib/numbers";
import { idOf, useEditing, useSection } from "./editing";
import { Adds, FlawAt, Line, Lines, Num, Option, Pick, Removes, Says, Text } from "./fields";
import { ladder, priced, without } from "./ladder";
import styles from "./programme.module.css";
import { TierTools } from "./TierTools";
import { useName } from "./useName";
import { freeCode, RULE, TIER } from "./whole";

/** Tiers: a column each, then how a status lasts, falls and comes back. */
export function TiersSection() {
  const { t } = useTranslation("programme");
  return (
    <>
      <FlawAt at={["tiers", "levels"]} />
      <TierTable />
      <TierTools />
      <h3 className={styles.sub}>{t("tiers.prices")}</h3>
      <Prices />
      <h3 className={styles.sub}>{t("tiers.standing")}</h3>
      <Standing />
    </>
  );
}

interface TierLine {
  key: string;
  label: string;
  render: (level: Tier, index: number) => React.ReactNode;
  groups?: boolean;
}

function TierTable() {
  const { t } = useTranslation("programme");
  const { document, add } = useEditing();
  const { editing } = useSection();
  const phone = usePhone();
  const nameOf = useName();
  const { levels } = document.tiers;
  const at = (index: number, ...more: string[]) => ["tiers", "levels", index, ...more];
  const lines: TierLine[] = [
    { key: "qualify", label: t("word.qualify"), render: (_, n) => (n === 0 ? <span className="t2">{t(`tiers.base.${document.joins}`)}</span> : <Rules at={at(n, "qualify")} none={t("tiers.byHandOnly")} />) },
    { key: "keep", label: t("word.keep"), render: (_, n) => (n === 0 ? <span className="t3">{t("tiers.always")}</span> : <Rules at={at(n, "keep")} none={t("tiers.keepAsQualify")} />) },
    { key: "points_price", label: t("word.points_price"), render: (_, n) => (n === 0 ? <span className="t3">–</span> : <Num at={at(n, "points_price")} unit="points" width={92} empty={t(editing ? "tiers.notSold" : "tiers.notForPoints")} />) },
    { key: "bonus", label: t("word.bonus_percent"), render: (level, n) => (editing || level.bonus_percent ? <Num at={at(n, "bonus_percent")} unit="percent" prefix="+" min={0} max={500} /> : <span className="t3">–</span>) },
    { key: "discount", label: t("word.discount_percent"), render: (level, n) => <Discount percent={level.discount_percent} at={at(n, "discount_percent")} /> },
    ...document.benefits.map((benefit, row): TierLine => ({
      key: `b-${benefit.code}`, label: nameOf(benefit) || benefit.code, groups: row === 0,
      render: (level, n) => <Allowance level={level} index={n} benefit={benefit.code} period={benefit.period} name={nameOf(benefit)} />,
    })),
  ];
  const head = (level: Tier, index: number) => (
    <div id={idOf(at(index))} tabIndex={-1}>
      {editing ? <><Text at={at(index, "name")} width="100%" label={t("tiers.name")} /><Text at={at(index, "name_en")} width="100%" label={t("tiers.nameEn")} /></> : <b className="b">{nameOf(level)}</b>}
      {editing && <Moves index={index} name={nameOf(level)} />}
    </div>
  );
  const adds = editing && levels.length < 10 && (
    <Button size="small" className={styles.adds} icon={<Icon name="plus" />} onClick={() => add(["tiers", "levels"], { ...TIER, code: freeCode("tier", levels), name: t("tiers.new", { n: levels.length + 1 }), name_en: `Tier ${levels.length + 1}`, qualify: [RULE] })}>{t("tiers.add")}</Button>
  );
  if (phone) {
    return (
      <div className={styles.tierCards}>
        {levels.map((level, index) => (
          <div key={level.code} className="card">
            {head(level, index)}
            <Lines>{lines.map((line) => <Line key={line.key} label={line.label}>{line.render(level, index)}</Line>)}</Lines>
          </div>
        ))}
        {adds}
      </div>
    );
  }
  return (
    <>
      <div className="tbl-scroll">
        <table className={`${styles.tiers ?? ""} ${editing ? (styles.edits ?? "") : ""}`} aria-label={t("section.tiers")}>
          <thead><tr><th scope="row">{t("tiers.tier")}</th>{levels.map((level, index) => <th key={level.code} scope="col">{head(level, index)}</th>)}</tr></thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key}>
                <th scope="row">{line.label}</th>
                {levels.map((level, index) => <td key={level.code}>{line.render(level, index)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {adds}
      {document.tiers.says || editing ? <p className="t2 small" style={{ marginTop: 8 }}>{editing ? <Text at={["tiers", "says"]} width="100%" max={200} empty={t("tiers.saysLike")} area /> : document.tiers.says}</p> : null}
      {editing && document.benefits.length === 0 && <p className="cap t3">{t("tiers.noBenefits")}</p>}
    </>
  );
}

/** Ranks change by moving a column; what is said of a tier goes with it. */
function Moves({ index, name }: { index: number; name: string }) {
  const { t } = useTranslation("programme");
  const { document, set } = useEditing();
  const { levels } = document.tiers;
  const swap = (other: number) => {
    const [a, b] = [levels[index], levels[other]];
    if (a && b) set(["tiers", "levels"], levels.with(index, b).with(other, a));
  };
  return (
    <span className="row t3" style={{ gap: 0 }}>
      <button type="button" className="tool" disabled={index === 0} aria-label={t("tiers.lower", { name })} title={t("tiers.lower", { name })} onClick={() => swap(index - 1)}><Icon name="left" /></button>
      <button type="button" className="tool" disabled={index === levels.length - 1} aria-label={t("tiers.higher", { name })} title={t("tiers.higher", { name })} onClick={() => swap(index + 1)}><Icon name="right" /></button>
      {levels.length > 1 && <Removes at={["tiers", "levels", index]} what={name} act={() => set(["tiers"], without(document.tiers, levels[index]?.code ?? ""))} />}
    </span>
  );
}

function Rules({ at, none }: { at: (string | number)[]; none: string }) {
  const { t } = useTranslation("programme");
  const { document } = useEditing();
  const { editing } = useSection();
  const [, , index, which] = at;
  const level = document.tiers.levels[Number(index)];
  const rules: Rule[] = level?.[which as "qualify" | "keep"] ?? [];
  const measures = MEASURES.map((value) => ({ value, label: t(`measure.${value}`) }));
  if (!editing) {
    if (rules.length === 0) return <span className="t3">{none}</span>;
    return <ul className={styles.rules}>{rules.map((rule, n) => <li key={n}>{n > 0 && <span className={styles.or}>{t("or")} </span>}{says(t, rule)}</li>)}</ul>;
  }
  return (
    <div id={idOf(at)} tabIndex={-1}>
      <ul className={`${styles.rules ?? ""} ${styles.edits ?? ""}`}>
        {rules.map((_, n) => (
          <li key={n} className={styles.rule}>
            <Pick at={[...at, n, "measure"]} options={measures} width={100} />
            <Num at={[...at, n, "at_least"]} width={72} />
            <Num at={[...at, n, "months"]} unit="monthsIn" width={84} max={120} empty={t("tiers.sinceShort")} label={t("word.window")} />
            <Removes at={[...at, n]} what={t("tiers.rule")} />
          </li>
        ))}
      </ul>
      {rules.length === 0 && <span className="cap t3">{none} </span>}
      <Adds at={at} item={RULE} label={t(rules.length ? "tiers.addOr" : "tiers.addRule")} />
    </div>
  );
}

type T = ReturnType<typeof useTranslation>["t"];

/** 4 个月内住满 5 晚. */
const says = (t: T, { measure, at_least, months }: Rule): string => {
  const amount = t(`amount.${measure}`, { count: at_least, n: measure === "spend" ? money(at_least) : count(at_least) });
  return months === null ? t("tiers.sinceTier", { amount }) : t("tiers.within", { count: months, n: months, amount });
};

function Discount({ percent, at }: { percent: number; at: (string | number)[] }) {
  const { t, i18n } = useTranslation("programme");
  const { editing } = useSection();
  const folded = i18n.language === "en" || percent === 0 ? "" : t("tiers.folded", { n: Number(((100 - percent) / 10).toFixed(1)) });
  if (!editing) return percent === 0 ? <span className="t3">–</span> : <b className="b">{folded || t("tiers.off", { n: percent })}</b>;
  return <><Num at={at} unit="percentOff" min={0} max={100} />{folded && <span className="cap t3"> {folded}</span>}</>;
}

/** Whether a tier brings a benefit, and how often; nothing written means as often as wanted. */
function Allowance({ level, index, benefit, period, name }: { level: Tier; index: number; benefit: string; period: (typeof PERIODS)[number]; name: string }) {
  const { t, i18n } = useTranslation("programme");
  const { set, flaws } = useEditing();
  const { editing } = useSection();
  const nameOf = useName();
  const n = level.benefits.findIndex((one) => one.benefit === benefit);
  const has = level.benefits[n];
  if (!editing) {
    if (!has) return <span className="t3">–</span>;
    return has.allowance === null ? <b className="b">{t("tiers.unlimited")}</b> : <span><b className="b">{t("times", { count: has.allowance, n: has.allowance })}</b> <span className="t3">{t(`per.${period}`)}</span></span>;
  }
  const at = ["tiers", "levels", index, "benefits"];
  const label = `${nameOf(level)} · ${name}`;
  return (
    <span className="row">
      <Checkbox checked={Boolean(has)} aria-label={label} onChange={({ target }) => set(at, target.checked ? [...level.benefits, { benefit, allowance: 1 }] : level.benefits.filter((one) => one.benefit !== benefit))} />
      {has && <InputNumber id={idOf([...at, n, "allowance"])} value={has.allowance} min={1} precision={0} controls={false} placeholder={t("tiers.unlimited")} suffix={t(`per.${period}`)} aria-label={t("tiers.allowanceOf", { what: label })} style={{ width: i18n.language === "en" ? 168 : 116 }} onChange={(next) => set([...at, n, "allowance"], next)} />}
      {flaws.get(`/${[...at, n, "allowance"].join("/")}`)}
    </span>
  );
}

/** What it costs to come up in money: each step, and each way straight up held against its steps. */
function Prices() {
  const { t } = useTranslation("programme");
  const { document, set } = useEditing();
  const { editing } = useSection();
  const { tiers } = document;
  const name = useName();
  const nameOf = (code: string) => {
    const level = tiers.levels.find((one) => one.code === code);
    return level ? name(level) : code;
  };
  const rungs = ladder(tiers).filter(({ price }) => editing || price !== null);
  if (rungs.length === 0) return <p className="t3">{t("tiers.noPrices")}</p>;
  return (
    <div id={idOf(["tiers", "prices"])} tabIndex={-1}>
      <FlawAt at={["tiers", "prices"]} />
      <ul className={styles.ladder}>
        {rungs.map((rung) => {
          const index = tiers.prices.findIndex((one) => one.from_tier === rung.from && one.to_tier === rung.to);
          const label = `${nameOf(rung.from)} → ${nameOf(rung.to)}`;
          return (
            <li key={`${rung.from}-${rung.to}`}>
              <span>{label}</span>
              {editing ? (
                <InputNumber id={idOf(["tiers", "prices", index, "price"])} aria-label={t("tiers.priceOf", { what: label })} value={rung.price === null ? null : Number(rung.price)} min={0} precision={2} controls={false} prefix="¥" placeholder={t("tiers.notSold")} style={{ width: 108 }} status={rung.fits === false && !tiers.prices_free ? "error" : ""}
                  onChange={(next) => set(["tiers", "prices"], priced(tiers, rung.from, rung.to, next === null ? null : next.toFixed(2)))} />
              ) : <b className="b">{money(rung.price, rung.price?.endsWith(".00") ? 0 : 2)}</b>}
              <PriceCheck steps={rung.steps} fits={rung.fits} free={tiers.prices_free} />
            </li>
          );
        })}
      </ul>
      {editing && <label className="row small t2" style={{ marginTop: 8 }}><Checkbox checked={tiers.prices_free} onChange={({ target }) => set(["tiers", "prices_free"], target.checked)} />{t("tiers.pricesFree")}</label>}
    </div>
  );
}

function PriceCheck({ steps, fits, free }: { steps: number[] | null; fits: boolean | null; free: boolean }) {
  const { t } = useTranslation("programme");
  if (!steps) return <span />;
  const sum = steps.reduce((all, step) => all + step, 0);
  const sums = `${steps.map((step) => count(step)).join(" + ")} = ${count(sum)}`;
  if (fits === null) return <span className="cap t3">{t("tiers.stepsAre", { sums })}</span>;
  if (fits) return <span className="cap good row" style={{ gap: 4 }}><Icon name="check" size={12} />{sums}</span>;
  return <span className={`cap ${free ? "t3" : "bad"}`}>{t(free ? "tiers.stepsAre" : "tiers.stepsDiffer", { sums })}</span>;
}

function Standing() {
  const { t } = useTranslation("programme");
  const { document, set } = useEditing();
  const { editing } = useSection();
  const { standing, matching, levels } = document.tiers;
  const base = ["tiers", "standing"];
  const choices = (key: string, values: readonly string[]) => values.map((value) => ({ value, label: t(`choice.${key}.${value}`) }));
  const nameOf = useName();
  const own = levels.slice(1).map((level) => ({ value: level.code, label: nameOf(level) }));
  return (
    <Lines>
      <Line label={t("tiers.lasts")}><Says k="says.lasts" parts={{ months: <Num at={[...base, "valid_months"]} unit="months" max={120} />, ends: <Pick at={[...base, "ends"]} options={choices("ends", ["same_day", "year_end"])} width={168} /> }} /></Line>
      <Line label={t("tiers.fallsLabel")}>
        <Says k={standing.grace_months || editing ? "says.fallsGrace" : "says.falls"} parts={{ grace: <Num at={[...base, "grace_months"]} unit="months" min={0} max={12} />, falls: <Pick at={[...base, "falls"]} options={choices("falls", ["one_level", "to_qualified"])} width={168} />, checked: <Pick at={[...base, "checked"]} options={choices("checked", ["at_term", "at_once"])} width={168} /> }} />
      </Line>
      <Line label={t("tiers.tells")}><Says k="says.tells" parts={{ near: <Num at={[...base, "near_percent"]} unit="percent" min={50} max={99} />, months: <Num at={[...base, "notice_months"]} unit="months" min={2} max={12} /> }} /></Line>
      <Line label={t("tiers.second")} at={[...base, "second_chances"]}>
        {standing.second_chances.length === 0 && !editing && <span className="t3">{t("tiers.noSecond")}</span>}
        <ul>
          {standing.second_chances.map((_, n) => (
            <li key={n} className={styles.item}>
              <span><Says k="says.second" parts={{ within: <Num at={[...base, "second_chances", n, "within_months"]} unit="months" max={120} />, visits: <Num at={[...base, "second_chances", n, "visits"]} unit="visits" />, gives: <Num at={[...base, "second_chances", n, "gives_months"]} unit="months" max={120} /> }} /></span>
              <Removes at={[...base, "second_chances", n]} what={t("tiers.second")} />
            </li>
          ))}
        </ul>
        <Adds at={[...base, "second_chances"]} item={{ visits: 2, within_months: 1, gives_months: 3 }} label={t("tiers.addSecond")} />
      </Line>
      <Line label={t("tiers.matching")}>
        <Option at={["tiers", "matching", "enabled"]} label={t("tiers.matching")} off={t("tiers.noMatching")}>
          <Says k="says.matching" parts={{ months: <Num at={["tiers", "matching", "trial_months"]} unit="months" max={120} />, visits: <Num at={["tiers", "matching", "keep_visits"]} unit="visits" /> }} />
        </Option>
        {matching.enabled && (
          <ul>
            {matching.table.map((_, n) => (
              <li key={n} className={styles.item}>
                <span><Says k="says.match" parts={{ partner: <Text at={["tiers", "matching", "table", n, "partner"]} width={132} />, theirs: <Text at={["tiers", "matching", "table", n, "partner_tier"]} width={108} />, ours: <Pick at={["tiers", "matching", "table", n, "tier"]} options={own} width={108} /> }} /></span>
                <Removes at={["tiers", "matching", "table", n]} what={t("tiers.match")} />
              </li>
            ))}
          </ul>
        )}
        {matching.enabled && editing && <Button size="small" className={styles.adds} icon={<Icon name="plus" />} onClick={() => set(["tiers", "matching", "table"], [...matching.table, { partner: "", partner_tier: "", tier: own[0]?.value ?? "" }])}>{t("tiers.addMatch")}</Button>}
      </Line>
    </Lines>
  );
}
