import { lazy } from "react";
import type { RouteObject } from "react-router";
import { NotFound } from "../shell/Trouble";

const Overview = lazy(() => import("@/features/overview/OverviewPage"));

/** /c/:chain/… One line per page; a page is the default export of its feature and is fetched when opened. */
export const chainRoutes: RouteObject[] = [
  { index: true, element: <Overview /> },
  { path: "*", element: <NotFound /> },
];
