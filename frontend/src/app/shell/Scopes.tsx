import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Navigate, Outlet, useLocation, useParams } from "react-router";
import { EmptyState, ErrorState } from "@/components/States";
import { standAhead } from "@/lib/clock";
import { landing } from "@/session/landing";
import { ScopeProvider, scopeOf } from "@/session/scope";
import { useSession, useSignOut } from "@/session/session";
import { Eyes } from "./Eyes";
import { ShellBones } from "./ShellBones";
import { NotFound } from "./Trouble";

/** Lets in who is signed in; sends the others to the sign-in page and back again. */
export function SignedIn() {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.isPending) return <ShellBones />;
  if (session.isError) return <ErrorState problem={session.error} retry={() => void session.refetch()} />;
  if (session.data === null) {
    const next = pathname === "/" ? "" : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/login${next}`} replace />;
  }
  const { impersonation } = session.data;
  return impersonation ? <Eyes held={impersonation}><Outlet /></Eyes> : <Outlet />;
}

/** The first page of a person's role. */
export function Home() {
  const { t } = useTranslation("shell");
  const { data: session } = useSession();
  const signOut = useSignOut();
  if (!session) return null;
  const to = landing(session);
  if (to !== "/none") return <Navigate to={to} replace />;
  return (
    <EmptyState title={t("none.title")} action={<Button onClick={() => signOut.mutate()}>{t("none.signOut")}</Button>}>
      {t("none.hint")}
    </EmptyState>
  );
}

function Scoped({ chain, property }: { chain?: string | undefined; property?: string | undefined }) {
  const { data: session } = useSession();
  if (!session) return null;
  const scope = scopeOf(session, chain, property);
  if (!scope) return <NotFound />;
  standAhead(scope.property?.ahead_s ?? 0);
  return (
    <ScopeProvider value={scope}>
      <Outlet />
    </ScopeProvider>
  );
}

export function ChainScope() {
  const { chain } = useParams();
  return <Scoped chain={chain} key={chain} />;
}

export function PropertyScope() {
  const { property } = useParams();
  return <Scoped property={property} key={property} />;
}
