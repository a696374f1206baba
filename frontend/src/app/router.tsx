import { createBrowserRouter } from "react-router";
import { chainRoutes } from "./routes/chain";
import { propertyRoutes } from "./routes/property";
import { propertyReportRoutes } from "./routes/propertyReports";
import { accountRoutes } from "./routes/account";
import { operatorRoutes } from "./routes/operator";
import { OperatorShell } from "./shell/OperatorShell";
import { Crash, NotFound } from "./shell/Trouble";
import { ChainScope, Home, PropertyScope, SignedIn } from "./shell/Scopes";
import { Shell } from "./shell/Shell";

export const router = createBrowserRouter([
  {
    errorElement: <Crash />,
    children: [
      ...accountRoutes,
      {
        element: <SignedIn />,
        children: [
          { path: "/", element: <Home /> },
          { path: "/none", element: <Home /> },
          { path: "/operator", element: <OperatorShell />, children: operatorRoutes },
          { path: "/c/:chain", element: <ChainScope />, children: [{ element: <Shell />, children: chainRoutes }] },
          { path: "/p/:property", element: <PropertyScope />, children: [{ element: <Shell />, children: [...propertyRoutes, ...propertyReportRoutes] }] },
          { path: "*", element: <NotFound /> },
        ],
      },
    ],
  },
]);
