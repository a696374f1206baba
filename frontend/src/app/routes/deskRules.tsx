import { lazy } from "react";
import type { RouteObject } from "react-router";

const Replies = lazy(() => import("@/features/reply-settings/RepliesPage"));
const Facts = lazy(() => import("@/features/reply-settings/FactsPage"));
const Scripts = lazy(() => import("@/features/reply-settings/ScriptsPage"));
const Keywords = lazy(() => import("@/features/keyword-rules/KeywordRulesPage"));
const Rules = lazy(() => import("@/features/owner-rules/OwnerRulesPage"));
const Departments = lazy(() => import("@/features/owner-rules/DepartmentsPage"));
const Owners = lazy(() => import("@/features/owners/OwnersPage"));
const Products = lazy(() => import("@/features/products/ProductsPage"));

/** Tabs of the desk's rules: what is said, which words are heard, who looks after whom. */
export const deskRuleTabs: RouteObject[] = [
  { path: "replies", element: <Replies /> },
  { path: "facts", element: <Facts /> },
  { path: "scripts", element: <Scripts /> },
  { path: "keywords", element: <Keywords /> },
  { path: "owner-rules", element: <Rules /> },
  { path: "departments", element: <Departments /> },
];

/** Who looks after whom, and what the house sells. */
export const owningAndSelling: RouteObject[] = [
  { path: "owners", element: <Owners /> },
  { path: "products", element: <Products /> },
];
