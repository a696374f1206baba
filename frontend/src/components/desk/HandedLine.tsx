import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { handedToMe } from "@/api/deskRules";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { AnswerLine } from "@/components/PageHead";

/** Guests handed to the reader that he has not looked at: one line where his day begins, gone once he has. */
export function HandedLine() {
  const { t } = useTranslation("desk");
  const { api: house, path } = usePropertyScope();
  const { data = [] } = useQuery(handedToMe(house));
  const n = data.reduce((all, one) => all + one.n, 0);
  const [first] = data;
  if (!first || n === 0) return null;
  const { giver_name: from } = first;
  return (
    <AnswerLine tone="calm" action={<Link className="btn" to={`${path}/owners`}>{t("handed.see")}</Link>}>
      {t(data.length === 1 && from ? "handed.from" : "handed.says", { n: count(n), count: n, from })}
    </AnswerLine>
  );
}
