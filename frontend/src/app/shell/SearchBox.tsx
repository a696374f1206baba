import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api } from "@/api/client";
import type { SearchAnswer } from "@/api/types";
import { Icon } from "@/components/Icon";
import { useSettled } from "@/lib/settled";
import { useScope, type Scope } from "@/session/scope";
import { navOf } from "./nav";
import styles from "./shell.module.css";

const PAUSE_MS = 120;

interface Hit {
  key: string;
  group: "guests" | "properties" | "staff" | "pages";
  to: string;
  name: string;
  about: string;
}

function useHits(text: string, scope: Scope): { hits: Hit[]; busy: boolean } {
  const { t } = useTranslation("shell");
  const q = text.trim();
  const { data, isFetching } = useQuery({
    queryKey: ["search", scope.chain.slug, q],
    queryFn: () => api.get<SearchAnswer>("/search", { q, chain: scope.chain.slug }),
    enabled: q !== "",
    placeholderData: keepPreviousData,
  });
  if (q === "") return { hits: [], busy: false };
  const pages = navOf(scope).flatMap(({ items }) => items).map(({ key, path }) => ({ word: t(`nav.${key}`), path }));
  const hits: Hit[] = [
    ...(data?.guests ?? []).map((guest) => ({
      key: `g${guest.property}${guest.id}`, group: "guests" as const, to: `/p/${guest.property}/guests/${guest.id}`, name: guest.name,
      about: [t("search.visits", { n: guest.visits, count: guest.visits }), guest.phone, guest.room_no, guest.property_name].filter(Boolean).join(" · "),
    })),
    ...(data?.properties ?? []).map((property) => ({
      key: `p${property.slug}`, group: "properties" as const, to: `/p/${property.slug}`, name: property.name, about: property.city,
    })),
    ...(data?.staff ?? []).map((person) => ({
      key: `s${person.id}`, group: "staff" as const, to: `${scope.path}/staff?id=${person.id}`, name: person.name,
      about: t(`role.${person.role}`, { ns: "common" }),
    })),
    ...pages
      .filter(({ word }) => word.toLowerCase().includes(q.toLowerCase()))
      .map(({ word, path }) => ({ key: `n${path}`, group: "pages" as const, to: scope.path + path, name: word, about: "" })),
  ];
  return { hits, busy: isFetching };
}

/** `/` or Ctrl K from anywhere, except while something else is being typed into. */
function useShortcut(open: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
      const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
      const ctrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      if (!slash && !ctrlK) return;
      event.preventDefault();
      open();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [open]);
}

/** One box for guests, properties, staff and pages. */
export function SearchBox() {
  const { t } = useTranslation("shell");
  const scope = useScope();
  const go = useNavigate();
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const { hits, busy } = useHits(useSettled(text, PAUSE_MS), scope);
  const focus = () => {
    setOpen(true);
    // Below 768 px the box only exists once it is opened.
    requestAnimationFrame(() => input.current?.focus());
  };
  useShortcut(focus);
  const close = () => {
    setOpen(false);
    setText("");
    setAt(0);
    input.current?.blur();
  };
  const pick = (hit: Hit | undefined) => {
    if (!hit) return;
    close();
    void go(hit.to);
  };
  const pressed = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") close();
    else if (event.key === "Enter") pick(hits[at]);
    else if (event.key === "ArrowDown") setAt(Math.min(at + 1, hits.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else return;
    event.preventDefault();
  };
  return (
    <div
      className={`${styles.search ?? ""} ${open ? (styles.opened ?? "") : ""}`} role="search"
      onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false); }}
    >
      <button type="button" className={styles.iconButton} aria-label={t("search.open")} onClick={focus}>
        <Icon name="search" size={20} />
      </button>
      <div className={styles.box}>
        <Icon name="search" />
        <input
          ref={input} value={text} placeholder={t("search.placeholder")} aria-label={t("search.open")} autoComplete="off" spellCheck={false}
          role="combobox" aria-expanded={open && text !== ""} aria-controls={list} aria-autocomplete="list"
          aria-activedescendant={hits[at] ? `${list}-${at}` : undefined}
          onChange={(event) => { setText(event.target.value); setAt(0); setOpen(true); }}
          onFocus={() => setOpen(true)} onKeyDown={pressed}
        />
        <kbd>/</kbd>
      </div>
      {open && text.trim() !== "" && (
        <div className={styles.found} id={list} role="listbox" aria-label={t("search.open")}>
          {hits.length === 0 && (busy ? <p>{t("search.busy")}</p> : <p>{t("search.none", { q: text.trim() })}<br /><span className="cap">{t("search.hint")}</span></p>)}
          {hits.map((hit, index) => (
            <div key={hit.key}>
              {hits[index - 1]?.group !== hit.group && <h3>{t(`search.${hit.group}`)}</h3>}
              <div
                role="option" id={`${list}-${index}`} aria-selected={index === at}
                onMouseEnter={() => setAt(index)} onMouseDown={(event) => { event.preventDefault(); pick(hit); }}
              >
                <span className="b">{hit.name}</span>
                <span className="cap t3 cut">{hit.about}</span>
              </div>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
