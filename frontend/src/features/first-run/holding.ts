import { createContext, useContext } from "react";
import type { StepCode } from "@/api/businessTypes";

/** A step that shows something once (a key, a link) stays open until it was taken, though its data say it is done. */
export interface Holding {
  held: StepCode | null;
  hold: (step: StepCode | null) => void;
}

export const HoldingContext = createContext<Holding>({ held: null, hold: () => undefined });
export const useHolding = (): Holding => useContext(HoldingContext);
