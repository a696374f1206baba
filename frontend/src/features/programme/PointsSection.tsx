import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { coherence } from "@/api/programme";
import { PERIODS, type Coherence } from "@/api/programmeTypes";
import { CHANNELS } from "@/api/types";
import { Bones, ErrorState } from "@/components/States";
import { count, money } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import { useEditing, useSection } from "./editing";
import { Action, Adds, Day, FlawAt, Line, Lines, Money, Num, Option, Pick, Removes, Says, Text, Words } from "./fields";
import styles from "./programme.module.css";
import { useName } from "./useName";
import { EARN, freeCode, NINE } from "./whole";

/** How points are earned, when they end, what they are spent on, and what one is worth each way. */
export function PointsSection() {
  const { t } = useTranslation("programme");
  const { document } = useEditing();
  const { points } = document;
  return (
    <>
      <Lines><Line label={t("points.on")}><Option at={["points", "enabled"]} label={t("points.on")} off={t("points.off")}>{t("points.isOn")}</Option></Line></Lines>
      {points.enabled && (
        <>
          <h3 className={styles.sub}>{t("points.earning")}</h3>
          <Earning />
          <h3 className={styles.sub}>{t("points.ending")}</h3>
          <Ending />
          <h3 className={styles.sub}>{t("points.spending")}</h3>
          <Spending />
          <h3 className={styles.sub}>{t("points.nine")}</h3>
          <Nine />
          <h3 className={styles.sub}>{t("points.worth")} <span className={styles.aside}>{t("points.worthIs")}</span></h3>
          <Worth />
        </>
      )}
    </>
  );
}

function Earning() {
  const { t } = useTranslation("programme");
  const { document } = useEditing();
  const { editing } = useSection();
  const nameOf = useName();
  const { earn, pending_days } = document.points;
  const base = ["points", "earn"];
  const kinds = (count: number) => (["base", "bonus"] as const).map((value) => ({ value, label: t(`choice.kind.${value}`, { count }) }));
  const pers = (["money", "night", "visit", "action"] as const).map((value) => ({ value, label: t(`choice.per.${value}`) }));
  const channels = CHANNELS.map((value) => ({ value, label: t(`channel.${value}`, { ns: "common" }) }));
  const periods = PERIODS.map((value) => ({ value, label: t(`per.${value}`) }));
  return (
    <Lines>
      {earn.map((rule, n) => {
        const at = [...base, n];
        const points = <><Num at={[...at, "points"]} /> <Pick at={[...at, "kind"]} options={kinds(rule.points)} width={112} label={t("word.pointKind")} /></>;
        return (
          <Line key={rule.code || n} label={editing ? t("points.rule", { n: n + 1 }) : t(`choice.per.${rule.per}`)} at={at}>
            <div className={styles.item}>
              <span>
                {editing && <Pick at={[...at, "per"]} options={pers} width={104} />}
                <Says k={`says.earn.${rule.per}`} parts={{
                  points: <span>{points}</span>, every: <Num at={[...at, "every"]} unit="yuan" />, action: <Action at={[...at, "action"]} />,
                  on: <Pick at={[...at, "on"]} options={(["room", "all"] as const).map((value) => ({ value, label: t(`choice.on.${value}`) }))} width={112} />,
                }} />
                {(editing || rule.channels.length > 0) && rule.per !== "action" && <> · <Pick at={[...at, "channels"]} options={channels} many empty={t("points.allChannels")} width={232} /></>}
                {(editing || rule.room_types.length > 0) && rule.per !== "action" && <> · <Words at={[...at, "room_types"]} empty={t("points.allRooms")} width={130} /></>}
                {(editing || rule.cap !== null) && <> · <Says k="says.cap" parts={{ cap: <Num at={[...at, "cap"]} unit="points" empty={t("noCap")} width={96} />, period: <Pick at={[...at, "cap_period"]} options={periods} width={112} /> }} /></>}
              </span>
              <Removes at={at} what={t("points.rule", { n: n + 1 })} />
            </div>
          </Line>
        );
      })}
      {earn.length === 0 && !editing && <p className="t3">{t("points.noRules")}</p>}
      <FlawAt at={base} />
      <Adds at={base} item={{ ...EARN, code: freeCode("earn", earn) }} label={t("points.addRule")} />
      <Line label={t("points.whenLabel")}>{pending_days === 0 && !editing ? t("points.atOnce") : <Says k="says.pending" parts={{ days: <Num at={["points", "pending_days"]} unit="days" min={0} max={60} /> }} />}</Line>
      <Line label={t("points.takenBack")}><Says k="says.takenBack" parts={{ how: <Pick at={["points", "spent_reversal"]} options={(["owe", "forgive"] as const).map((value) => ({ value, label: t(`choice.spent.${value}`) }))} width={200} /> }} /></Line>
      <Line label={t("points.tierBonus")}><span className="t2">{document.tiers.levels.filter(({ bonus_percent }) => bonus_percent > 0).map((level) => `${nameOf(level)} +${level.bonus_percent} %`).join(t("and")) || t("points.noTierBonus")}</span> <span className="cap t3">{t("points.tierBonusIs")}</span></Line>
    </Lines>
  );
}

