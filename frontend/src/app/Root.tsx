import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { App, ConfigProvider } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useTranslation } from "react-i18next";
import { RouterProvider } from "react-router";
import { ApiProblem } from "@/api/client";
import { Icon } from "@/components/Icon";
import { sessionQuery } from "@/session/session";
import { useScheme } from "@/theme/scheme";
import { themeFor } from "@/theme/theme";
import { router } from "./router";

/** A session that ended while working shows the sign-in page, with the way back. */
function signedOut(problem: unknown): void {
  if (problem instanceof ApiProblem && problem.status === 401) queries.setQueryData(sessionQuery.queryKey, null);
}

/** Looking as somebody else is over: on as oneself, by a new page. */
function over(problem: unknown): void {
  if (problem instanceof ApiProblem && problem.code === "impersonation-over") window.location.assign("/operator");
}

/** What is not paid is told where it happened; the bar over every page has to know as well. */
function refused(problem: unknown): void {
  if (problem instanceof ApiProblem && problem.status === 402) void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
}

const temporary = (problem: unknown): boolean => problem instanceof ApiProblem && [0, 502, 503, 504].includes(problem.status);

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (problem) => {
      signedOut(problem);
      refused(problem);
      over(problem);
    },
  }),
  mutationCache: new MutationCache({
    onError: (problem, _sent, _before, mutation) => {
      if (mutation.meta?.signsIn !== true) signedOut(problem);
      refused(problem);
      over(problem);
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, problem) => temporary(problem) && failures < 3,
      retryDelay: (attempt, problem) =>
        problem instanceof ApiProblem && problem.retryAfter ? problem.retryAfter * 1000 : 500 * 2 ** attempt,
    },
    mutations: { retry: false },
  },
});

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;

export function Root() {
  const { i18n } = useTranslation();
  const scheme = useScheme();
  const chinese = i18n.language !== "en";
  dayjs.locale(chinese ? "zh-cn" : "en");
  return (
    <ConfigProvider
      theme={themeFor(scheme)} locale={chinese ? zhCN : enUS} {...(nonce && { csp: { nonce } })}
      button={{ autoInsertSpace: false }} select={{ suffixIcon: <Icon name="down" size={12} /> }}
    >
      <App component={false}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}
