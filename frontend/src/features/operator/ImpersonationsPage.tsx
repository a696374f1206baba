import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { ImpersonationRow } from "@/api/operatorTypes";
import type { Page } from "@/api/types";
import { PageHead } from "@/components/PageHead";
import { ErrorState } from "@/components/States";
import { ImpersonationTable } from "./ImpersonationTable";

/** Who looked at which chain as whom, and why. */
export default function ImpersonationsPage() {
  const { t } = useTranslation("operator");
  const past = useInfiniteQuery({
    queryKey: ["operator", "impersonations"],
    queryFn: ({ pageParam }) => api.get<Page<ImpersonationRow>>("/operator/impersonations", { cursor: pageParam, limit: 50 }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
  return (
    <>
      <PageHead title={t("nav.impersonations")} about={t("eyes.about")} />
      <div className="panel">
        <div className="flush">
          {past.isError ? <ErrorState problem={past.error} retry={() => void past.refetch()} /> : <ImpersonationTable rows={past.data?.pages.flatMap(({ results }) => results)} withChain />}
        </div>
        <footer><span>{t("eyes.rules")}</span>{past.hasNextPage && <Button size="small" loading={past.isFetchingNextPage} onClick={() => void past.fetchNextPage()}>{t("more", { ns: "common" })}</Button>}</footer>
      </div>
    </>
  );
}
