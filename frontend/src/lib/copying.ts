import { useCallback, useEffect, useState } from "react";

/** Puts a text on the clipboard; also where the page is served without TLS and has no clipboard of its own. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.readOnly = true;
    area.className = "hidden-text";
    document.body.append(area);
    area.select();
    // The only way left without the clipboard API; it is deprecated, not gone.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** Copies, and says for two seconds that it has. */
export function useCopy(): { copied: boolean; copy: (text: string) => void } {
  const [copied, setCopied] = useState(0);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(0), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = useCallback((text: string) => {
    void copyText(text).then((done) => setCopied((times) => (done ? times + 1 : 0)));
  }, []);
  return { copied: copied > 0, copy };
}
