import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Standing } from "@/api/businessTypes";
import { api } from "@/api/client";

export interface Mending {
  /** What the button says. */
  word: string;
  /** Where it leads without JavaScript's help; the payment pages are asked for when it is pressed. */
  to: string;
  go: () => void;
  busy: boolean;
}

/** Sends the browser to the payment pages (Stripe's portal): card, open invoice, cancelling. */
export function usePortal(chain: string) {
  return useMutation({
    mutationFn: () => api.post<{ url: string }>(`/chains/${chain}/billing/portal`),
    onSuccess: ({ url }) => window.location.assign(url),
  });
}

/** The one act that makes a chain's standing good: choosing a plan, or paying what is open. */
export function useMending(chain: string, mend: Standing["mend"]): Mending | null {
  const { t } = useTranslation();
  const go = useNavigate();
  const portal = usePortal(chain);
  const page = `/c/${chain}/billing`;
  if (mend === "none") return null;
  if (mend === "checkout") return { word: t("mend.checkout"), to: page, go: () => void go(page), busy: false };
  return {
    word: t("mend.portal"), to: page, busy: portal.isPending,
    // Without the payment service the billing page says what is the matter.
    go: () => portal.mutate(undefined, { onError: () => void go(page) }),
  };
}
