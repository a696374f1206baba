import { lazy } from "react";
import type { RouteObject } from "react-router";
import { NotFound } from "../shell/Trouble";
import { chainMembership } from "./membership";

const Overview = lazy(() => import("@/features/overview/OverviewPage"));
const Channels = lazy(() => import("@/features/channels/ChannelsPage"));
const Repeat = lazy(() => import("@/features/repeat/RepeatPage"));
const Remarks = lazy(() => import("@/features/remark-kpi/RemarksPage"));
const Properties = lazy(() => import("@/features/properties/PropertiesPage"));
const Programme = lazy(() => import("@/features/programme/ChainProgrammePage"));
const Staff = lazy(() => import("@/features/staff/StaffPage"));
const Keys = lazy(() => import("@/features/keys/KeysPage"));
const Audit = lazy(() => import("@/features/audit/AuditPage"));
const Settings = lazy(() => import("@/features/settings/ChainSettingsPage"));

/** /c/:chain/… One line per page; a page is the default export of its feature and is fetched when opened. */
export const chainRoutes: RouteObject[] = [
  { index: true, element: <Overview /> },
  { path: "remarks", element: <Remarks /> },
  { path: "channels", element: <Channels /> },
  { path: "repeat", element: <Repeat /> },
  { path: "properties", element: <Properties /> },
  { path: "programme", element: <Programme /> },
  chainMembership,
  { path: "staff", element: <Staff /> },
  { path: "keys", element: <Keys /> },
  { path: "audit", element: <Audit /> },
  { path: "settings", element: <Settings /> },
  { path: "*", element: <NotFound /> },
];
