import { lazy } from "react";
import type { RouteObject } from "react-router";
import { NotFound } from "../shell/Trouble";

const Worklist = lazy(() => import("@/features/worklist/WorklistPage"));
const Guests = lazy(() => import("@/features/guests/GuestsPage"));
const GuestCard = lazy(() => import("@/features/guest-card/GuestCardPage"));
const Visits = lazy(() => import("@/features/visits/VisitsPage"));

/** /p/:property/… One line per page; a page is the default export of its feature and is fetched when opened. */
export const propertyRoutes: RouteObject[] = [
  { path: "remarks", element: <Worklist /> },
  { path: "guests", element: <Guests /> },
  { path: "guests/:guest", element: <GuestCard /> },
  { path: "visits", element: <Visits /> },
  { path: "*", element: <NotFound /> },
];