function Ending() {
  const { t } = useTranslation("programme");
  const { document } = useEditing();
  const { editing } = useSection();
  const { expiry, warn_days } = document.points;
  const base = ["points", "expiry"];
  const kinds = (["rolling", "year_end", "yearly", "never"] as const).map((value) => ({ value, label: t(`choice.expiry.${value}`) }));
  return (
    <Lines>
      <Line label={t("points.expiry")} at={base}>
        {editing && <Pick at={[...base, "kind"]} options={kinds} width={176} />}
        <Says k={`says.expiry.${expiry.kind}`} parts={{ months: <Num at={[...base, "months"]} unit="months" max={120} />, years: <Num at={[...base, "years"]} unit="years" max={10} />, day: <Text at={[...base, "month_day"]} width={84} max={5} /> , reason: <Text at={[...base, "reason"]} width={260} max={200} empty={t("points.reasonNeeded")} /> }} />
      </Line>
      {expiry.kind !== "never" && <Line label={t("points.extension")}><Option at={[...base, "extension"]} label={t("points.extension")} off={t("points.noExtension")}>{t("points.extends")}</Option></Line>}
      {expiry.kind !== "never" && <Line label={t("points.warning")}>{warn_days.length || editing ? <Says k="says.warn" parts={{ days: <Words at={["points", "warn_days"]} empty={t("points.noWarning")} numbers width={130} /> }} /> : <span className="t3">{t("points.noWarning")}</span>}</Line>}
    </Lines>
  );
}

function Spending() {
  const { t } = useTranslation("programme");
  const periods = PERIODS.map((value) => ({ value, label: t(`per.${value}`) }));
  const capped = (part: string) => ({ cap: <Num at={["points", part, "cap"]} unit="points" width={96} />, period: <Pick at={["points", part, "cap_period"]} options={periods} width={112} /> });
  const option = (part: string, parts: Record<string, React.ReactElement>) => (
    <Line label={t(`points.${part}`)} at={["points", part]}>
      <Option at={["points", part, "enabled"]} label={t(`points.${part}`)}><Says k={`says.${part}`} parts={parts} /></Option>
    </Line>
  );
  return (
    <Lines>
      {option("bill", { points: <Num at={["points", "bill", "points"]} unit="points" width={96} />, money: <Money at={["points", "bill", "money"]} />, max: <Num at={["points", "bill", "max_percent"]} unit="percent" min={0} max={100} /> })}
      {option("friend", capped("friend"))}
      {option("transfer", capped("transfer"))}
      {option("family", { n: <Num at={["points", "family", "members_max"]} unit="people" min={2} max={10} />, ...capped("family") })}
      {option("purchase", { points: <Num at={["points", "purchase", "points"]} unit="points" width={96} />, money: <Money at={["points", "purchase", "money"]} />, ...capped("purchase") })}
      <Line label={t("points.shown")}><Option at={["points", "value_shown"]} label={t("points.shown")} off={t("points.hidden")}>{t("points.isShown")}</Option></Line>
    </Lines>
  );
}

