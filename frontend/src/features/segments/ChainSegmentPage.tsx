import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { api as http } from "@/api/client";
import { chainSegments, segmentFields } from "@/api/segments";
import type { ChainSegment } from "@/api/segmentTypes";
import { PageHead } from "@/components/PageHead";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { useScope } from "@/session/scope";
import { Bench, type Kept } from "./Bench";

/** A template of headquarters: put together as a property's, and counted at one of them. */
export default function ChainSegmentPage() {
  const { t } = useTranslation("segments");
  const { chain, path, membership, may } = useScope();
  const { segment: code } = useParams();
  const queries = useQueryClient();
  const go = useNavigate();
  const { message } = App.useApp();
  const [house, setHouse] = useState(membership.properties[0]?.slug ?? "");
  const fields = useQuery({ ...segmentFields(`/properties/${house}`), enabled: house !== "" });
  const found = useQuery(chainSegments(chain.slug));
  const row = found.data?.find((each) => each.code === code) ?? null;
  const save = useMutation({
    mutationFn: (kept: Kept) => (code ? http.patch<ChainSegment>(`/chains/${chain.slug}/segments/${code}`, kept) : http.post<ChainSegment>(`/chains/${chain.slug}/segments`, kept)),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: chainSegments(chain.slug).queryKey });
      message.success(t("saved", { name: saved.name }));
      if (!code) await go(`${path}/segments`, { replace: true });
    },
  });
  const failed = fields.error ?? found.error;
  if (failed) return <><PageHead title={t("chain.title")} /><div className="panel"><ErrorState problem={failed} retry={() => { void fields.refetch(); void found.refetch(); }} /></div></>;
  if (house === "" || (code && found.data && !row)) return <><PageHead title={t("chain.title")} /><div className="panel"><EmptyState title={t("chain.gone")} /></div></>;
  if (!fields.data || (code && !row)) return <><PageHead title={t("chain.title")} /><div className="panel"><div className="body"><Bones height={420} lines={8} /></div></div></>;
  return (
    <Bench
      key={code ?? "new"} title={row?.name ?? t("chain.new")} about={<Link to={`${path}/segments`}>{t("chain.title")}</Link>} house={`/properties/${house}`} fields={fields.data} old={row !== null}
      given={{ name: row?.name ?? "", note: row?.note ?? "", rule: row?.rule ?? null }} {...(!may("edit_campaigns") && row && { fixed: <p>{row.note}</p> })}
      counting={<Select value={house} aria-label={t("chain.tryAt")} options={membership.properties.map(({ slug, name }) => ({ value: slug, label: t("chain.at", { name }) }))} onChange={setHouse} />}
      save={save.mutateAsync} busy={save.isPending} problem={save.error}
    />
  );
}
