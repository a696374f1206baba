import { useTranslation } from "react-i18next";
import type { HealthTold } from "@/api/operatorTypes";
import { AnswerLine } from "@/components/PageHead";
import { ailments, waited, type Ailment } from "./judging";

/** What is wrong with the platform in a sentence, or that nothing is. */
export function Ailments({ health, action }: { health: HealthTold; action?: React.ReactNode }) {
  const { t } = useTranslation("operator");
  const found = ailments(health);
  const say = ({ what, n, code }: Ailment) => {
    const { n: number, unit } = waited(n);
    const queue = code ? t(`queue.${code}`, { defaultValue: code }) : "";
    return t(`ailment.${what}`, { n, count: n, queue, waited: t(`waited.${unit}`, { n: number, count: Number(number) }) });
  };
  const [worst] = found;
  if (!worst) return <AnswerLine tone="calm" lead={t("ailment.none")} action={action}>{t("ailment.noneIs")}</AnswerLine>;
  return <AnswerLine tone={worst.worry === "act" ? "act" : "warn"} lead={t("ailment.lead")} action={action}>{found.map(say).join(t("ailment.and"))}</AnswerLine>;
}
