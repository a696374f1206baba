import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { FirstRunStep } from "@/api/businessTypes";
import { api } from "@/api/client";
import { CopyButton } from "@/components/CopyButton";
import { useProblemText } from "@/components/problems";
import { firstRequest } from "@/lib/curl";
import { useScope } from "@/session/scope";
import { useHolding } from "./holding";
import styles from "./firstRun.module.css";

const SCOPES = ["stays:write", "stays:read"];

/** Two ways in: a key for the PMS with a first request to run, or a file. */
export function StaysStep({ house, name, facts }: { house: string; name: string; facts: FirstRunStep["facts"] }) {
  const { t } = useTranslation("first-run");
  const { chain, path, may } = useScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const { hold } = useHolding();
  const make = useMutation({
    mutationFn: () => api.post<{ key: string }>(`/chains/${chain.slug}/keys`, { name: `PMS · ${name}`, scopes: SCOPES, properties: [house] }),
    onMutate: () => hold("stays"),
    onError: () => hold(null),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: ["keys"] }), queries.invalidateQueries({ queryKey: ["first-run"] })]),
  });
  const keys = facts.keys ?? 0;
  const come = (facts.stays ?? 0) > 0;
  const waits = !come && (make.data !== undefined || keys > 0);
  return (
    <div className="stack">
      {make.data ? <Made secret={make.data.key} house={house} taken={() => hold(null)} /> : (
        <div className="row wraps">
          {may("manage_keys") && <Button type={keys > 0 ? "default" : "primary"} loading={make.isPending} onClick={() => make.mutate()}>{t(keys > 0 ? "stays.another" : "stays.makeKey")}</Button>}
          <Link className="btn" to={`/p/${house}/imports`}>{t("stays.import")}</Link>
        </div>
      )}
      {make.isError && <p className="bad cap" role="alert">{problemText(make.error)}</p>}
      {come && <p className="good" role="status">{t("stays.came", { n: facts.stays, count: facts.stays ?? 0 })}</p>}
      {waits && <p className={styles.waits} role="status"><i aria-hidden="true" />{t("stays.waits")} {!make.data && <Link to={`${path}/keys`}>{t("stays.keys")}</Link>}</p>}
      {(facts.imports ?? 0) > 0 && <p className={styles.waits} role="status"><i aria-hidden="true" />{t("stays.importing")} <Link to={`/p/${house}/imports`}>{t("stays.imports")}</Link></p>}
      {!make.data && <p className="cap t3">{t("stays.help")} <Link to={`${path}/keys`}>{t("stays.vendor")}</Link></p>}
    </div>
  );
}

function Made({ secret, house, taken }: { secret: string; house: string; taken: () => void }) {
  const { t } = useTranslation("first-run");
  const { chain } = useScope();
  const first = firstRequest({ origin: window.location.origin, key: secret, chain: chain.slug, property: house, scopes: SCOPES, now: new Date(), words: { source: t("stays.source"), name: t("stays.guest") } });
  return (
    <>
      <div>
        <p className="small"><b className="b">{t("stays.key")}</b> <span className="warn">{t("stays.once")}</span></p>
        <div className={styles.secret}>
          <Input readOnly value={secret} aria-label={t("stays.key")} onFocus={(event) => event.target.select()} />
          <CopyButton text={secret} label={t("stays.copyKey")} />
        </div>
      </div>
      <div>
        <p className="small"><b className="b">{t("stays.first")}</b> <span className="t3">{t("stays.firstIs")}</span></p>
        <pre className={styles.code} tabIndex={0}>{first}</pre>
        <div className="row wraps">
          <CopyButton text={first} label={t("stays.copyFirst")} />
          <Button type="primary" onClick={taken}>{t("stays.kept")}</Button>
        </div>
      </div>
    </>
  );
}
