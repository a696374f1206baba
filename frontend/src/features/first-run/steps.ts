/** Which of the first run's steps is next, and how far it is. Pure. */
import type { FirstRun, StepCode } from "@/api/businessTypes";

/** The first that is open; none once all are done or skipped. */
export const nextStep = (run: Pick<FirstRun, "steps">): StepCode | null => run.steps.find(({ state }) => state === "open")?.code ?? null;

export const openSteps = (run: Pick<FirstRun, "steps">): number => run.steps.filter(({ state }) => state === "open").length;

/** Whether there is anything to report on yet; until then the first run stands in the report's place. */
export const hasStays = (run: Pick<FirstRun, "steps">): boolean => run.steps.some(({ code, state }) => code === "stays" && state === "done");

/** What a step needs before it can be done: nothing can be mapped before a stay came, nothing seen before either. */
export function blockedBy(code: StepCode, run: Pick<FirstRun, "steps">): StepCode | null {
  const done = (step: StepCode) => run.steps.some((one) => one.code === step && one.state === "done");
  if (code !== "property" && !done("property")) return "property";
  if ((code === "sources" || code === "report") && !done("stays")) return "stays";
  return null;
}
