import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { terms as termsQuery } from "@/api/value";
import { NoProgramme } from "@/components/value/NoProgramme";
import { PageHead } from "@/components/PageHead";
import { EmptyState } from "@/components/States";
import { moment } from "@/lib/dates";
import { usePropertyScope } from "@/session/scope";
import { CouponDesk } from "./CouponDesk";
import { useRecent } from "./recent";
import styles from "./vouchers.module.css";
import { WalletDesk } from "./WalletDesk";

/** 券与储值: a code that is held out over the desk, and a guest who pays with stored value or tops it up. */
export default function VouchersPage() {
  const { t } = useTranslation("vouchers");
  const { api: house } = usePropertyScope();
  const { data } = useQuery(termsQuery(house));
  const { recent, remember } = useRecent(house);
  return (
    <>
      <PageHead title={t("title")} />
      {data && !data.programme ? <NoProgramme /> : (
        <div className={styles.desk}>
          <CouponDesk remember={remember} />
          <WalletDesk remember={remember} />
          <section className={`panel ${styles.recent ?? ""}`} aria-label={t("recent.title")}>
            <header><div className="grow"><h2 className="h2">{t("recent.title")}</h2><p className="says">{t("recent.says")}</p></div></header>
            {recent.length === 0 ? <EmptyState title={t("recent.none")}>{t("recent.noneHint")}</EmptyState> : <RecentList />}
          </section>
        </div>
      )}
    </>
  );
}

function RecentList() {
  const { api: house, path, timeZone } = usePropertyScope();
  const { recent } = useRecent(house);
  return (
    <ul className={styles.list}>
      {recent.map(({ id, at, guest, what }) => (
        <li key={id}>
          <span className="t3 nowrap">{moment(at, timeZone)}</span>
          <span className="grow">{guest && <><Link to={`${path}/guests/${guest.id}`}>{guest.name}</Link> </>}{what}</span>
        </li>
      ))}
    </ul>
  );
}
