import type { WinBackRow, WinBackWanted } from "@/api/winningTypes";

export type Act = WinBackWanted["act"];

/** What the one button of a row does. An offer goes out only where restraint lets it through; else a greeting does. */
export function actOf({ advice }: Pick<WinBackRow, "advice">): Act {
  if (advice.act === "call") return "call";
  if (advice.act === "greet" || advice.act === "thank") return "greet";
  return advice.offer ? "offer" : "greet";
}

/** Word of the button: what the guest gets, not what the machine does. */
export function wordOf({ advice }: Pick<WinBackRow, "advice">): string {
  if (advice.act === "call" || advice.act === "thank" || advice.act === "greet") return advice.act;
  return advice.offer ? advice.act : "greet";
}

/** Whether this person may do it: the desk greets, rings and puts off; an offer is for whoever may send. */
export const mayDo = (act: Act, may: (ability: "greet_guests" | "send_messages") => boolean): boolean =>
  act === "offer" ? may("send_messages") : may("greet_guests");

/** Something reaches the guest: it waits a moment, so that a slip of the hand can be taken back. */
export const reaches = (act: Act): boolean => act === "greet" || act === "offer";
export const HOLD_MS = 4_000;
export const SNOOZES = [3, 7, 30] as const;
