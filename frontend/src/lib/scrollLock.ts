import { useLayoutEffect } from "react";

let holders = 0;

/**
 * Keeps the page still behind a dialog, by a class. It stands in for the hook of Ant Design's portal
 * (vite.config.ts), which writes a style element that the content security policy refuses.
 */
export default function useScrollLocker(lock?: boolean): void {
  useLayoutEffect(() => {
    if (!lock) return;
    holders += 1;
    document.documentElement.classList.add("locked");
    return () => {
      holders -= 1;
      if (holders === 0) document.documentElement.classList.remove("locked");
    };
  }, [lock]);
}
