import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import { handedToMe } from "@/api/deskRules";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { Bones, EmptyState, ErrorState } from "@/components/States";
import { moment } from "@/lib/dates";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import styles from "./owners.module.css";

const SHOWN = 12;

/** 转给我的: guests somebody handed to the reader, until he says that he has seen it. `empty`: says so where there are none. */
export function HandedToMe({ empty = false }: { empty?: boolean }) {
  const { t } = useTranslation("owners");
  const { api: house, path, timeZone } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const found = useQuery(handedToMe(house));
  const seen = useMutation({
    mutationFn: (id: string) => api.post(`${house}/owner-transfers/${id}/seen`),
    onSuccess: () => queries.invalidateQueries({ queryKey: [house, "handed"] }),
    onError: (problem) => message.error(problemText(problem)),
  });
  if (empty && found.isError) return <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div>;
  if (empty && found.data?.length === 0) return <section className="panel"><EmptyState title={t("mine.none")} action={<Link className="btn" to={`${path}/guests?owner=me`}>{t("my")}</Link>}>{t("mine.noneHint")}</EmptyState></section>;
  if (empty && !found.data) return <div className="panel"><div className="body"><Bones height={160} lines={4} /></div></div>;
  if (!found.data?.length) return null;
  return (
    <Panel className="below" title={t("mine.title")} says={t("mine.says")}>
      <ul className={styles.mine}>
        {found.data.map((one) => (
          <li key={one.id}>
            <div className="grow">
              <p><b className="b">{t("mine.from", { name: one.giver_name || t("nobody"), n: count(one.n), count: one.n })}</b> <span className="cap t3">{moment(one.at, timeZone)} {one.by_name}</span></p>
              {one.note && <p className="t2">{one.note}</p>}
              <p className={styles.names}>{one.guests.slice(0, SHOWN).map(({ id, name }) => <Link key={id} to={`${path}/guests/${id}`}>{name}</Link>)}{one.n > SHOWN && <Link to={`${path}/guests?owner=me`}>{t("mine.more", { n: count(one.n - SHOWN) })}</Link>}</p>
            </div>
            <Button loading={seen.isPending && seen.variables === one.id} onClick={() => seen.mutate(one.id)}>{t("mine.seen")}</Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
