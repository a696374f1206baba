import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ApiProblem, rememberCsrf } from "@/api/client";
import type { Session } from "@/api/types";
import { changeLocale, forgetLocale, localeOf, remembersLocale } from "@/locales/i18n";

/** In the language of the account, where none was chosen on this computer. */
async function speakTo(session: Session): Promise<void> {
  if (!remembersLocale()) await changeLocale(localeOf(session.staff.locale));
}

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async (): Promise<Session | null> => {
    try {
      const session = await api.get<Session>("/session");
      rememberCsrf(session.csrf_token);
      // Before a word of the console is shown: the browser's language is for those of whom nothing is known.
      await speakTo(session);
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
    void speakTo(session);
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
