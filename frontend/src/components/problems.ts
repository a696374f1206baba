import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "@/api/client";

/** The sentence for whatever went wrong: the server's own where it gave one. */
export function useProblemText(): (problem: unknown) => string {
  const { t } = useTranslation();
  return useCallback(
    (problem: unknown) => {
      if (!(problem instanceof ApiProblem)) return t("problem.unknown");
      if (problem.status === 0) return t("problem.offline");
      if (problem.status === 503) return t("problem.busy");
      return problem.detail || t("problem.unknown");
    },
    [t],
  );
}
