import { useTranslation } from "react-i18next";
import { PERIODS, type Game, type Reward } from "@/api/programmeTypes";
import { DataTable, type Column } from "@/components/DataTable";
import { count, money, rate } from "@/lib/numbers";
import { useEditing, useSection } from "./editing";
import { Adds, Chance, FlawAt, Money, Num, Option, Pick, Removes, Says, Text } from "./fields";
import { Box } from "./OtherSections";
import styles from "./programme.module.css";
import { useName } from "./useName";
import { freeCode, GAME, PRIZE, REWARD } from "./whole";

const KINDS = ["virtual", "physical", "service", "coupon", "night", "draw"] as const;

/** What points are spent on: the catalogue, and games with their odds. */
export function RewardsSection() {
  const { t } = useTranslation("programme");
  return (
    <>
      <h3 className={styles.sub}>{t("rewards.catalogue")}</h3>
      <Catalogue />
      <h3 className={styles.sub}>{t("rewards.games")} <span className={styles.aside}>{t("rewards.gamesAre")}</span></h3>
      <Games />
    </>
  );
}

function Catalogue() {
  const { t } = useTranslation("programme");
  const { document } = useEditing();
  const { editing } = useSection();
  const { rewards } = document;
  const name = useName();
  const tierOf = (code: string | null) => {
    const level = document.tiers.levels.find((one) => one.code === code);
    return level ? name(level) : code;
  };
  const columns: Column<Reward>[] = [
    { key: "name", title: t("word.name"), card: "title", render: (row) => <><span className="b">{name(row)}</span> <span className="cap t3">{t(`choice.reward.${row.kind}`)}</span></> },
    { key: "points", title: t("word.points"), numeric: true, sort: (row) => row.points, render: (row) => <>{count(row.points)}{Number(row.money) > 0 && <span className="gap">+ {money(row.money)}</span>}</> },
    { key: "price", title: t("word.price"), numeric: true, sort: (row) => Number(row.price), render: (row) => money(row.price) },
    { key: "each", title: t("rewards.perPoint"), numeric: true, sort: (row) => (Number(row.price) - Number(row.money)) / row.points, render: (row) => (row.points > 0 ? `¥${((Number(row.price) - Number(row.money)) / row.points).toFixed(3)}` : "–") },
    { key: "limits", title: t("rewards.limits"), wrap: true, card: "whole", render: (row) => [row.stock !== null && t("rewards.stock", { n: count(row.stock) }), row.per_guest !== null && t("rewards.perGuest", { n: row.per_guest, period: t(`per.${row.period}`) }), row.from_tier && t("rewards.from", { tier: tierOf(row.from_tier) })].filter(Boolean).join(" · ") || <span className="t3">{t("noCap")}</span> },
    { key: "confirmed", title: t("word.confirmed"), render: (row) => (row.confirmed ? t("rewards.confirmed") : <span className="t3">{t("rewards.atOnce")}</span>) },
  ];
  return (
    <>
      <FlawAt at={["rewards"]} />
      {editing ? <ul className={styles.things}>{rewards.map((reward, n) => <RewardForm key={reward.code} reward={reward} index={n} />)}</ul> : rewards.length === 0 ? <p className="t3">{t("rewards.none")}</p> : <div style={{ margin: "0 -20px" }}><DataTable label={t("rewards.catalogue")} dense columns={columns} rows={rewards} rowKey={(row) => row.code} /></div>}
      <Adds at={["rewards"]} item={{ ...REWARD, code: freeCode("reward", rewards), name: t("rewards.new"), name_en: "New reward" }} label={t("rewards.add")} />
    </>
  );
}

function RewardForm({ reward, index }: { reward: Reward; index: number }) {
  const { t } = useTranslation("programme");
  const { document } = useEditing();
  const at = ["rewards", index];
  const nameOf = useName();
  const named = (list: readonly { code: string; name: string; name_en: string }[]) => list.map((one) => ({ value: one.code, label: nameOf(one) }));
  return (
    <li className={styles.thing}>
      <div className={styles.form}>
        <Box label={t("word.name")}><Text at={[...at, "name"]} width={128} /></Box>
        <Box label={t("word.name_en")}><Text at={[...at, "name_en"]} width={128} /></Box>
        <Box label={t("word.kind")}><Pick at={[...at, "kind"]} options={KINDS.map((value) => ({ value, label: t(`choice.reward.${value}`) }))} width={108} /></Box>
        <Box label={t("word.points")}><Num at={[...at, "points"]} width={96} /></Box>
        <Box label={t("word.money")}><Money at={[...at, "money"]} width={100} /></Box>
        <Box label={t("word.price")}><Money at={[...at, "price"]} width={100} /></Box>
        <Box label={t("word.cost")}><Money at={[...at, "cost"]} width={100} empty={t("asPrice")} /></Box>
        {(reward.kind === "coupon" || reward.kind === "night") && <Box label={t("word.coupon")}><Pick at={[...at, "coupon"]} options={named(document.coupons)} width={150} /></Box>}
        {reward.kind === "draw" && <Box label={t("word.game")}><Pick at={[...at, "game"]} options={named(document.games)} width={150} /></Box>}
        <Box label={t("word.stock")}><Num at={[...at, "stock"]} empty={t("noCap")} /></Box>
        <Box label={t("word.per_guest")}><Num at={[...at, "per_guest"]} empty={t("noCap")} /></Box>
        <Box label={t("word.period")}><Pick at={[...at, "period"]} options={PERIODS.map((value) => ({ value, label: t(`per.${value}`) }))} width={108} /></Box>
        <Box label={t("word.from_tier")}><Pick at={[...at, "from_tier"]} options={named(document.tiers.levels)} empty={t("rewards.anyTier")} width={108} /></Box>
        <Box label={t("word.confirmed")}><Option at={[...at, "confirmed"]} label={t("word.confirmed")} off={t("rewards.atOnce")}>{t("rewards.confirmed")}</Option></Box>
        <Box label={t("word.says")}><Text at={[...at, "says"]} width={220} max={200} empty={t("rewards.saysLike")} /></Box>
      </div>
      <Removes at={at} what={nameOf(reward)} />
    </li>
  );
}

