import { lazy, Suspense } from "react";
import type { RouteObject } from "react-router";

const Login = lazy(() => import("@/features/account/LoginPage"));
const Invite = lazy(() => import("@/features/account/InvitePage"));
const Reset = lazy(() => import("@/features/account/ResetPage"));

const SignUp = lazy(() => import("@/features/sign-up/SignUpPage"));
const OptOut = lazy(() => import("@/features/opt-out/OptOutPage"));
const Leave = lazy(() => import("@/features/opt-out/LeavePage"));
const Balance = lazy(() => import("@/features/balance/BalancePage"));

const page = (element: React.ReactNode) => <Suspense fallback={null}>{element}</Suspense>;

/** Pages for who is not signed in. */
export const accountRoutes: RouteObject[] = [
  { path: "/login", element: page(<Login />) },
  { path: "/invite/:token", element: page(<Invite />) },
  { path: "/sign-up", element: page(<SignUp />) },
  { path: "/sign-up/:token", element: page(<SignUp />) },
  { path: "/m/:token", element: page(<Balance />) },
  { path: "/u/:token", element: page(<OptOut />) },
  { path: "/l/:token", element: page(<Leave />) },
  { path: "/reset", element: page(<Reset />) },
  { path: "/reset/:token", element: page(<Reset />) },
];
