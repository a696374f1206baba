import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { EmptyState } from "@/components/States";
import { useScope } from "@/session/scope";

/** In a report's place where the days asked for have no stay: other days, or bringing stays in. */
export function NoStays() {
  const { t } = useTranslation();
  const { property, membership, may } = useScope();
  const [params] = useSearchParams();
  const house = property ?? membership.properties.find(({ sandbox }) => !sandbox);
  const longer = new URLSearchParams(params);
  longer.set("range", "12m");
  for (const key of ["from", "to"]) longer.delete(key);
  return (
    <section className="panel">
      <EmptyState
        title={t("noStays.title")}
        action={
          <span className="row wraps" style={{ justifyContent: "center" }}>
            {params.get("range") !== "12m" && <Link className="btn" to={`?${longer.toString()}`}>{t("noStays.longer")}</Link>}
            {house && may("import_data") && <Link className="btn" to={`/p/${house.slug}/imports`}>{t("noStays.import")}</Link>}
          </span>
        }
      >
        {t("noStays.hint")}
      </EmptyState>
    </section>
  );
}