function Nine() {
  const { t } = useTranslation("programme");
  const { document } = useEditing();
  const { editing } = useSection();
  const { nine_offers } = document.points;
  const base = ["points", "nine_offers"];
  const nameOf = useName();
  const coupons = document.coupons.map((kind) => ({ value: kind.code, label: nameOf(kind) }));
  const periods = PERIODS.map((value) => ({ value, label: t(`per.${value}`) }));
  const measures = (["visits", "nights", "spend"] as const).map((value) => ({ value, label: t(`measure.${value}`) }));
  return (
    <>
      {nine_offers.length === 0 && <p className="t3 small">{t("points.noNine")}</p>}
      <ul className={styles.things}>
        {nine_offers.map((offer, n) => {
          const at = [...base, n];
          return (
            <li key={offer.code} className={styles.thing}>
              <div>
                <b className="b">{editing ? <Text at={[...at, "name"]} width={150} /> : nameOf(offer)}</b> {editing && <Text at={[...at, "name_en"]} width={150} />}
                <div className={styles.sentence}>
                  <Says k="says.nine" parts={{
                    months: <Num at={[...at, "condition", "months"]} unit="monthsIn" max={120} />, measure: <Pick at={[...at, "condition", "measure"]} options={measures} width={104} />, least: <Num at={[...at, "condition", "at_least"]} />,
                    points: <Num at={[...at, "points"]} unit="points" />, coupon: <Pick at={[...at, "coupon"]} options={coupons} width={150} />, per: <Num at={[...at, "per_guest"]} unit="times" />, period: <Pick at={[...at, "period"]} options={periods} width={112} />,
                  }} />
                  {(editing || offer.until) && <> · <Says k="says.until" parts={{ day: <Day at={[...at, "until"]} empty={t("noEnd")} /> }} /></>}
                </div>
              </div>
              <Removes at={at} what={nameOf(offer)} />
            </li>
          );
        })}
      </ul>
      {coupons.length === 0 && editing ? <p className="cap t3">{t("points.nineNeeds")}</p> : <Adds at={base} item={{ ...NINE, code: freeCode("nine", nine_offers), name: t("points.newNine"), name_en: "9 points", coupon: coupons[0]?.value ?? "" }} label={t("points.addNine")} />}
    </>
  );
}

/** What a point is worth, way by way: ways far from each other teach guests to use one and lose the others. */
function Worth() {
  const { t } = useTranslation("programme");
  const { api, property } = useScope();
  const found = useQuery({ ...coherence(api), enabled: property !== null });
  if (!property) return <p className="t3 small">{t("points.worthAtHouse")}</p>;
  if (found.isError) return <ErrorState problem={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Bones height={150} lines={5} />;
  return <Ways data={found.data} />;
}

interface Way { key: string; way: string; name: string; points: number; worth: number; each: number }

function Ways({ data }: { data: Coherence }) {
  const { t, i18n } = useTranslation("programme");
  const said = (way: Coherence["ways"][number]) => (i18n.language === "en" ? way.name_en : way.name) || t(`way.${way.way}`);
  const ways = data.ways
    .flatMap((one): Way[] => (one.per_point === null || one.worth === null ? [] : [{ key: `${one.way}-${one.code ?? ""}`, way: one.way, name: said(one), points: one.points, worth: Number(one.worth), each: Number(one.per_point) }]))
    .toSorted((a, b) => b.each - a.each);
  const unpriced = data.ways.filter(({ per_point }) => per_point === null);
  // A 9-point offer is meant to be worth far more: it would flatten the others.
  const plain = ways.filter(({ way }) => way !== "nine");
  const most = Math.max(...plain.map(({ each }) => each), 0);
  const [best, least] = [plain[0], plain.at(-1)];
  if (!best || !least || most === 0) return <p className="t3 small">{t("points.noWays")}</p>;
  const apart = least.each > 0 ? most / least.each : null;
  const cheap = data.sold_too_cheap.map((code) => data.ways.find((one) => one.code === code || one.way === code)).filter((one) => one !== undefined);
  return (
    <>
      <p className="small t2" style={{ marginBottom: 6 }}>{apart !== null && apart > 2 ? t("points.apart", { best: best.name, least: least.name, times: apart.toFixed(1) }) : t("points.together")}</p>
      {cheap.length > 0 && <p className="small warn" style={{ marginBottom: 6 }}>{t("points.cheap", { names: cheap.map(said).join(t("and")) })}</p>}
      <ul className={styles.worths} aria-label={t("points.worth")}>
        {ways.map(({ key, way, name, points, worth, each }) => {
          const share = each / most;
          return (
            <li key={key} className={styles.worth}>
              <span className="cut" title={`${t(`way.${way}`)} · ${name}`}>{name} {name !== t(`way.${way}`) && <span className="cap t3">{t(`way.${way}`)}</span>}</span>
              <span className={styles.track} aria-hidden="true"><b className={share < 0.4 ? styles.low : undefined} style={{ width: `${Math.min(100, Math.max(share * 100, 0.5))}%` }} /></span>
              <span><b className="b">¥{each.toFixed(3)}</b> <span className="cap t3">{t("points.of", { points: count(points), worth: money(worth) })}</span></span>
            </li>
          );
        })}
      </ul>
      {unpriced.length > 0 && <p className="cap t3" style={{ marginTop: 4 }}>{t("points.unpriced", { names: unpriced.map(said).join(t("and")) })}</p>}
    </>
  );
}
