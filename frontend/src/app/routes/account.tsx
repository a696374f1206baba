import { lazy, Suspense } from "react";
import type { RouteObject } from "react-router";

const Login = lazy(() => import("@/features/account/LoginPage"));

/** Pages for who is not signed in. */
export const accountRoutes: RouteObject[] = [
  { path: "/login", element: <Suspense fallback={null}><Login /></Suspense> },
];
