import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Dropdown, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { colleagues as colleaguesQuery } from "@/api/deskRules";
import type { DeskCard } from "@/api/guestDeskTypes";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import styles from "./desk.module.css";

const NOBODY = "nobody";

/** Who looks after this guest, and why it is this one; whoever may gives the guest to somebody else. */
export function Owner({ card }: { card: Pick<DeskCard, "id" | "owner"> }) {
  const { t } = useTranslation("guest-desk");
  const { api: house, may } = usePropertyScope();
  const { say } = useSaying();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [opened, setOpened] = useState(false);
  const [note, setNote] = useState("");
  const people = useQuery({ ...colleaguesQuery(house), enabled: opened });
  const give = useMutation({
    mutationFn: (staff: string | null) => api.put(`${house}/guests/${card.id}/owner`, { staff, note: note.trim() }),
    onSuccess: async () => {
      setNote("");
      await queries.invalidateQueries({ queryKey: [house] });
    },
  });
  const { owner } = card;
  const name = owner?.name ?? t("owner.nobody");
  const gone = owner?.left === true;
  const why = owner ? [say(owner.reason_says), owner.since.slice(0, 10)].filter(Boolean).join(" · ") : undefined;
  if (!may("assign_guests")) return <span className={gone ? "warn" : undefined} title={why}>{name}</span>;
  const others = (people.data ?? []).filter(({ id }) => id !== owner?.staff).map((one) => ({ key: one.id, label: one.name }));
  const items = people.data ? [...others, ...(owner?.staff ? [{ type: "divider" as const }, { key: NOBODY, label: t("owner.take") }] : [])] : [{ key: "", label: t("loading", { ns: "common" }), disabled: true }];
  return (
    <>
      <Dropdown trigger={["click"]} popupRender={(menu) => <div className={styles.giving}><Input value={note} maxLength={300} aria-label={t("owner.note")} placeholder={t("owner.note")} onChange={(event) => setNote(event.target.value)} onKeyDown={(event) => { if (event.key !== "Escape" && event.key !== "Tab") event.stopPropagation(); }} />{menu}</div>} onOpenChange={(open) => { if (open) setOpened(true); }} menu={{ items, onClick: ({ key }) => give.mutate(key === NOBODY ? null : key), style: { maxHeight: 320, overflowY: "auto" } }}>
        <button type="button" className={styles.owner} title={why} aria-label={t("owner.change", { name })} disabled={give.isPending}>{name}<Icon name="down" size={12} /></button>
      </Dropdown>
      {owner && <span className={gone ? "cap warn" : "cap t3"}> {gone ? t("owner.left") : say(owner.reason_says)}</span>}
      {(give.error ?? people.error) && <span className="bad cap" role="alert">{problemText(give.error ?? people.error)}</span>}
    </>
  );
}
