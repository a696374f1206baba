import { Segmented } from "antd";
import { Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation, useNavigate } from "react-router";
import { Bones } from "@/components/States";
import { useScope } from "@/session/scope";

const TABS = ["liability", "redemption", "benefits", "tiers", "wallet", "coupons"] as const;

/** What the programme owes, gives and costs: one page a question, of a property or the whole chain. */
export default function MembershipReports() {
  const { t } = useTranslation("programme-reports");
  const { path, property } = useScope();
  const { pathname, search } = useLocation();
  const go = useNavigate();
  const tabs = property ? TABS : [...TABS, "settlement" as const];
  const at = tabs.find((tab) => pathname.endsWith(`/${tab}`)) ?? "liability";
  const kept = new URLSearchParams([...new URLSearchParams(search)].filter(([key]) => ["range", "from", "to", "property"].includes(key))).toString();
  const tabsAt = useRef<HTMLDivElement>(null);
  useEffect(() => {
    tabsAt.current?.querySelector(".ant-segmented-item-selected")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [at]);
  return (
    <>
      <div className="tbl-scroll below" ref={tabsAt}>
        <Segmented
          value={at} aria-label={t("tabs")} options={tabs.map((value) => ({ value, label: t(`${value}.title`) }))}
          onChange={(tab) => void go(`${path}/membership/${tab}${kept ? `?${kept}` : ""}`)}
        />
      </div>
      <Suspense fallback={<div className="panel"><div className="body"><Bones height={480} lines={10} /></div></div>}>
        <Outlet />
      </Suspense>
    </>
  );
}
