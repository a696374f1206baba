import { createContext, useContext } from "react";
import type { Flaw, Part, ProgrammeDocument } from "@/api/programmeTypes";
import type { Section } from "./changes";
import { pointerOf, type Path } from "./path";

/** What every field of the page needs to know: the document, how to change it, and what is wrong with it. */
export interface Editing {
  document: ProgrammeDocument;
  set: (path: Path, value: unknown) => void;
  add: (path: Path, item: unknown) => void;
  remove: (path: Path) => void;
  /** What is wrong, by its place. */
  flaws: ReadonlyMap<string, string>;
  /** Sections that may not be changed here, and why. */
  locked: (section: Section) => boolean;
  may: boolean;
  /** The API path of the property whose guests the tools on the page count. */
  house: string;
  /** What is in force; null before the first. */
  base: ProgrammeDocument | null;
  open: ReadonlySet<Section>;
  toggle: (section: Section) => void;
  /** The chain's page: which parts its properties may adjust. */
  adjustable?: { parts: readonly Part[]; change: (parts: Part[]) => void };
}

export const EditingContext = createContext<Editing | null>(null);
export const SectionContext = createContext<{ section: Section; editing: boolean }>({ section: "about", editing: false });

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error("useEditing outside the programme's page");
  return editing;
}
export const useSection = () => useContext(SectionContext);

export const idOf = (path: Path): string => `f${pointerOf(path)}`;

/** The parts of the document that a section of the page shows. */
export const partsOf = (section: Section): Part[] =>
  section === "about" ? [] : section === "rewards" ? ["rewards", "games"] : [section];

/** Brings the place of a flaw into view and puts the cursor there; the nearest thing around it where it has none of its own. */
export function jumpTo(path: Path): void {
  for (let length = path.length; length > 0; length -= 1) {
    const element = document.getElementById(idOf(path.slice(0, length)));
    if (!element) continue;
    element.scrollIntoView({ block: "center" });
    const input = element.matches("input,button,textarea") ? element : element.querySelector<HTMLElement>("input,button,textarea,[tabindex]");
    (input ?? element).focus();
    return;
  }
}

export const flawsBy = (flaws: readonly Flaw[], normal: (pointer: string) => string): Map<string, string> =>
  new Map(flaws.toReversed().map(({ pointer, detail }) => [normal(pointer), detail]));
