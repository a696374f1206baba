import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useRouteError } from "react-router";
import { EmptyState } from "@/components/States";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState title={t("problem.notFound")} action={<Link to="/">{t("problem.home")}</Link>}>
      {t("problem.notFoundHint")}
    </EmptyState>
  );
}

export function Crash() {
  const { t } = useTranslation();
  const error = useRouteError();
  return (
    <EmptyState
      title={t("problem.crash")}
      action={<Button type="primary" onClick={() => window.location.reload()}>{t("problem.reload")}</Button>}
    >
      {t("problem.crashHint")}
      <br />
      <code className="cap t3">{error instanceof Error ? error.message : String(error)}</code>
    </EmptyState>
  );
}
