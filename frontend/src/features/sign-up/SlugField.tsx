import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useTranslation } from "react-i18next";
import type { SlugJudged } from "@/api/businessTypes";
import { api } from "@/api/client";
import styles from "@/components/frame.module.css";
import { useSaying } from "@/components/value/words";
import { useSettled } from "@/lib/settled";
import { slugTyped } from "./slug";

const PAUSE_MS = 350;

interface Judged {
  state: "asking" | "free" | "no";
  problem: string | undefined;
}

/** Whether the address is free, asked while it is typed. */
export function useSlugJudged(path: string, slug: string): Judged {
  const { say } = useSaying();
  const settled = useSettled(slug, PAUSE_MS);
  const judged = useQuery({ queryKey: ["sign-up", path, "slug", settled], queryFn: () => api.get<SlugJudged>(`${path}/slug`, { slug: settled }), enabled: settled !== "", retry: false });
  if (slug === "" || settled !== slug || !judged.data) return { state: "asking", problem: undefined };
  return judged.data.free ? { state: "free", problem: undefined } : { state: "no", problem: say(judged.data.says) };
}

interface Props extends Judged {
  value: string;
  change: (slug: string) => void;
}

export function SlugField({ value, change, problem, state }: Props) {
  const { t } = useTranslation("sign-up");
  return (
    <>
      <label htmlFor="slug">{t("open.slug")}</label>
      <Input
        id="slug" required maxLength={40} value={value} autoComplete="off" spellCheck={false} prefix={<span className="t3">{window.location.host}/c/</span>}
        {...(problem && { status: "error" as const })} aria-describedby="slug-says" onChange={(event) => change(slugTyped(event.target.value))}
      />
      <div id="slug-says" className={problem ? styles.flaw : styles.hint} aria-live="polite">
        {problem ?? (state === "free" ? <span className="good">{t("open.slugFree")}</span> : t("open.slugHint"))}
      </div>
    </>
  );
}
