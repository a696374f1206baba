import { lazy } from "react";
import type { RouteObject } from "react-router";

const Reports = lazy(() => import("../pages/PropertyReports"));
const RemarkKpi = lazy(() => import("@/features/remark-kpi/RemarksPage"));
const Channels = lazy(() => import("@/features/channels/ChannelsPage"));
const Repeat = lazy(() => import("@/features/repeat/RepeatPage"));
const Staff = lazy(() => import("@/features/staff/StaffPage"));
const Settings = lazy(() => import("@/features/settings/PropertySettingsPage"));

/** The pages a property shares with the chain: the same reports, staff and targets, of this house alone. */
export const propertyReportRoutes: RouteObject[] = [
  {
    path: "reports",
    element: <Reports />,
    children: [
      { index: true, element: <RemarkKpi /> },
      { path: "remarks", element: <RemarkKpi /> },
      { path: "channels", element: <Channels /> },
      { path: "repeat", element: <Repeat /> },
    ],
  },
  { path: "staff", element: <Staff /> },
  { path: "settings", element: <Settings /> },
];
