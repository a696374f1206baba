import { lazy } from "react";
import { Navigate, type RouteObject } from "react-router";

const Reports = lazy(() => import("../pages/MembershipReports"));
const Liability = lazy(() => import("@/features/programme-reports/LiabilityPage"));
const Redemption = lazy(() => import("@/features/programme-reports/RedemptionPage"));
const Benefits = lazy(() => import("@/features/programme-reports/BenefitsPage"));
const TierMoves = lazy(() => import("@/features/programme-reports/TierMovesPage"));
const Wallet = lazy(() => import("@/features/programme-reports/WalletPage"));
const Coupons = lazy(() => import("@/features/programme-reports/CouponsPage"));
const Settlement = lazy(() => import("@/features/programme-reports/SettlementPage"));

const pages: RouteObject[] = [
  { index: true, element: <Navigate to="liability" replace /> },
  { path: "liability", element: <Liability /> },
  { path: "redemption", element: <Redemption /> },
  { path: "benefits", element: <Benefits /> },
  { path: "tiers", element: <TierMoves /> },
  { path: "wallet", element: <Wallet /> },
  { path: "coupons", element: <Coupons /> },
];

/** The reports on the programme: a property's own, and the chain's with the settlement between its properties. */
export const propertyMembership: RouteObject = { path: "membership", element: <Reports />, children: pages };
export const chainMembership: RouteObject = { path: "membership", element: <Reports />, children: [...pages, { path: "settlement", element: <Settlement /> }] };
