import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyState } from "@/components/States";
import { usePropertyScope } from "@/session/scope";

/** The house has no programme: who may make one is led there. */
export function NoProgramme() {
  return <div className="panel"><NoProgrammeYet /></div>;
}

/** The same inside a drawer or a panel. */
export function NoProgrammeYet() {
  const { t } = useTranslation("value");
  const { path, may } = usePropertyScope();
  return <EmptyState title={t("noProgramme")} action={may("edit_programme") && <Link className="btn primary" to={`${path}/programme`}>{t("makeProgramme")}</Link>}>{t("noProgrammeHint")}</EmptyState>;
}
