import { lazy } from "react";
import type { RouteObject } from "react-router";
import { NotFound } from "../shell/Trouble";

const Overview = lazy(() => import("@/features/overview/OverviewPage"));
const Channels = lazy(() => import("@/features/channels/ChannelsPage"));
const Repeat = lazy(() => import("@/features/repeat/RepeatPage"));
const Remarks = lazy(() => import("@/features/remark-kpi/RemarksPage"));

/** /c/:chain/… One line per page; a page is the default export of its feature and is fetched when opened. */
export const chainRoutes: RouteObject[] = [
  { index: true, element: <Overview /> },
  { path: "remarks", element: <Remarks /> },
  { path: "channels", element: <Channels /> },
  { path: "repeat", element: <Repeat /> },
  { path: "*", element: <NotFound /> },
];
