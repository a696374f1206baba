import { lazy } from "react";
import type { RouteObject } from "react-router";
import { NotFound } from "../shell/Trouble";

const Worklist = lazy(() => import("@/features/worklist/WorklistPage"));
const Guests = lazy(() => import("@/features/guests/GuestsPage"));
const GuestCard = lazy(() => import("@/features/guest-card/GuestCardPage"));
const Review = lazy(() => import("@/features/review/ReviewPage"));
const Visits = lazy(() => import("@/features/visits/VisitsPage"));
const Imports = lazy(() => import("@/features/imports/ImportsPage"));
const Import = lazy(() => import("@/features/imports/ImportPage"));
const Sources = lazy(() => import("@/features/sources/SourcesPage"));

/** /p/:property/… One line per page; a page is the default export of its feature and is fetched when opened. */
export const propertyRoutes: RouteObject[] = [
  { path: "remarks", element: <Worklist /> },
  { path: "guests", element: <Guests /> },
  { path: "guests/:guest", element: <GuestCard /> },
  { path: "review", element: <Review /> },
  { path: "visits", element: <Visits /> },
  { path: "imports", element: <Imports /> },
  { path: "imports/:job", element: <Import /> },
  { path: "sources", element: <Sources /> },
  { path: "*", element: <NotFound /> },
];
