import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation, useNavigate } from "react-router";
import { approvals, fulfilments, notices, tierMatches, type WaitingQuery } from "@/api/value";
import { PageHead } from "@/components/PageHead";
import { Bones } from "@/components/States";
import { usePropertyScope } from "@/session/scope";

const TABS = ["notices", "fulfilments", "approvals", "tier-matches"] as const;
type Tab = (typeof TABS)[number];

/** What membership leaves for people to do: tell, hand over, agree, look at a proof. */
export default function MemberTasks() {
  const { t } = useTranslation("member-tasks");
  const { api: house, path } = usePropertyScope();
  const { pathname } = useLocation();
  const go = useNavigate();
  const at = TABS.find((tab) => pathname.endsWith(`/${tab}`)) ?? "notices";
  const counts: Record<Tab, string> = { notices: useCount(notices(house)), fulfilments: useCount(fulfilments(house)), approvals: useCount(approvals(house)), "tier-matches": useCount(tierMatches(house)) };
  return (
    <>
      <PageHead title={t("title")} />
      <div className="below" style={{ maxWidth: "100%", overflowX: "auto" }}>
        <Segmented<Tab> value={at} aria-label={t("title")} options={TABS.map((value) => ({ value, label: `${t(`tab.${value}`)} ${counts[value]}`.trim() }))} onChange={(tab) => void go(`${path}/member-tasks/${tab}`)} />
      </div>
      <Suspense fallback={<div className="panel"><div className="body"><Bones height={320} lines={6} /></div></div>}>
        <Outlet />
      </Suspense>
    </>
  );
}

/** How many wait, `50+` where there are more pages. */
function useCount<Row>(query: WaitingQuery<Row>): string {
  const { data } = useQuery(query);
  if (!data) return "";
  return data.next ? `${data.results.length}+` : String(data.results.length);
}
