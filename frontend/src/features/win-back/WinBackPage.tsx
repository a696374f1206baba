import { useQueries, useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { winBackSummary, winBackTop } from "@/api/winning";
import type { WinBack } from "@/api/winningTypes";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { PageHead } from "@/components/PageHead";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { Bone, EmptyState, ErrorState } from "@/components/States";
import { usePhone } from "@/lib/media";
import { count, money, rate, share } from "@/lib/numbers";
import { useFreshness } from "@/session/asOf";
import { useScope } from "@/session/scope";
import { Board } from "./Board";
import { HouseBoard } from "./HouseBoard";
import { added, byProperty, byReason, mostToDo, PLACES_MOST, restrainedOf, type Counts, type Place, type Section } from "./sections";
import { Beside } from "./Beside";
import styles from "./winBack.module.css";

/** 今天该联系谁: whom to act upon today and why, and who is left alone. */
export default function WinBackPage() {
  const place = useReportPlace();
  return place.property ? <HouseBoard key={place.property.slug} place={place} /> : <ChainBoard />;
}

type By = "reason" | "property";
/** Rows of a section before one asks for more: of a reason, of a property; and how many more then come. */
const MERGED_FIRST = 12;
const PLACE_FIRST = 5;
const MORE = 20;

/** The boards of all properties as one: asked of each, for its guests are its own. */
function ChainBoard() {
  const { t } = useTranslation("win-back");
  const scope = useScope();
  const place = useReportPlace();
  const phone = usePhone();
  const [by, setBy] = useState<By>("reason");
  const [shown, setShown] = useState<Record<string, number>>({});
  const summary = useQuery(winBackSummary(scope.api));
  const asked = mostToDo(summary.data?.properties ?? []);
  const boards = useQueries({ queries: asked.map(({ property }) => winBackTop(`/properties/${property}`)) });
  const here = boards.map(({ data }, index): Place | null => {
    const one = asked[index];
    return data && one ? { slug: one.property, name: one.name, board: data } : null;
  });
  const places = here.filter((one) => one !== null);
  const waiting = summary.isPending || boards.some(({ isPending }) => isPending);
  const failed = boards.filter(({ isError }) => isError);
  const all = places.map(({ board }) => board);
  useFreshness(all[0]?.as_of ?? undefined);
  const whole = waiting ? undefined : by === "reason" ? byReason(places) : byProperty(places);
  const upTo = (section: Section) => shown[section.key] ?? (by === "reason" && !phone ? MERGED_FIRST : PLACE_FIRST);
  const sections = whole?.map((section) => ({ ...section, rows: section.rows.slice(0, upTo(section)) }));
  const counts = waiting ? undefined : added(all);
  const left = (summary.data?.properties.length ?? 0) - asked.length;
  return (
    <>
      <Head board={all[0]}>
        <PropertyPicker place={place} />
        <Segmented<By> aria-label={t("by.label")} block={phone} value={by} onChange={setBy} options={(["reason", "property"] as const).map((value) => ({ value, label: t(`by.${value}`) }))} />
      </Head>
      {summary.isError ? <div className="panel"><ErrorState problem={summary.error} retry={() => void summary.refetch()} /></div> : (
        <>
          <Figures counts={counts} />
          <div className={styles.grid}>
            <section className="panel" aria-label={t("title")}>
              {failed.length > 0 && <p className={styles.missing} role="alert">{t("missing", { n: failed.length, count: failed.length })} <button type="button" className={styles.link} onClick={() => { failed.forEach(({ refetch }) => void refetch()); }}>{t("retry", { ns: "common" })}</button></p>}
              {counts?.today === 0 ? <Nobody onPattern={counts.on_pattern} /> : (
                <Board
                  sections={sections} onPattern={counts?.on_pattern}
                  more={(section) => {
                    const [held, left] = [whole?.find(({ key }) => key === section.key)?.rows.length ?? 0, section.n - section.rows.length];
                    if (left <= 0) return null;
                    if (held > section.rows.length) return <Button type="link" size="small" onClick={() => setShown({ ...shown, [section.key]: upTo(section) + MORE })}>{t("more", { n: count(left), count: left })}</Button>;
                    if (section.kind === "property") return <Link to={`/p/${section.key}/win-back`}>{t("moreOf", { n: left, count: left, name: section.name })}</Link>;
                    return <span className="t3">{t("moreByProperty", { n: count(left), count: left })}</span>;
                  }}
                />
              )}
              {left > 0 && <p className={styles.left}>{t("tooMany", { n: PLACES_MOST, left, count: left })}</p>}
            </section>
            <Beside place={place} board={undefined} restrained={waiting ? undefined : restrainedOf(all)} counts={counts} />
          </div>
        </>
      )}
    </>
  );
}

const WEEKDAY = { weekday: "short", timeZone: "UTC" } as const;

export function Head({ board, children }: { board: WinBack | undefined; children?: React.ReactNode }) {
  const { t, i18n } = useTranslation("win-back");
  const weekday = board && new Intl.DateTimeFormat(i18n.language, WEEKDAY).format(new Date(`${board.day}T00:00:00Z`));
  return (
    <PageHead title={t("title")} about={board ? t("about", { day: board.day.slice(5), weekday, open: board.quiet.until, close: board.quiet.from }) : <Bone width={180} />}>
      {children}
    </PageHead>
  );
}

export function Figures({ counts }: { counts: Counts | undefined }) {
  const { t } = useTranslation("win-back");
  const figure = (value: number | undefined, unit: string) => (
    <span className="figure">{value === undefined ? <Bone width={84} height={18} /> : <>{count(value)}<small>{unit}</small></>}</span>
  );
  const people = t("unit.people");
  const all = counts && counts.today + counts.on_pattern;
  return (
    <KpiStrip figures={4}>
      <Kpi label={t("kpi.today")} sub={counts ? t("kpi.todaySub", { all: count(all), share: rate(share(counts.today, all ?? 0)) }) : <Bone width="60%" />}>{figure(counts?.today, people)}</Kpi>
      <Kpi label={t("kpi.late")} sub={t("kpi.lateSub")}>{figure(counts?.late, people)}</Kpi>
      <Kpi label={t("kpi.early")} sub={t("kpi.earlySub")}>{figure(counts?.early, people)}</Kpi>
      <Kpi label={t("kpi.noOffer")} sub={counts ? t("kpi.noOfferSub", { today: money(counts.saved_today), month: money(counts.saved_month) }) : <Bone width="60%" />}>{figure(counts?.no_offer, t("unit.offers"))}</Kpi>
    </KpiStrip>
  );
}

/** Nobody is late or early: that is good news, and says when to look again. */
export function Nobody({ onPattern }: { onPattern: number }) {
  const { t } = useTranslation("win-back");
  return <EmptyState title={t(onPattern > 0 ? "nobody.title" : "nobody.noNorm")}>{t(onPattern > 0 ? "nobody.hint" : "nobody.noNormHint", { n: count(onPattern), count: onPattern })}</EmptyState>;
}
