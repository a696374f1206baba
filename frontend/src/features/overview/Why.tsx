import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { profitIn } from "@/api/profitTypes";
import { CHANNELS, type Channel, type ComparisonFigures } from "@/api/types";
import { Bone } from "@/components/States";
import { count, money, points, rate } from "@/lib/numbers";
import { periodQuery, type Period } from "@/lib/period";
import { useScope } from "@/session/scope";
import { staffShare, type Overview, type OverviewRow } from "./data";
import styles from "./overview.module.css";

/** The channel whose share moved most since the earlier period. */
export function mostMoved(now: ComparisonFigures, then: ComparisonFigures | undefined): { channel: Channel; from: number; to: number } | null {
  const moves = CHANNELS.flatMap((channel) => {
    const [from, to] = [then?.channel_mix[channel].share, now.channel_mix[channel].share];
    return from === null || from === undefined || to === null ? [] : [{ channel, from, to }];
  });
  return moves.toSorted((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))[0] ?? null;
}

/** Why a property stands where it stands: its people, its channels, its guests. */
export function Why({ line, overview, period }: { line: OverviewRow; overview: Overview; period: Period }) {
  const { t } = useTranslation("overview");
  const scope = useScope();
  const { row, earlier } = line;
  const query = `${periodQuery(period)}&property=${row.property}`;
  const people = staffShare(overview.staff.data, row.property);
  const moved = mostMoved(row, earlier);
  const change = earlier?.repeat_guest_rate != null && row.repeat_guest_rate !== null ? (row.repeat_guest_rate - earlier.repeat_guest_rate) * 100 : null;
  const slipping = scope.may("see_campaigns") ? overview.slips.data?.properties.find(({ property }) => property === row.property)?.at_risk : undefined;
  const left = profitIn(row);
  const first = row.guests_to_date - row.repeat_guests_to_date;
  return (
    <div className={left.profit === undefined ? styles.whys : `${styles.whys ?? ""} ${styles.four ?? ""}`}>
      <div>
        <span className="cap t3">{t("why.remark")}</span>
        <p>
          {overview.staff.isPending ? <Bone width="80%" /> : people ? (
            <><span className="b">{t("why.people", { n: people.people, count: people.people, share: rate(people.share) })}</span>{t("why.weakest", { work: t(`why.work.${people.weakest}`) })}</>
          ) : t("why.nobody")}
        </p>
        <Link to={`${scope.path}/remarks?${query}`}>{t("why.seeStaff")}</Link>
      </div>
      <div>
        <span className="cap t3">{t("why.channel")}</span>
        <p>
          {overview.then.isPending ? <Bone width="80%" /> : moved ? (
            <><span className="b">{t(moved.to < moved.from ? "why.fell" : "why.rose", { channel: t(`channelIn.${moved.channel}`, { ns: "common" }), from: rate(moved.from), to: rate(moved.to) })}</span>{t("why.mixGap", { gap: row.mix_gap?.toFixed(1) ?? "–" })}</>
          ) : t("why.noEarlier")}
        </p>
        <Link to={`${scope.path}/channels?${query}`}>{t("why.seeChannels")}</Link>
      </div>
      <div>
        <span className="cap t3">{t("why.repeat")}</span>
        <p>
          <span className="b">{t("why.once", { n: count(first), share: rate(row.guests_to_date ? first / row.guests_to_date : null) })}</span>
          {change !== null && t("why.change", { pp: points(change) })}
        </p>
        {slipping ? <><p><span className="b">{t("why.slipping", { n: count(slipping), count: slipping })}</span></p><Link to={`${scope.path}/win-back?property=${row.property}`}>{t("why.seeWinBack")}</Link></> : <Link to={`${scope.path}/repeat?${query}`}>{t("why.seeRepeat")}</Link>}
      </div>
      {left.profit !== undefined && (
        <div>
          <span className="cap t3">{t("why.profit")}</span>
          <p><span className="b">{t(left.profit_complete === false ? "why.leftAtMost" : "why.left", { profit: money(left.profit), share: rate(left.profit_share) })}</span>{t("why.ofRoom", { revenue: money(row.room_revenue) })}</p>
          <Link to={`/p/${row.property}/reports/profit?${periodQuery(period)}`}>{t("why.seeProfit")}</Link>
        </div>
      )}
    </div>
  );
}
