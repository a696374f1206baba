import { useQuery } from "@tanstack/react-query";
import { lazy, useMemo, useState } from "react";
import { firstRunQuery } from "@/api/business";
import type { StepCode } from "@/api/businessTypes";
import { FirstRunLeft, FirstRunPage } from "@/features/first-run/FirstRunPage";
import { HoldingContext } from "@/features/first-run/holding";
import { hasStays } from "@/features/first-run/steps";
import { useScope } from "@/session/scope";

const Overview = lazy(() => import("@/features/overview/OverviewPage"));
const WAITING_MS = 5_000;

/** The chain's first page: the overview, and for a new chain the first run in its place, then over it. */
export default function ChainHome() {
  const { chain, may } = useScope();
  const mine = may("manage_chain");
  const [held, hold] = useState<StepCode | null>(null);
  const holding = useMemo(() => ({ held, hold }), [held]);
  const run = useQuery({
    ...firstRunQuery(chain.slug),
    enabled: mine,
    // The step that waits for a stay is done by the PMS, not by this page.
    refetchInterval: ({ state }) => (state.data?.shown && !state.data.finished && !hasStays(state.data) ? WAITING_MS : false),
    refetchOnWindowFocus: true,
  });
  if (mine && run.isPending) return null;
  const shown = run.data?.shown && !run.data.finished ? run.data : null;
  // One place in the tree for both, so that a key that was just made is not lost when its first stay comes in.
  const whole = shown !== null && (!hasStays(shown) || held === "stays");
  return (
    <HoldingContext value={holding}>
      {whole ? <FirstRunPage run={shown} /> : (
        <>
          {shown && <FirstRunLeft run={shown} />}
          <Overview />
        </>
      )}
    </HoldingContext>
  );
}
