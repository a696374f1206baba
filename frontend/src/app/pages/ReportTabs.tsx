import { Segmented } from "antd";
import { Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation, useNavigate } from "react-router";
import { Bones } from "@/components/States";
import { useScope } from "@/session/scope";

/** The parts of an address that the next report understands as well. */
const KEPT = ["range", "from", "to", "vs", "property"];

/** Reports that answer one question together: the tabs over them, each a page of its own. */
export function ReportTabs({ below, tabs, first, label }: { below: string; tabs: readonly string[]; first: string; label: string }) {
  const { t } = useTranslation("shell");
  const { path } = useScope();
  const { pathname, search } = useLocation();
  const go = useNavigate();
  const tabsAt = useRef<HTMLDivElement>(null);
  const at = tabs.find((tab) => pathname.endsWith(`/${tab}`)) ?? first;
  const kept = new URLSearchParams([...new URLSearchParams(search)].filter(([key]) => KEPT.includes(key))).toString();
  useEffect(() => {
    tabsAt.current?.querySelector(".ant-segmented-item-selected")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [at]);
  return (
    <>
      <div className="tbl-scroll below" ref={tabsAt}>
        <Segmented
          value={at} aria-label={label} options={tabs.map((value) => ({ value, label: t(`nav.${value}`) }))}
          onChange={(tab) => void go(`${path}${below}${tab === first && below !== "/reports" ? "" : `/${tab}`}${kept ? `?${kept}` : ""}`)}
        />
      </div>
      <Suspense fallback={<div className="panel"><div className="body"><Bones height={480} lines={10} /></div></div>}>
        <Outlet />
      </Suspense>
    </>
  );
}
