import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { sharing } from "@/api/programme";
import type { Consent, Elsewhere as Found, ElsewherePurse, MemberCard } from "@/api/valueTypes";
import { useProblemText } from "@/components/problems";
import { SpendElsewhereDrawer } from "@/components/value/SpendElsewhere";
import { useSaying } from "@/components/value/words";
import { count, money } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./member.module.css";

/** What the guest agrees to when another property may read the card. */
const PURPOSE = "chain_card";

/** What the chain's other properties know of the guest: read when asked for, for every reading is written down. */
export function Elsewhere({ card }: { card: MemberCard }) {
  const { t } = useTranslation("member");
  const { api: house, chain, may } = usePropertyScope();
  const problemText = useProblemText();
  const { data: shared } = useQuery({ ...sharing(`/chains/${chain.slug}`), enabled: may("see_programme"), staleTime: 5 * 60_000 });
  const read = useMutation({ mutationFn: () => api.get<Found>(`${house}/guests/${card.id}/elsewhere`) });
  const [paying, setPaying] = useState<ElsewherePurse | null>(null);
  if (!shared?.cards && !shared?.points) return null;
  return (
    <section className="panel" aria-label={t("away.title")}>
      <header><h2 className="h2">{t("away.title")}</h2></header>
      <div className="body">
        {!read.data && (
          <div className="between">
            <span className="t2 small">{t("away.hint")}</span>
            <Button loading={read.isPending} onClick={() => read.mutate()}>{t("away.read")}</Button>
          </div>
        )}
        {read.isError && <p className={styles.problem} role="alert">{problemText(read.error)}</p>}
        {read.data && <Known found={read.data} pay={may("move_value") ? setPaying : undefined} />}
        {shared.cards && <Agreed guest={card.id} again={() => { if (read.data) read.mutate(); }} />}
      </div>
      {paying && <SpendElsewhereDrawer card={card} purse={paying} close={() => { setPaying(null); read.mutate(); }} />}
    </section>
  );
}

function Known({ found, pay }: { found: Found; pay: ((purse: ElsewherePurse) => void) | undefined }) {
  const { t } = useTranslation("member");
  const { nameOf } = useSaying();
  const cards = found.cards ?? [];
  if (cards.length + found.points.length === 0) return <p className="t2 small">{t("away.none")}</p>;
  return (
    <ul className={styles.away}>
      {cards.map((one) => (
        <li key={one.property}>
          <span className="b">{one.name}</span> {one.tier && <span className="tag acc">{nameOf({ name: one.tier, name_en: one.tier_en ?? one.tier })}</span>}
          <span className="cap t3">{[t("away.visits", { n: one.visits, count: one.visits }), one.last_visit_on && t("away.last", { on: one.last_visit_on })].filter(Boolean).join(t("comma"))}</span>
          {one.preferences.length > 0 && <span className="small">{one.preferences.join(t("and"))}</span>}
        </li>
      ))}
      {found.points.map((one) => (
        <li key={`points-${one.property}`}>
          <span className="between">
            <span>{one.name} <b>{t("away.points", { n: count(one.points), count: one.points })}</b> <span className="cap t3">{t("worthOf", { money: money(one.worth, 2) })}</span></span>
            {pay && <button type="button" className="btn small" onClick={() => pay(one)}>{t("away.pay")}</button>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Whether the guest agreed that other properties read the card; put down at the desk, taken back there too. */
function Agreed({ guest, again }: { guest: string; again: () => void }) {
  const { t } = useTranslation("member");
  const { api: house, may } = usePropertyScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const key = [house, "consents", guest];
  const { data } = useQuery({ queryKey: key, queryFn: async () => (await api.get<{ results: Consent[] }>(`${house}/guests/${guest}/consents`)).results });
  const say = useMutation({
    mutationFn: (given: boolean) => api.post<{ results: Consent[] }>(`${house}/guests/${guest}/consents`, { purpose: PURPOSE, given }),
    onSuccess: ({ results }) => {
      queries.setQueryData(key, results);
      again();
    },
  });
  if (!data) return null;
  const agreed = data.some(({ purpose, given }) => purpose === PURPOSE && given);
  return (
    <p className={`${styles.agreed ?? ""} small`}>
      <span className="t2">{t(agreed ? "away.agreed" : "away.notAgreed")}</span>
      {may("edit_guests") && <button type="button" className={styles.link} disabled={say.isPending} onClick={() => say.mutate(!agreed)}>{t(agreed ? "away.withdraw" : "away.agree")}</button>}
      {say.isError && <span className={styles.problem} role="alert">{problemText(say.error)}</span>}
    </p>
  );
}
