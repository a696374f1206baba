import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Input, Segmented } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { LEVELS, type ChainRow } from "@/api/operatorTypes";
import type { Page } from "@/api/types";
import { Icon } from "@/components/Icon";
import { PageHead } from "@/components/PageHead";
import { EmptyState, ErrorState } from "@/components/States";
import { useFilters } from "@/lib/filters";
import { ChainTable } from "./ChainTable";

const SETTLES_MS = 250;
const CHOICES = ["all", ...LEVELS, "suspended"] as const;

/** Every chain, by what one knows of it. */
export default function ChainsPage() {
  const { t } = useTranslation("operator");
  const { params, set } = useFilters();
  const q = params.get("q") ?? "";
  const choice = CHOICES.find((known) => known === params.get("level")) ?? "all";
  const level = choice === "all" || choice === "suspended" ? null : choice;
  const [typed, setTyped] = useState(q);
  useEffect(() => {
    const timer = setTimeout(() => { if (typed.trim() !== q) set({ q: typed.trim() }); }, SETTLES_MS);
    return () => clearTimeout(timer);
  }, [typed, q, set]);
  const chains = useInfiniteQuery({
    queryKey: ["operator", "chains", q, choice],
    // A chain that is shut out stands apart: its level says what it pays, not that nobody gets in.
    queryFn: ({ pageParam }) => api.get<Page<ChainRow>>("/operator/chains", { q, level, state: choice === "suspended" ? "suspended" : level ? "open" : null, cursor: pageParam, limit: 50 }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
  const empty = q || choice !== "all" ? <EmptyState title={t("chains.noneOf")}>{t("chains.noneOfHint")}</EmptyState> : <EmptyState title={t("chains.none")}>{t("chains.noneHint")}</EmptyState>;
  return (
    <>
      <PageHead title={t("nav.chains")} about={t("chains.about")}>
        <Input allowClear prefix={<Icon name="search" />} value={typed} placeholder={t("chains.search")} aria-label={t("chains.search")} onChange={({ target }) => setTyped(target.value)} style={{ width: 280, maxWidth: "100%" }} />
      </PageHead>
      <div className="tbl-scroll below"><Segmented value={choice} aria-label={t("standing")} options={CHOICES.map((value) => ({ value, label: t(`level.${value}`) }))} onChange={(to) => set({ level: to === "all" ? null : to })} /></div>
      <div className="panel">
        <div className="flush">
          {chains.isError ? <ErrorState problem={chains.error} retry={() => void chains.refetch()} /> : <ChainTable label={t("nav.chains")} rows={chains.data?.pages.flatMap(({ results }) => results)} empty={empty} />}
        </div>
        {chains.hasNextPage && <footer><span /><Button size="small" loading={chains.isFetchingNextPage} onClick={() => void chains.fetchNextPage()}>{t("more", { ns: "common" })}</Button></footer>}
      </div>
    </>
  );
}
