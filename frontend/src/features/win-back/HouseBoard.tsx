import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { winBack } from "@/api/winning";
import { PropertyPicker, type ReportPlace } from "@/components/PropertyPicker";
import { ErrorState } from "@/components/States";
import { count } from "@/lib/numbers";
import { useFreshness } from "@/session/asOf";
import { Beside } from "./Beside";
import { Board } from "./Board";
import { rowsOf, type Section } from "./sections";
import { Figures, Head, Nobody } from "./WinBackPage";
import styles from "./winBack.module.css";

/** The board of one property: ten of each kind, and more where one asks for them. */
export function HouseBoard({ place }: { place: ReportPlace }) {
  const { t } = useTranslation("win-back");
  const late = useInfiniteQuery(winBack(place.api, "late"));
  const early = useInfiniteQuery(winBack(place.api, "early"));
  const board = late.data?.pages[0] ?? early.data?.pages[0];
  useFreshness(board?.as_of ?? undefined);
  const at = { slug: place.property?.slug ?? "", name: place.name };
  const lists = { late, early };
  const sections = late.data && early.data ? (["late", "early"] as const).map((group): Section => ({
    key: group, kind: group, n: board?.counts[group] ?? 0, rows: (lists[group].data?.pages ?? []).flatMap((page) => rowsOf({ ...at, board: page })),
  })) : undefined;
  const problem = late.error ?? early.error;
  return (
    <>
      <Head board={board}><PropertyPicker place={place} /></Head>
      {problem && !sections ? (
        <div className="panel"><ErrorState problem={problem} retry={() => { void late.refetch(); void early.refetch(); }} /></div>
      ) : (
        <>
          <Figures counts={board?.counts} />
          <div className={styles.grid}>
            <section className="panel" aria-label={t("title")}>
              {sections && board?.counts.today === 0 ? <Nobody onPattern={board.counts.on_pattern} /> : (
                <Board
                  sections={sections} onPattern={board?.counts.on_pattern}
                  more={({ kind, n, rows }) => {
                    const list = kind === "property" ? null : lists[kind];
                    return list?.hasNextPage ? <Button type="link" size="small" className={styles.moreButton} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("more", { n: count(n - rows.length), count: n - rows.length })}</Button> : null;
                  }}
                />
              )}
            </section>
            <Beside place={place} board={board} restrained={board?.restrained} counts={board?.counts} />
          </div>
        </>
      )}
    </>
  );
}
