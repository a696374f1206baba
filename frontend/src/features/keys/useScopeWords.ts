import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { scopesQuery } from "@/api/vendors";
import type { Group } from "@/components/vendors/grouped";
import { useSaying } from "@/components/value/words";
import { scopeGroups } from "./lists";

interface ScopeWords {
  /** What a scope allows, in words. */
  word: (code: string) => string;
  /** All of them for choosing; undefined while they are asked for. */
  groups: (Group & { title: string })[] | undefined;
}

export function useScopeWords(): ScopeWords {
  const { t } = useTranslation("keys");
  const { say } = useSaying();
  const scopes = useQuery(scopesQuery);
  const choices = scopes.data?.results.filter(({ code }) => code !== "*").map((scope) => ({ code: scope.code, word: say(scope) }));
  return {
    word: (code) => (code === "*" ? t("all") : (choices?.find((choice) => choice.code === code)?.word ?? code)),
    groups: choices && scopeGroups(choices).map((group) => ({ ...group, title: t(`group.${group.key}`) })),
  };
}
