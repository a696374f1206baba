import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { card as cardQuery } from "@/api/property";
import { ActDrawer, type DeskAct } from "@/components/value/ActDrawer";
import { GuestPicker, type Whom } from "@/components/value/GuestPicker";
import { LedgerDrawer } from "@/components/value/LedgerDrawer";
import valueStyles from "@/components/value/value.module.css";
import { sum } from "@/components/value/words";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { usePropertyScope } from "@/session/scope";
import type { Recent } from "./recent";
import styles from "./vouchers.module.css";

/** Stored value of whoever stands at the desk: charge it, top it up, pay it back. */
export function WalletDesk({ remember }: { remember: (one: Omit<Recent, "id" | "at">) => void }) {
  const { t } = useTranslation("vouchers");
  const { api: house, path, may } = usePropertyScope();
  const [guest, setGuest] = useState<Whom | null>(null);
  const [doing, setDoing] = useState<DeskAct | null>(null);
  const [reading, setReading] = useState(false);
  const { data, isError, error, refetch } = useQuery({ ...cardQuery(house, guest?.id ?? ""), enabled: guest !== null });
  const card = guest ? data : undefined;
  return (
    <section className="panel" aria-label={t("wallet.title")}>
      <header><h2 className="h2 grow">{t("wallet.title")}</h2>{card && <button type="button" className={valueStyles.link} onClick={() => setGuest(null)}>{t("wallet.other")}</button>}</header>
      {!guest && <div className={styles.ask}><GuestPicker label={t("wallet.who")} chosen={null} choose={setGuest} most={6} /></div>}
      {guest && isError && <ErrorState problem={error} retry={() => void refetch()} />}
      {guest && !data && !isError && <div className="body"><Bones height={132} lines={4} /></div>}
      {card && (
        <div className={styles.ask}>
          <Link to={`${path}/guests/${card.id}`} className="b">{card.name}</Link> <span className="t2">{card.phone_masked}</span>
          {card.wallet ? (
            <>
              <div className={styles.balance}>{sum(card.wallet.balance)}</div>
              <p className="small t2">{t("wallet.parts", { principal: sum(card.wallet.principal), gift: sum(card.wallet.gift) })}</p>
              <div className={styles.does}>
                <Button onClick={() => setDoing({ act: "charge" })}>{t("wallet.charge")}</Button>
                <Button onClick={() => setDoing({ act: "topUp" })}>{t("wallet.topUp")}</Button>
                {may("adjust_value") && <Button type="text" onClick={() => setDoing({ act: "refund" })}>{t("wallet.refund")}</Button>}
                <Button type="text" onClick={() => setReading(true)}>{t("wallet.ledger")}</Button>
              </div>
            </>
          ) : <EmptyState title={t("wallet.off")}>{t("wallet.offHint")}</EmptyState>}
        </div>
      )}
      {card && doing && <ActDrawer doing={doing} card={card} close={() => setDoing(null)} done={() => remember({ guest: { id: card.id, name: card.name }, what: t(`recent.${doing.act}`) })} />}
      {card && reading && <LedgerDrawer card={card} first="wallet" close={() => setReading(false)} />}
    </section>
  );
}
