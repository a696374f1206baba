import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { card as cardQuery } from "@/api/property";
import { fulfilments as fulfilmentsQuery, terms as termsQuery } from "@/api/value";
import type { MemberCard } from "@/api/valueTypes";
import { Fulfilments } from "@/components/value/Fulfilments";
import { GuestPicker } from "@/components/value/GuestPicker";
import { NoProgramme } from "@/components/value/NoProgramme";
import { RedeemForm } from "@/components/value/RedeemForm";
import { useSoon } from "@/components/value/useSoon";
import valueStyles from "@/components/value/value.module.css";
import { useSaying } from "@/components/value/words";
import { PageHead } from "@/components/PageHead";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./redeem.module.css";

/** 积分兑换: who stands at the desk, what for, and what is still to be handed over. */
export default function RedeemPage() {
  const { t } = useTranslation("rewards-desk");
  const { api: house } = usePropertyScope();
  const { data } = useQuery(termsQuery(house));
  const waiting = useQuery(fulfilmentsQuery(house));
  const open = waiting.data?.results.length ?? 0;
  return (
    <>
      <PageHead title={t("title")} />
      {data && !data.programme ? <NoProgramme /> : (
        <div className={styles.desk}>
          <Redeeming />
          <section className="panel" aria-label={t("open")}>
            <header>
              <div className="grow">
                <h2 className="h2">{t("open")}</h2>
                <p className="says">{waiting.data && t(open ? "says" : "saysNone", { n: open, count: open })}</p>
              </div>
            </header>
            <Fulfilments />
          </section>
        </div>
      )}
    </>
  );
}

function Redeeming() {
  const { t } = useTranslation("rewards-desk");
  const { api: house } = usePropertyScope();
  const [params, setParams] = useSearchParams();
  const id = params.get("guest") ?? "";
  const choose = (guest: string | null) => setParams(guest ? { guest } : {}, { replace: true });
  const { data, isError, error, refetch } = useQuery({ ...cardQuery(house, id), enabled: id !== "" });
  return (
    <section className={`panel ${valueStyles.inline ?? ""}`} aria-label={t("who")}>
      {id === "" && (
        <>
          <div className="body"><GuestPicker label={t("who")} chosen={null} choose={(guest) => choose(guest?.id ?? null)} focus most={8} /></div>
          <div className={styles.quiet}>{t("hint")}</div>
        </>
      )}
      {id !== "" && isError && <ErrorState problem={error} retry={() => void refetch()} />}
      {id !== "" && !data && !isError && <div className="body"><Bones height={360} lines={8} /></div>}
      {id !== "" && data && (
        <>
          <Who card={data} other={() => choose(null)} />
          {data.points ? <RedeemForm key={data.id} card={data} close={() => choose(null)} /> : <EmptyState title={t("noPoints")}>{t("noPointsHint")}</EmptyState>}
        </>
      )}
    </section>
  );
}

function Who({ card, other }: { card: MemberCard; other: () => void }) {
  const { t } = useTranslation("rewards-desk");
  const { path } = usePropertyScope();
  const { nameOf } = useSaying();
  const [soon] = useSoon(card.points);
  return (
    <div className={styles.who}>
      <span className="avatar" aria-hidden="true">{card.name.slice(0, 1)}</span>
      <span className="grow">
        <span className="row wraps"><Link to={`${path}/guests/${card.id}`} className="b">{card.name}</Link>{card.tier && <span className="tag acc">{nameOf(card.tier)}</span>}<span className="t2">{card.phone_masked}</span></span>
        {card.points && <span className="small t2">{t("has", { n: count(card.points.balance) })}{soon && <span className="warn"> {t("soon", { on: soon.on, n: count(soon.points) })}</span>}</span>}
      </span>
      <button type="button" className={valueStyles.link} onClick={other}>{t("other")}</button>
    </div>
  );
}
