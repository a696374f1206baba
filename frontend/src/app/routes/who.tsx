import { lazy } from "react";
import type { RouteObject } from "react-router";
import { ChannelReports, GuestReports } from "../pages/ChainReports";

const Channels = lazy(() => import("@/features/channels/ChannelsPage"));
const Coach = lazy(() => import("@/features/coach/CoachPage"));
const Pool = lazy(() => import("@/features/pool/PoolPage"));
const Repeat = lazy(() => import("@/features/repeat/RepeatPage"));
const Profit = lazy(() => import("@/features/profit/ProfitPage"));
const Churn = lazy(() => import("@/features/churn/ChurnPage"));
const Latency = lazy(() => import("@/features/latency/LatencyPage"));
const Rfm = lazy(() => import("@/features/rfm/RfmPage"));
const Lifetime = lazy(() => import("@/features/lifetime/LifetimePage"));

const ofGuests: RouteObject[] = [
  { path: "churn", element: <Churn /> },
  { path: "latency", element: <Latency /> },
  { path: "rfm", element: <Rfm /> },
  { path: "lifetime", element: <Lifetime /> },
];
const ofChannels: RouteObject[] = [
  { path: "coach", element: <Coach /> },
  { path: "pool", element: <Pool /> },
];

/** The chain's reports on where guests come from, and on who comes back, with their tabs. */
export const chainReports: RouteObject[] = [
  { path: "channels", element: <ChannelReports />, children: [{ index: true, element: <Channels /> }, ...ofChannels] },
  { path: "profit", element: <Profit /> },
  { path: "repeat", element: <GuestReports />, children: [{ index: true, element: <Repeat /> }, ...ofGuests] },
];

/** The same of one property, beside its other reports. */
export const propertyReports: RouteObject[] = [{ path: "channels", element: <Channels /> }, { path: "repeat", element: <Repeat /> }, { path: "profit", element: <Profit /> }, ...ofChannels, ...ofGuests];
