import { useEffect } from "react";

/** The page's name in the browser's tab, for pages whose title row is their own. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · 回客`;
  }, [title]);
}
