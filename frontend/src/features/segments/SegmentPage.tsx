import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { segment as segmentQuery, segmentFields } from "@/api/segments";
import { PageHead } from "@/components/PageHead";
import { Bones, ErrorState } from "@/components/States";
import { usePropertyScope } from "@/session/scope";
import { Builder } from "./Builder";

/** One segment: its rule put together, and for whom it holds while one is at it. */
export default function SegmentPage() {
  const { t } = useTranslation("segments");
  const { api } = usePropertyScope();
  const { segment: id } = useParams();
  const fields = useQuery(segmentFields(api));
  const found = useQuery({ ...segmentQuery(api, id ?? ""), enabled: id !== undefined });
  const failed = fields.error ?? found.error;
  if (failed) return <><PageHead title={t("one")} /><div className="panel"><ErrorState problem={failed} retry={() => { void fields.refetch(); if (id) void found.refetch(); }} /></div></>;
  if (!fields.data || (id && !found.data)) return <><PageHead title={t("one")} /><div className="panel"><div className="body"><Bones height={420} lines={8} /></div></div></>;
  return <Builder key={id ?? "new"} fields={fields.data} segment={found.data ?? null} />;
}
