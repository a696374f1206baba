import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ApiProblem, rememberCsrf } from "@/api/client";
import type { Session } from "@/api/types";
import { changeLocale, forgetLocale, localeOf, remembersLocale } from "@/locales/i18n";

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await api.get<Session>("/session");
      rememberCsrf(session.csrf_token);
      return session;
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.status === 401) return null;
      throw problem;
    }
  },
  staleTime: 5 * 60_000,
});

export const useSession = () => useQuery(sessionQuery);

/** Takes a session that a sign-in or an accepted invitation answered with. */
export function useSignedIn(): (session: Session) => void {
  const queries = useQueryClient();
  return (session) => {
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    rememberCsrf(session.csrf_token);
    if (!remembersLocale()) void changeLocale(localeOf(session.staff.locale));
    queries.setQueryData(sessionQuery.queryKey, session);
  };
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete("/session"),
    onSettled: () => {
      forgetLocale();
      // The session is told first and kept: a query that is removed no longer tells those who look at it.
      queries.setQueryData(sessionQuery.queryKey, null);
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
    },
  });
}
