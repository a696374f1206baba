import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import { pointsOf } from "@/api/value";
import type { Family, MemberCard, Terms } from "@/api/valueTypes";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";
import { GuestPicker } from "./GuestPicker";
import styles from "./value.module.css";

const MOST = 5;

/** Who spends points together: one's own first, then the others'. Nobody belongs to two families. */
export function FamilyForm({ card, terms, close }: { card: MemberCard; terms: Terms; close: () => void }) {
  const { t } = useTranslation("value");
  const { api: house, path } = usePropertyScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const { data, isError, error, refetch } = useQuery(pointsOf(house, card.id));
  const address = `${house}/guests/${card.id}/family`;
  const follow = () => queries.invalidateQueries({ queryKey: [house] });
  const add = useMutation({ mutationFn: (members: string[]) => api.put<{ family: Family | null }>(address, { members }), onSuccess: follow });
  const leave = useMutation({ mutationFn: () => api.delete(address), onSuccess: follow });
  if (isError) return <ErrorState problem={error} retry={() => void refetch()} />;
  if (!data) return <div className={styles.fields}><Bones height={200} lines={4} /></div>;
  const members = data.family?.members ?? [];
  const most = terms.points?.family?.members_max ?? MOST;
  const problem = add.error ?? leave.error;
  return (
    <div className={styles.act}>
      <div className={styles.fields}>
        <p className={styles.hint}>{data.family ? t("family.pool", { n: count(data.family.points) }) : t("family.none")}</p>
        {members.length > 0 && (
          <ul className={styles.facts} aria-label={t("family.members")}>
            {members.map(({ id, name }) => (
              <li key={id} className="between" style={{ padding: "9px 12px" }}>
                <Link to={`${path}/guests/${id}`} onClick={close}>{name || t("family.secret")}</Link>
                {id === card.id && <span className="tag">{t("family.self")}</span>}
              </li>
            ))}
          </ul>
        )}
        {members.length < most && (
          <GuestPicker label={t("family.add")} chosen={null} except={card.id} focus touched choose={(guest) => { if (guest) add.mutate([...members.map(({ id }) => id).filter((id) => id !== card.id), guest.id]); }} />
        )}
        <p className={styles.hint}>{t("family.hint", { n: most })}</p>
        {problem !== null && <div className={styles.problem} role="alert">{problemText(problem)}</div>}
      </div>
      {members.length > 0 && <div className={styles.foot}><Button size="large" block loading={leave.isPending} onClick={() => leave.mutate()}>{t("family.leave", { name: card.name })}</Button></div>}
    </div>
  );
}
