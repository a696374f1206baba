import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import { review } from "@/api/property";
import type { ReviewItem, ReviewPerson } from "@/api/propertyTypes";
import { Icon } from "@/components/Icon";
import { PageHead } from "@/components/PageHead";
import { useProblemText } from "@/components/problems";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { usePropertyScope } from "@/session/scope";
import styles from "./review.module.css";

/** Guests who may be one person: somebody who knows them says so, one touch a pair. */
export default function ReviewPage() {
  const { t } = useTranslation("review");
  const { api: house, path } = usePropertyScope();
  const { data, isError, error, refetch } = useQuery(review(house));
  return (
    <>
      <PageHead title={t("title")} about={data && data.results.length > 0 ? t("about", { n: data.results.length, count: data.results.length }) : undefined}>
        <Link to={`${path}/guests`}>{t("guests")}</Link>
      </PageHead>
      {isError && !data && <div className="panel"><ErrorState problem={error} retry={() => void refetch()} /></div>}
      {!data && !isError && <div className="panel"><div className="body"><Bones height={240} lines={5} /></div></div>}
      {data?.results.length === 0 && <div className="panel"><EmptyState title={t("none.title")}>{t("none.hint")}</EmptyState></div>}
      <ul className="stack">{data?.results.map((item) => <li key={item.id}><Pair item={item} /></li>)}</ul>
    </>
  );
}

function Pair({ item }: { item: ReviewItem }) {
  const { t, i18n } = useTranslation("review");
  const { api: house, may } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const decide = useMutation({
    mutationFn: (decision: "same" | "apart") => api.post(`${house}/review-list/${item.id}`, { decision }),
    onSuccess: async (_answer, decision) => {
      message.success(t(`done.${decision}`, { name: item.guest.name }));
      await queries.invalidateQueries({ queryKey: [house] });
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  return (
    <section className="panel" aria-label={`${item.guest.name} · ${item.other.name}`}>
      <div className={styles.pair}>
        <Person person={item.guest} />
        <span className={styles.vs} aria-hidden="true"><Icon name="source" /></span>
        <Person person={item.other} />
      </div>
      <footer className={styles.foot}>
        <span className="small t2 grow">{t(`kind.${item.kind}`)}{item.reason && `${t("colon")}${i18n.exists(`review:reason.${item.reason}`) ? t(`reason.${item.reason}`) : item.reason}`}</span>
        {may("merge_guests") && (
          <>
            <Button disabled={decide.isPending} onClick={() => decide.mutate("apart")}>{t("apart")}</Button>
            <Button disabled={decide.isPending} onClick={() => decide.mutate("same")}>{t("same")}</Button>
          </>
        )}
      </footer>
    </section>
  );
}

function Person({ person }: { person: ReviewPerson }) {
  const { t } = useTranslation("review");
  const { path } = usePropertyScope();
  return (
    <div className={styles.person}>
      <Link to={`${path}/guests/${person.id}`} className="b">{person.name}</Link>
      <span className="t2">{t("visits", { n: person.visits, count: person.visits })}</span>
      <span className={person.phone ? "t2" : "warn"}>{person.phone ?? t("noPhone")}</span>
      <span className="t3 cap">{person.last_visit_on ? t("last", { on: person.last_visit_on, room: person.room_no || "–" }) : t("never")}</span>
    </div>
  );
}
