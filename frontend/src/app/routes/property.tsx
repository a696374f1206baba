import type { RouteObject } from "react-router";
import { NotFound } from "../shell/Trouble";

/**
 * /p/:property/… One line per page; a page is the default export of its feature and is fetched when opened:
 * `const Guests = lazy(() => import("@/features/guests/GuestsPage"));` → `{ path: "guests", element: <Guests /> }`.
 */
export const propertyRoutes: RouteObject[] = [{ path: "*", element: <NotFound /> }];
