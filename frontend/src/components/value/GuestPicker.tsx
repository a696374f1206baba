import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { GuestRow } from "@/api/propertyTypes";
import type { SearchAnswer } from "@/api/types";
import { Icon } from "@/components/Icon";
import { Field } from "@/components/Field";
import { useProblemText } from "@/components/problems";
import { useSettled } from "@/lib/settled";
import { usePropertyScope } from "@/session/scope";
import { roomFirst } from "./picking";
import styles from "./value.module.css";

export type Whom = Pick<GuestRow, "id" | "name" | "phone">;
type Hit = SearchAnswer["guests"][number];

interface PickerProps {
  label: string;
  chosen: Whom | null;
  choose: (guest: Whom | null) => void;
  /** This one is not offered. */
  except?: string;
  focus?: boolean;
  most?: number;
  /** Choosing does something at once, so nobody is chosen without a touch. */
  touched?: boolean;
}

const PAUSE_MS = 150;
const DIGITS = /^\d{4,}$/;

/** A guest by name, pinyin, last digits of the phone, room of today or nickname, as the search finds him; arrows and Enter choose as well. */
export function GuestPicker({ label, chosen, choose, except, focus = false, most = 6, touched = false }: PickerProps) {
  const { t } = useTranslation("value");
  const { api: house, property } = usePropertyScope();
  const problemText = useProblemText();
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const q = useSettled(text.trim(), PAUSE_MS);
  const found = useQuery({
    queryKey: [house, "pick", q], queryFn: async () => (await api.get<SearchAnswer>("/search", { q, property: property.slug })).guests, enabled: q !== "", placeholderData: keepPreviousData,
  });
  const rows = roomFirst(found.data ?? [], q).filter((row) => row.id !== except).slice(0, most);
  const pick = (row: Hit | undefined) => {
    if (!row) return;
    choose({ id: row.id, name: row.name, phone: row.phone });
    setText("");
  };
  // Digits that lead to one guest only, by his phone or his room, need no touch: who it is stands there, and can be changed.
  const only = !touched && DIGITS.test(q) && found.data && !found.isPlaceholderData && found.data.length === 1 && rows.length === 1 ? rows[0] : undefined;
  useEffect(() => {
    if (only && !chosen) choose({ id: only.id, name: only.name, phone: only.phone });
  }, [only, chosen, choose]);
  if (chosen) {
    return (
      <Field id={id} label={label}>
        <div className={styles.chosen}>
          <span className="avatar" aria-hidden="true">{chosen.name.slice(0, 1)}</span>
          <span className="grow cut"><span className="b">{chosen.name}</span> <span className="t2">{chosen.phone}</span></span>
          <button id={id} type="button" className={styles.link} onClick={() => { setText(""); choose(null); }}>{t("pick.other")}</button>
        </div>
      </Field>
    );
  }
  const open = q !== "" && found.data !== undefined;
  return (
    <Field id={id} label={label}>
      <Input
        id={id} size="large" prefix={<Icon name="search" />} value={text} autoFocus={focus} autoComplete="off" placeholder={t("pick.like")} role="combobox" aria-expanded={open} aria-controls={`${id}-list`}
        aria-activedescendant={rows[at] ? `${id}-${rows[at].id}` : undefined}
        onChange={(event) => { setText(event.target.value); setAt(0); }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "ArrowDown") setAt(Math.min(at + 1, rows.length - 1));
          else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
          else if (event.key === "Enter") pick(rows[at]);
          else return;
          event.preventDefault();
        }}
      />
      {open && (
        <div className={styles.found} id={`${id}-list`} role="listbox" aria-label={label}>
          {rows.map((row, index) => (
            <button key={row.id} id={`${id}-${row.id}`} type="button" role="option" aria-selected={index === at} tabIndex={-1} onClick={() => pick(row)}>
              <span><span className="b">{row.name}</span> <span className="t2">{t("pick.visits", { n: row.visits, count: row.visits })}</span></span>
              <span className="cap t3">{[row.in_house && t("pick.here", { room: row.room_no }), row.phone, row.nickname].filter(Boolean).join(" · ")}</span>
            </button>
          ))}
          {rows.length === 0 && <p className={styles.hint} style={{ padding: "8px 0" }}>{t("pick.none")}</p>}
        </div>
      )}
      {found.isError && <p className="bad small" role="alert">{problemText(found.error)}</p>}
    </Field>
  );
}
