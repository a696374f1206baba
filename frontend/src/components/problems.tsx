import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "@/api/client";
import { useMaybeScope } from "@/session/scope";
import { useMending, type Mending } from "./standing/mending";
import { useSaying } from "./value/words";

/** The sentence for whatever went wrong: the server's own where it gave one; for what is not paid, with the button that mends it. */
export function useProblemText(): (problem: unknown) => React.ReactNode {
  const { t } = useTranslation();
  const { say } = useSaying();
  const scope = useMaybeScope();
  const standing = scope?.chain.standing;
  const mending = useMending(scope?.chain.slug ?? "", standing?.mend ?? "none");
  const plans = useMending(scope?.chain.slug ?? "", scope ? "checkout" : "none");
  const pays = scope?.may("manage_billing") === true;
  const says = standing && standing.level !== "full" ? say(standing.says) : "";
  return useCallback(
    (problem: unknown) => {
      if (!(problem instanceof ApiProblem)) return t("problem.unknown");
      if (problem.status === 0) return t("problem.offline");
      if (problem.status === 402) return <Unpaid says={says || problem.detail} pays={pays} mending={mending} />;
      if (problem.code === "plan-limit" && pays && plans) return <>{problem.detail} <Mend mending={{ ...plans, word: t("mend.larger") }} /></>;
      if (problem.status === 503) return problem.code === "payment-unavailable" ? problem.detail : t("problem.busy");
      return problem.detail || t("problem.unknown");
    },
    [t, says, pays, mending, plans],
  );
}

interface UnpaidProps {
  says: string;
  /** Whether it is the reader who pays. */
  pays: boolean;
  mending: Mending | null;
}

function Unpaid({ says, pays, mending }: UnpaidProps) {
  const { t } = useTranslation();
  return <>{t("problem.unpaid")}{says} {pays ? mending && <Mend mending={mending} /> : t("problem.askOwner")}</>;
}

/** A link by its looks and its address; toasts stand outside the router, so it turns the page itself. */
function Mend({ mending }: { mending: Mending }) {
  return (
    <a
      className="b nowrap" href={mending.to} onClick={(event) => {
        event.preventDefault();
        mending.go();
      }}
    >
      {mending.word}
    </a>
  );
}
