import { useTranslation } from "react-i18next";
import type { Endpoint } from "@/api/vendorTypes";
import { moment } from "@/lib/dates";
import { useScope } from "@/session/scope";
import { healthOf } from "./lists";

const TONES = { good: "tag acc", failing: "tag bad", new: "tag", off: "tag", disabled: "tag bad" } as const;

export function Health({ row }: { row: Endpoint }) {
  const { t } = useTranslation("webhooks");
  const { timeZone } = useScope();
  const health = healthOf(row);
  return <span className={TONES[health]}>{t(`health.${health}`, { at: moment(row.failing_since, timeZone) })}</span>;
}
