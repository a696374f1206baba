import { useEffect, useRef } from "react";

export interface Pressed {
  key: string;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
  isComposing?: boolean;
  repeat?: boolean;
}

interface Focused {
  tagName: string;
  isContentEditable?: boolean;
  type?: string;
}

const LETTER = /^[a-z]$/;
const ACTING = /^(BUTTON|A|SUMMARY)$/;
const CHOOSING = /^(radio|checkbox|button|file)$/;

const typesInto = ({ tagName, isContentEditable, type }: Focused): boolean =>
  Boolean(isContentEditable) || tagName === "TEXTAREA" || tagName === "SELECT" || (tagName === "INPUT" && !CHOOSING.test(type ?? "text"));

/**
 * Which of the page's keys was meant: never while something is typed into, and Enter is left to a button or link
 * that has the focus.
 */
export function meantKey(pressed: Pressed, at: Focused | null): string | null {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing || pressed.repeat) return null;
  if (at && typesInto(at)) return null;
  if (pressed.key === "Enter" && at && ACTING.test(at.tagName)) return null;
  return pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
}

/** Keys of a page, heard anywhere on it except in dialogs and menus. */
export function useHotkeys(keys: Record<string, (() => void) | undefined>): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (event.defaultPrevented || target?.closest('[role="dialog"],[role="listbox"],[role="menu"],[role="tab"]')) return;
      const key = meantKey(event, target);
      // A letter with Shift is a key of its own: what copies the first text must not be copied with the second.
      const name = key !== null && event.shiftKey && LETTER.test(key) ? `Shift+${key}` : key;
      const act = name === null ? undefined : current.current[name];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", heard);
    return () => document.removeEventListener("keydown", heard);
  }, []);
}
