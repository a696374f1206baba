import { lazy } from "react";
import type { RouteObject } from "react-router";
import { NotFound } from "../shell/Trouble";

const Worklist = lazy(() => import("@/features/worklist/WorklistPage"));

/** /p/:property/… One line per page; a page is the default export of its feature and is fetched when opened. */
export const propertyRoutes: RouteObject[] = [
  { path: "remarks", element: <Worklist /> },
  { path: "*", element: <NotFound /> },
];
