import { useSyncExternalStore } from "react";
import type { Scheme } from "./theme";

export type SchemeChoice = Scheme | "auto";

const KEY = "huike.scheme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

export function schemeChoice(): SchemeChoice {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "auto";
}

export function scheme(): Scheme {
  const choice = schemeChoice();
  if (choice !== "auto") return choice;
  return system.matches ? "dark" : "light";
}

function show(): void {
  document.documentElement.dataset.theme = scheme();
  listeners.forEach((tell) => tell());
}

export function chooseScheme(choice: SchemeChoice): void {
  if (choice === "auto") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  show();
}

/** Sets the colours before the first paint and follows the system from then on. */
export function startScheme(): void {
  system.addEventListener("change", show);
  show();
}

const subscribe = (changed: () => void) => {
  listeners.add(changed);
  return () => listeners.delete(changed);
};

export const useScheme = (): Scheme => useSyncExternalStore(subscribe, scheme);
export const useSchemeChoice = (): SchemeChoice => useSyncExternalStore(subscribe, schemeChoice);
