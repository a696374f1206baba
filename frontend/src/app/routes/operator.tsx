import { lazy } from "react";
import type { RouteObject } from "react-router";
import { NotFound } from "../shell/Trouble";

const Home = lazy(() => import("@/features/operator/OperatorPage"));
const Chains = lazy(() => import("@/features/operator/ChainsPage"));
const Chain = lazy(() => import("@/features/operator/ChainPage"));
const Health = lazy(() => import("@/features/operator/HealthPage"));
const Impersonations = lazy(() => import("@/features/operator/ImpersonationsPage"));

/** /operator/… The platform's own people. */
export const operatorRoutes: RouteObject[] = [
  { index: true, element: <Home /> },
  { path: "chains", element: <Chains /> },
  { path: "chains/:chain", element: <Chain /> },
  { path: "health", element: <Health /> },
  { path: "impersonations", element: <Impersonations /> },
  { path: "*", element: <NotFound /> },
];
