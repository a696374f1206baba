import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { ApiProblem } from "@/api/client";
import { deskCard } from "@/api/guestDesk";
import { AddInteraction } from "@/components/capture/AddInteraction";
import { Icon } from "@/components/Icon";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { ActDrawer, type DeskAct } from "@/components/value/ActDrawer";
import { LedgerDrawer } from "@/components/value/LedgerDrawer";
import { usePageTitle } from "@/lib/pageTitle";
import { usePropertyScope } from "@/session/scope";
import styles from "./card.module.css";
import { Composer } from "./Composer";
import { Elsewhere } from "./Elsewhere";
import { Had } from "./Had";
import { HadDrawer } from "./HadDrawer";
import { Identity } from "./Identity";
import { Interactions } from "./Interactions";
import { Lifecycle } from "./Lifecycle";
import { MemberPanel } from "./MemberPanel";
import { MergeDialog } from "./Merge";
import { Preferences } from "./Preferences";
import { Reach, Sent } from "./Reach";
import { RemarkPanel } from "./RemarkPanel";
import { Say } from "./Say";
import { Usable } from "./Usable";
import { Visits } from "./Visits";
import { Worth } from "./Worth";

/** Who is this, what do I answer, what do I prepare: one guest on one screen. */
export default function GuestCardPage() {
  const { t } = useTranslation("guests");
  const { api: house, path, property, may } = usePropertyScope();
  const { guest = "" } = useParams();
  const { data, isError, error, refetch } = useQuery(deskCard(house, guest));
  const [merging, setMerging] = useState(false);
  const [doing, setDoing] = useState<DeskAct | null>(null);
  const [reading, setReading] = useState(false);
  const [adding, setAdding] = useState(false);
  const [putting, setPutting] = useState(false);
  // Without a programme there is no member's part; while it loads, whoever may see programmes gets its place kept.
  const holds = data ? Boolean(data.tier ?? data.points ?? data.wallet) : may("see_programme");
  usePageTitle(data?.name ?? t("title"));
  return (
    <>
      <div className="page-head">
        <Link to={`${path}/guests`} className={styles.back}><Icon name="left" />{t("title")}</Link>
        <span className="t3">/</span>
        <h1 className="h1">{data?.name ?? (isError ? t("card.missing") : "…")}</h1>
        <span className="about">{[data?.external_ids[0], property.name].filter(Boolean).join(" · ")}</span>
        {data && (
          <div className="does">
            {data.contested && may("merge_guests") && <Link to={`${path}/review`} className="tag warn">{t("card.contested")}</Link>}
            {may("merge_guests") && <Button type="text" onClick={() => setMerging(true)}>{t("merge.do")}</Button>}
            {may("edit_guests") && <Button onClick={() => setAdding(true)}>{t("card.addInteraction")}</Button>}
            {may("serve_guests") && <Button onClick={() => setPutting(true)}>{t("card.addConsumption")}</Button>}
            {data.coupons && may("adjust_value") && <Button onClick={() => setDoing({ act: "issue" })}>{t("card.issue")}</Button>}
          </div>
        )}
      </div>
      {isError && (
        <div className="panel">
          {error instanceof ApiProblem && error.status === 404 ? (
            <EmptyState title={t("card.missing")} action={<Link className="btn" to={`${path}/guests`}>{t("card.toList")}</Link>}>{t("card.missingHint")}</EmptyState>
          ) : (
            <ErrorState problem={error} retry={() => void refetch()} />
          )}
        </div>
      )}
      {!isError && (
        <div className={styles.cardGrid} key={data ? "card" : "wait"}>
          <div className={`stack ${styles.who ?? ""}`}>
            {data ? <Identity card={data} /> : <Wait height={300} />}
            {data ? <RemarkPanel key={data.updated_at} card={data} /> : <Wait height={200} />}
            {data ? <Preferences guest={data.id} /> : <Wait height={160} />}
            {data && <Reach guest={data.id} />}
          </div>
          <div className={`stack ${styles.stays ?? ""}`}>
            {data?.lifecycle && <Lifecycle guest={data.id} life={data.lifecycle} />}
            {data ? <Visits card={data} /> : <Wait height={480} />}
            {data && <div className={styles.pair}><Say key={data.id} card={data} /><Interactions card={data} add={() => setAdding(true)} /></div>}
            {data && <Had card={data} add={() => setPutting(true)} />}
            {data?.worth && <Worth worth={data.worth} />}
            {data && <Sent guest={data.id} />}
          </div>
          <div className={`stack ${styles.has ?? ""}`}>
            {data ? <Composer key={data.id} card={data} /> : <Wait height={320} />}
            {holds && (data ? <MemberPanel card={data} act={setDoing} ledger={() => setReading(true)} /> : <Wait height={480} />)}
            {data && <Usable card={data} act={setDoing} />}
            {data && <Elsewhere card={data} />}
          </div>
        </div>
      )}
      {data && adding && <AddInteraction guest={data} close={() => setAdding(false)} />}
      {data && putting && <HadDrawer card={data} close={() => setPutting(false)} />}
      {data && merging && <MergeDialog card={data} close={() => setMerging(false)} />}
      {data && doing && <ActDrawer doing={doing} card={data} close={() => setDoing(null)} />}
      {data && reading && <LedgerDrawer card={data} close={() => setReading(false)} />}
    </>
  );
}

const Wait = ({ height }: { height: number }) => <div className="panel"><div className="body"><Bones height={height} lines={Math.round(height / 44)} /></div></div>;
