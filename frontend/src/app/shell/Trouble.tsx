import { Button } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useRouteError } from "react-router";
import type { Ability } from "@/api/types";
import { EmptyState } from "@/components/States";

/** A page of other roles: which ability it takes, and the way back to one's own first page. */
export function NotAllowed({ needs, page }: { needs: Ability; page: string | null }) {
  const { t } = useTranslation("shell");
  const title = t("notAllowed.title");
  useEffect(() => {
    document.title = `${title} · 回客`;
  }, [title]);
  const ability = t(`needs.${needs}`);
  return (
    <EmptyState title={<h1>{title}</h1>} action={<Link to="/" className="btn">{t("notAllowed.home")}</Link>}>
      {page ? t("notAllowed.page", { page: t(`nav.${page}`), ability }) : t("notAllowed.this", { ability })}
    </EmptyState>
  );
}

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
