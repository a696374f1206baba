import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { check } from "@/api/programme";
import type { Checked, ProgrammeDocument } from "@/api/programmeTypes";
import { now } from "@/lib/clock";
import { append, pointerOf, put, removeAt, type Path } from "./path";

const PAUSE_MS = 900;
const UNDO_MAX = 60;

export interface Written {
  document: ProgrammeDocument;
  past: readonly ProgrammeDocument[];
  /** Where the last change was: typing on at one place is one step back. */
  place: string | null;
  touched: boolean;
}
export type Act =
  | { act: "set"; path: Path; value: unknown }
  | { act: "add"; path: Path; item: unknown }
  | { act: "remove"; path: Path }
  | { act: "undo" }
  | { act: "load"; document: ProgrammeDocument };

/** Pure: what a change makes of the page's state. */
export function written(state: Written, act: Act): Written {
  const step = (document: ProgrammeDocument, place: string | null): Written => {
    const goesOn = place !== null && place === state.place;
    return { document, place, touched: true, past: goesOn ? state.past : [...state.past, state.document].slice(-UNDO_MAX) };
  };
  switch (act.act) {
    case "set": return step(put(state.document, act.path, act.value), act.path.length ? pointerOf(act.path) : null);
    case "add": return step(append(state.document, act.path, act.item), null);
    case "remove": return step(removeAt(state.document, act.path), null);
    case "undo": {
      const document = state.past.at(-1);
      return document ? { document, past: state.past.slice(0, -1), place: null, touched: true } : state;
    }
    case "load": return { document: act.document, past: [], place: null, touched: false };
  }
}

export type Saving = { state: "clean" | "waiting" | "saving" | "failed"; at: null } | { state: "saved"; at: string };
const NOTHING_WRONG: Checked = { problems: [], warnings: [] };

/** A draft that saves and checks itself a moment after the last change. */
export function useDraft(house: string, initial: ProgrammeDocument, save: (document: ProgrammeDocument) => Promise<unknown>) {
  const [state, dispatch] = useReducer(written, { document: initial, past: [], place: null, touched: false });
  const [saving, setSaving] = useState<Saving>({ state: "clean", at: null });
  const [settled, setSettled] = useState(initial);
  const unsaved = useRef<ProgrammeDocument | null>(null);
  const { document, touched } = state;
  const waits = useCallback(() => unsaved.current !== null, []);

  const flush = useCallback(async () => {
    const sent = unsaved.current;
    if (!sent) return;
    unsaved.current = null;
    setSaving({ state: "saving", at: null });
    try {
      await save(sent);
      if (!waits()) setSaving({ state: "saved", at: now().toISOString() });
    } catch {
      unsaved.current ??= sent;
      setSaving({ state: "failed", at: null });
    }
  }, [save, waits]);

  useEffect(() => {
    if (!touched) return;
    unsaved.current = document;
    const timer = setTimeout(() => {
      setSettled(document);
      void flush();
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [document, touched, flush]);

  useEffect(() => {
    const leaving = () => void flush();
    window.addEventListener("pagehide", leaving);
    return () => {
      window.removeEventListener("pagehide", leaving);
      leaving();
    };
  }, [flush]);

  const checked = useQuery({ queryKey: [house, "programme", "check", settled], queryFn: () => check(house, settled), placeholderData: keepPreviousData, gcTime: 0 });
  return {
    ...state, dispatch, saving, flush, checked: checked.data ?? NOTHING_WRONG, checking: checked.isFetching || settled !== document,
    load: useCallback((next: ProgrammeDocument) => {
      unsaved.current = null;
      dispatch({ act: "load", document: next });
      setSettled(next);
      setSaving({ state: "clean", at: null });
    }, []),
  };
}
