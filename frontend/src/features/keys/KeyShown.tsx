import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { KeyMade } from "@/api/vendorTypes";
import { CodeBlock } from "@/components/vendors/CodeBlock";
import { ShownOnce } from "@/components/vendors/ShownOnce";
import { firstRequest } from "@/lib/curl";
import { moment } from "@/lib/dates";
import { useScope } from "@/session/scope";

interface Props {
  made: KeyMade;
  /** The key it stands in for, and until when that one still works; null: it ended at once. */
  replaces?: { prefix: string; until: string | null };
  done: () => void;
}

/** A key, shown this once, with the first request a vendor can run as it stands. */
export function KeyShown({ made, replaces, done }: Props) {
  const { t } = useTranslation("keys");
  const { chain, membership, path, timeZone } = useScope();
  const slug = made.sandbox ?? made.properties[0] ?? membership.properties.find(({ sandbox }) => !sandbox)?.slug ?? null;
  const house = membership.properties.find((property) => property.slug === slug)?.name ?? slug;
  const first = firstRequest({ origin: window.location.origin, key: made.key, chain: chain.slug, property: slug, scopes: made.scopes, now: new Date(), words: { source: t("once.source"), name: "李四" } });
  const books = first.includes("/stays/TEST-1");
  return (
    <div className="stack">
      <ShownOnce secret={made.key} label={t("once.title")} about={t("once.about")} />
      {replaces && <p className="small">{replaces.until ? t("once.until", { prefix: replaces.prefix, at: moment(replaces.until, timeZone) }) : t("once.ended", { prefix: replaces.prefix })}</p>}
      {made.sandbox && <p className="small">{t("once.filling")} <Link to={`${path}/sandboxes`} onClick={done}>{t("once.sandbox")}</Link></p>}
      <div>
        <h3 className="b" style={{ marginBottom: 4 }}>{t("once.first")}</h3>
        {books && <p className="cap t3" style={{ marginBottom: 8 }}>{t(made.sandbox ? "once.booksSandbox" : "once.books", { house })}</p>}
        <CodeBlock code={first} copy={t("once.copyFirst")} label={t("once.first")} />
      </div>
      <div><Button type="primary" onClick={done}>{t("once.kept")}</Button></div>
    </div>
  );
}
