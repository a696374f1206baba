import { useTranslation } from "react-i18next";
import type { Segment } from "@/api/segmentTypes";

/** Whence a segment is, and whether it is a list that stands still. */
export function SegmentTags({ row }: { row: Pick<Segment, "origin" | "frozen_at"> }) {
  const { t } = useTranslation("segments");
  return <>{row.origin === "chain" && <span className="tag acc">{t("ofChain")}</span>} {row.frozen_at && <span className="tag" title={t("frozenIs")}>{t("frozen")}</span>}</>;
}
