import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { deskCard, story } from "@/api/guestDesk";
import { STORY_KINDS, type StoryKind, type StoryLine } from "@/api/guestDeskTypes";
import { AddInteraction } from "@/components/capture/AddInteraction";
import { DueTag } from "@/components/desk/DueTag";
import { Icon } from "@/components/Icon";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { moment, todayIn } from "@/lib/dates";
import { clockOf } from "@/lib/due";
import { useFilters } from "@/lib/filters";
import { usePageTitle } from "@/lib/pageTitle";
import { usePropertyScope } from "@/session/scope";
import cardStyles from "./card.module.css";
import styles from "./desk.module.css";
import { fieldsOf, handlingOf } from "./story";

/** Several kinds that one looks for together. */
const GROUPS: Record<string, readonly StoryKind[]> = {
  visits: ["visit", "stay_booked"], complaints: ["complaint"], praise: ["praise", "review"], requests: ["request", "habit", "preference"], talks: ["conversation", "message", "reply"],
  services: ["service", "consumption", "task"], member: ["tier", "points", "coupon"], house: ["remark", "transfer"],
};

/** Everything that ever passed with a guest, at every touch point, the newest first. */
export default function TimelinePage() {
  const { t } = useTranslation("guest-desk");
  const { api: house, path, may } = usePropertyScope();
  const { guest = "" } = useParams();
  const { params, set } = useFilters();
  const [adding, setAdding] = useState(false);
  const chosen = (params.get("kinds") ?? "").split(",").filter((group) => group in GROUPS);
  const kinds = STORY_KINDS.filter((kind) => chosen.some((group) => GROUPS[group]?.includes(kind)));
  const found = useInfiniteQuery(story(house, guest, kinds));
  const { data: card } = useQuery(deskCard(house, guest));
  const rows = found.data?.pages.flatMap(({ results }) => results);
  const toggle = (group: string) => set({ kinds: (chosen.includes(group) ? chosen.filter((one) => one !== group) : [...chosen, group]).join() });
  usePageTitle(card ? t("story.of", { name: card.name }) : t("story.title"));
  return (
    <>
      <div className="page-head">
        <Link to={`${path}/guests/${guest}`} className={cardStyles.back}><Icon name="left" />{card?.name ?? "…"}</Link>
        <span className="t3">/</span>
        <h1 className="h1">{t("story.title")}</h1>
        {card && may("edit_guests") && <div className="does"><Button onClick={() => setAdding(true)}>{t("passed.add")}</Button></div>}
      </div>
      <section className="panel" aria-label={t("story.title")}>
        <div className={styles.kinds} role="group" aria-label={t("story.filter")}>
          {Object.keys(GROUPS).map((group) => <button key={group} type="button" className={chosen.includes(group) ? "chip on" : "chip"} aria-pressed={chosen.includes(group)} onClick={() => toggle(group)}>{chosen.includes(group) && <Icon name="check" />}{t(`story.group.${group}`)}</button>)}
          {chosen.length > 0 && <button type="button" className={styles.link} onClick={() => set({ kinds: null })}>{t("story.everything")}</button>}
        </div>
        {found.isError && !rows ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : !rows ? <div className="body"><Bones height={420} lines={10} /></div> : rows.length === 0 ? (
          <EmptyState title={t(chosen.length > 0 ? "story.noneOfThese" : "story.none")}>{t("story.noneHint")}</EmptyState>
        ) : <ol className={styles.story}>{rows.map((line, index) => <Line key={line.id} line={line} before={rows[index - 1]} />)}</ol>}
        {found.hasNextPage && <div className={styles.more}><Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("more", { ns: "common" })}</Button></div>}
      </section>
      {card && adding && <AddInteraction guest={card} close={() => setAdding(false)} />}
    </>
  );
}

function Line({ line, before }: { line: StoryLine; before: StoryLine | undefined }) {
  const { t, i18n } = useTranslation("guest-desk");
  const { timeZone } = usePropertyScope();
  const { say } = useSaying();
  const fields = fieldsOf(line);
  const { owner, due, settled, by, outcome } = handlingOf(line);
  const done = settled ? [t("complaints:settled.on", { at: moment(settled, timeZone), name: by || "–" }), outcome].filter(Boolean).join(t("complaints:colon")) : null;
  const touch = line.touch && i18n.exists(`complaints:touch.${line.touch}`) ? t(`complaints:touch.${line.touch}`) : line.touch;
  const year = line.day.slice(0, 4);
  return (
    <>
      {before?.day.slice(0, 4) !== year && year !== todayIn(timeZone).slice(0, 4) && <li className={styles.day}>{year}</li>}
      <li>
        <span className="t3 nowrap">{line.day.slice(5)} {clockOf(line.at, timeZone)}</span>
        <span className={line.open ? "tag warn" : "tag"} style={{ justifySelf: "start" }}>{t(`story.kind.${line.kind}`)}</span>
        <div>
          <p>{say(line.says)}</p>
          {line.text && line.text !== say(line.says) && <p className="t2 small">{line.text}</p>}
          {fields.length > 0 && <p className={styles.storyFacts}>{fields.map(([what, value]) => <span key={what}>{i18n.exists(`guest-desk:story.field.${what}`) ? t(`story.field.${what}`) : what} {value}</span>)}</p>}
          {line.open && <p className="cap row wraps"><span className="t2">{owner || t("complaints:nobody")}</span>{due && <DueTag at={due} />}</p>}
          {done && <p className="cap t2">{done}</p>}
        </div>
        <span className="cap t3 nowrap">{[touch, line.by_name].filter(Boolean).join(" · ")}</span>
      </li>
    </>
  );
}