function Games() {
  const { t } = useTranslation("programme");
  const { document } = useEditing();
  const { editing } = useSection();
  const { games } = document;
  return (
    <>
      <FlawAt at={["games"]} />
      {games.length === 0 && !editing && <p className="t3">{t("rewards.noGames")}</p>}
      <ul className={styles.things}>{games.map((game, n) => <GameItem key={game.code} game={game} index={n} />)}</ul>
      <Adds at={["games"]} item={{ ...GAME, code: freeCode("game", games), name: t("rewards.newGame"), name_en: "Lucky wheel", prizes: [{ ...PRIZE, code: "prize-1", name: t("rewards.newPrize", { n: 10 }), name_en: "10 points", per_10000: 1000 }] }} label={t("rewards.addGame")} />
    </>
  );
}

function GameItem({ game, index }: { game: Game; index: number }) {
  const { t } = useTranslation("programme");
  const { document } = useEditing();
  const { editing } = useSection();
  const at = ["games", index];
  const odds = game.prizes.reduce((sum, { per_10000 }) => sum + per_10000, 0);
  const nameOf = useName();
  const coupons = document.coupons.map((kind) => ({ value: kind.code, label: nameOf(kind) }));
  return (
    <li className={styles.thing}>
      <div>
        <b className="b">{editing ? <Text at={[...at, "name"]} width={140} /> : nameOf(game)}</b> {editing && <Text at={[...at, "name_en"]} width={140} />}
        <span className={styles.sentence}> <Says k="says.game" parts={{ kind: <Pick at={[...at, "kind"]} options={(["wheel", "scratch"] as const).map((value) => ({ value, label: t(`choice.game.${value}`) }))} width={108} />, points: <Num at={[...at, "points"]} unit="points" />, daily: <Num at={[...at, "daily"]} unit="times" />, budget: <Money at={[...at, "budget"]} width={120} /> }} /></span>
        <FlawAt at={[...at, "prizes"]} />
        <ul>
          {game.prizes.map((prize, n) => (
            <li key={prize.code} className={`${styles.item ?? ""} small`}>
              {editing ? (
                <span className={styles.form}>
                  <Box label={t("word.name")}><Text at={[...at, "prizes", n, "name"]} width={120} /></Box>
                  <Box label={t("word.name_en")}><Text at={[...at, "prizes", n, "name_en"]} width={120} /></Box>
                  <Box label={t("word.per_10000")}><Chance at={[...at, "prizes", n, "per_10000"]} /></Box>
                  <Box label={t("word.gives")}><Pick at={[...at, "prizes", n, "gives"]} options={(["points", "coupon", "thing"] as const).map((value) => ({ value, label: t(`choice.gives.${value}`) }))} width={96} /></Box>
                  {prize.gives === "points" && <Box label={t("word.points")}><Num at={[...at, "prizes", n, "points"]} min={0} /></Box>}
                  {prize.gives === "coupon" && <Box label={t("word.coupon")}><Pick at={[...at, "prizes", n, "coupon"]} options={coupons} width={140} /></Box>}
                  <Box label={t("word.cost")}><Money at={[...at, "prizes", n, "cost"]} width={96} /></Box>
                  <Box label={t("word.stock")}><Num at={[...at, "prizes", n, "stock"]} empty={t("noCap")} /></Box>
                </span>
              ) : <span className="t2">{nameOf(prize)} <b className="b">{rate(prize.per_10000 / 10_000).replace(/\.0(?=\u00a0)/, "")}</b>{prize.stock !== null && ` · ${t("rewards.stock", { n: count(prize.stock) })}`}</span>}
              <Removes at={[...at, "prizes", n]} what={nameOf(prize)} />
            </li>
          ))}
        </ul>
        <p className={`cap ${odds > 10_000 ? "bad" : "t3"}`}>{odds > 10_000 ? t("rewards.oddsOver", { rate: rate(odds / 10_000) }) : t("rewards.oddsLeft", { rate: rate(1 - odds / 10_000) })}</p>
        {game.prizes.length < 12 && <Adds at={[...at, "prizes"]} item={{ ...PRIZE, code: freeCode("prize", game.prizes), name: t("rewards.newPrize", { n: 10 }), name_en: "10 points" }} label={t("rewards.addPrize")} />}
      </div>
      <Removes at={at} what={nameOf(game)} />
    </li>
  );
}
