import { Segmented } from "antd";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation, useNavigate } from "react-router";
import { Bones } from "@/components/States";
import { useScope } from "@/session/scope";

const TABS = ["remarks", "channels", "repeat"] as const;

/** A property's own reports: the chain's pages, of this house alone. */
export default function PropertyReports() {
  const { t } = useTranslation("shell");
  const { path } = useScope();
  const { pathname, search } = useLocation();
  const go = useNavigate();
  const at = TABS.find((tab) => pathname.endsWith(`/${tab}`)) ?? "remarks";
  const period = new URLSearchParams([...new URLSearchParams(search)].filter(([key]) => ["range", "from", "to", "vs"].includes(key))).toString();
  return (
    <>
      <Segmented
        className="below" value={at} aria-label={t("nav.reports")} options={TABS.map((value) => ({ value, label: t(`nav.${value}`) }))}
        onChange={(tab) => void go(`${path}/reports/${tab}${period ? `?${period}` : ""}`)}
      />
      <Suspense fallback={<div className="panel"><div className="body"><Bones height={480} lines={10} /></div></div>}>
        <Outlet />
      </Suspense>
    </>
  );
}
