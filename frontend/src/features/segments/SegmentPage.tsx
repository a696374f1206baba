import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams, useSearchParams } from "react-router";
import { segment as segmentQuery, segmentFields, suggestedSegments } from "@/api/segments";
import { PageHead } from "@/components/PageHead";
import { Bones, ErrorState } from "@/components/States";
import { usePropertyScope } from "@/session/scope";
import { Builder } from "./Builder";

/** One segment: its rule put together, and for whom it holds while one is at it. */
export default function SegmentPage() {
  const { t } = useTranslation("segments");
  const { api } = usePropertyScope();
  const { segment: id } = useParams();
  const wanted = useSearchParams()[0].get("like");
  const fields = useQuery(segmentFields(api));
  const found = useQuery({ ...segmentQuery(api, id ?? ""), enabled: id !== undefined });
  const ideas = useQuery({ ...suggestedSegments(api), enabled: wanted !== null });
  const failed = fields.error ?? found.error ?? ideas.error;
  const waits = (id !== undefined && !found.data) || (wanted !== null && !ideas.data);
  if (failed) return <><PageHead title={t("one")} /><div className="panel"><ErrorState problem={failed} retry={() => { void fields.refetch(); if (id) void found.refetch(); }} /></div></>;
  if (!fields.data || waits) return <><PageHead title={t("one")} /><div className="panel"><div className="body"><Bones height={420} lines={8} /></div></div></>;
  return <Builder key={`${id ?? "new"}${wanted ?? ""}${found.data?.frozen_at ?? ""}`} fields={fields.data} segment={found.data ?? null} suggested={ideas.data?.find(({ code }) => code === wanted) ?? null} />;
}
