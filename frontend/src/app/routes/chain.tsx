import { lazy } from "react";
import type { RouteObject } from "react-router";
import { NotFound } from "../shell/Trouble";
import { chainMembership } from "./membership";
import { chainReports } from "./who";

const Overview = lazy(() => import("../pages/ChainHome"));
const WinBack = lazy(() => import("@/features/win-back/WinBackPage"));
const Remarks = lazy(() => import("@/features/remark-kpi/RemarksPage"));
const Properties = lazy(() => import("@/features/properties/PropertiesPage"));
const Programme = lazy(() => import("@/features/programme/ChainProgrammePage"));
const Segments = lazy(() => import("@/features/segments/ChainSegmentsPage"));
const Segment = lazy(() => import("@/features/segments/ChainSegmentPage"));
const Staff = lazy(() => import("@/features/staff/StaffPage"));
const Keys = lazy(() => import("@/features/keys/KeysPage"));
const Vendors = lazy(() => import("@/features/vendors/VendorsPage"));
const Sandboxes = lazy(() => import("@/features/sandbox/SandboxesPage"));
const Webhooks = lazy(() => import("@/features/webhooks/WebhooksPage"));
const Endpoint = lazy(() => import("@/features/webhooks/EndpointPage"));
const Events = lazy(() => import("@/features/events/EventsPage"));
const Audit = lazy(() => import("@/features/audit/AuditPage"));
const Settings = lazy(() => import("../pages/ChainSettings"));
const Billing = lazy(() => import("@/features/billing/BillingPage"));

/** /c/:chain/… One line per page; a page is the default export of its feature and is fetched when opened. */
export const chainRoutes: RouteObject[] = [
  { index: true, element: <Overview /> },
  { path: "remarks", element: <Remarks /> },
  ...chainReports,
  { path: "win-back", element: <WinBack /> },
  { path: "properties", element: <Properties /> },
  { path: "programme", element: <Programme /> },
  chainMembership,
  { path: "segments", element: <Segments /> },
  { path: "segments/new", element: <Segment /> },
  { path: "segments/:segment", element: <Segment /> },
  { path: "staff", element: <Staff /> },
  { path: "vendors", element: <Vendors /> },
  { path: "keys", element: <Keys /> },
  { path: "sandboxes", element: <Sandboxes /> },
  { path: "webhooks", element: <Webhooks /> },
  { path: "webhooks/:id", element: <Endpoint /> },
  { path: "events", element: <Events /> },
  { path: "audit", element: <Audit /> },
  { path: "billing", element: <Billing /> },
  { path: "settings", element: <Settings /> },
  { path: "*", element: <NotFound /> },
];
