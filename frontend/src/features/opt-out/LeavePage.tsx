import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { api, ApiProblem } from "@/api/client";
import { useProblemText } from "@/components/problems";
import { Bone } from "@/components/States";
import styles from "./optOut.module.css";

/** A link in a message: on to the property's own page, and nowhere else. */
export default function LeavePage() {
  const { t } = useTranslation("opt-out");
  const { token = "" } = useParams();
  const problemText = useProblemText();
  const found = useQuery({ queryKey: ["click", token], queryFn: () => api.get<{ url: string }>(`/clicks/${encodeURIComponent(token)}`), staleTime: Number.POSITIVE_INFINITY, retry: false });
  const url = found.data?.url;
  useEffect(() => {
    if (url && /^https?:\/\//i.test(url)) window.location.replace(url);
  }, [url]);
  const dead = found.error instanceof ApiProblem && [404, 410].includes(found.error.status);
  return (
    <div className={styles.ground}>
      <main className={styles.page}>
        <section className={styles.card} role={found.isError ? "alert" : "status"}>
          {found.isError ? <><h1>{t(dead ? "dead.title" : "away.title")}</h1><p>{dead ? t("dead.about") : problemText(found.error)}</p></> : <><Bone width={140} height={20} /><p>{t("leaving")}</p></>}
        </section>
      </main>
    </div>
  );
}
