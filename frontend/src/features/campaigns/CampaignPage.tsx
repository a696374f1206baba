import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { campaign as campaignQuery } from "@/api/campaigns";
import { PageHead } from "@/components/PageHead";
import { Bones, ErrorState } from "@/components/States";
import { usePropertyScope } from "@/session/scope";
import { Editor } from "./Editor";
import { Going } from "./Going";

/** One campaign: while it is written, an editor; from its launch on, what it does. */
export default function CampaignPage() {
  const { t } = useTranslation("campaigns");
  const { api } = usePropertyScope();
  const { campaign: id = "" } = useParams();
  const found = useQuery(campaignQuery(api, id));
  if (found.isError) return <><PageHead title={t("one")} /><div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div></>;
  if (!found.data) return <><PageHead title={t("one")} /><div className="panel"><div className="body"><Bones height={560} lines={10} /></div></div></>;
  const row = found.data;
  // A draft is written; anything else is only looked at, until somebody takes it back to a draft.
  return row.may.includes("edit") && row.state === "draft" ? <Editor key={row.id} campaign={row} /> : <Going campaign={row} />;
}
