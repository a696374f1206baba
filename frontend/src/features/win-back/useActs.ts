import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { actOnGuest } from "@/api/winning";
import type { WinBackDone, WinBackWanted } from "@/api/winningTypes";
import { randomId } from "@/lib/intent";
import { HOLD_MS } from "./acts";
import { keyOf, type BoardRow } from "./sections";

/** What a row is about to do, does, or has done. */
export interface Doing {
  wanted: WinBackWanted;
  state: "held" | "doing" | "done" | "failed";
  answer?: WinBackDone;
  problem?: unknown;
}

interface Held {
  timer: ReturnType<typeof setTimeout>;
  go: () => void;
}

/**
 * What is done on the board, by row. Each act waits some seconds, so that a slip of the hand can be taken back; who
 * leaves the page has meant it, and it goes at once. Tried again, it goes under the same key, and is done once.
 */
export function useActs() {
  const queries = useQueryClient();
  const [doings, setDoings] = useState<ReadonlyMap<string, Doing>>(new Map());
  const held = useRef(new Map<string, Held>());
  const keys = useRef(new Map<string, string>());
  const put = useCallback((at: string, doing: Doing | null) => {
    setDoings((old) => {
      const next = new Map(old);
      if (doing) next.set(at, doing);
      else next.delete(at);
      return next;
    });
  }, []);
  const send = useCallback(async (row: BoardRow, wanted: WinBackWanted) => {
    const at = keyOf(row);
    const key = keys.current.get(at) ?? randomId();
    keys.current.set(at, key);
    put(at, { wanted, state: "doing" });
    try {
      const answer = await actOnGuest(`/properties/${row.property.slug}`, row.guest.id, wanted, key);
      put(at, { wanted, state: "done", answer });
      void queries.invalidateQueries({ queryKey: [`/properties/${row.property.slug}`, "guest", row.guest.id] });
    } catch (problem) {
      put(at, { wanted, state: "failed", problem });
    }
  }, [put, queries]);
  const begin = useCallback((row: BoardRow, wanted: WinBackWanted) => {
    const at = keyOf(row);
    keys.current.set(at, randomId());
    const go = () => {
      held.current.delete(at);
      void send(row, wanted);
    };
    held.current.set(at, { go, timer: setTimeout(go, HOLD_MS) });
    put(at, { wanted, state: "held" });
  }, [put, send]);
  const undo = useCallback((row: BoardRow) => {
    const at = keyOf(row);
    clearTimeout(held.current.get(at)?.timer);
    held.current.delete(at);
    put(at, null);
  }, [put]);
  useEffect(() => {
    const waiting = held.current;
    return () => {
      for (const { timer, go } of [...waiting.values()]) {
        clearTimeout(timer);
        go();
      }
    };
  }, []);
  return { doings, begin, undo, again: send };
}

export type Acts = ReturnType<typeof useActs>;
