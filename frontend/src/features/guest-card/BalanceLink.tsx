import { useMutation } from "@tanstack/react-query";
import { App } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useProblemText } from "@/components/problems";
import { copyText } from "@/lib/copying";
import { usePropertyScope } from "@/session/scope";
import styles from "./member.module.css";

/** Copies the link by which the guest sees on the phone what is held here; it has no end. */
export function BalanceLink({ guest }: { guest: string }) {
  const { t } = useTranslation("member");
  const { api: house } = usePropertyScope();
  const { message, modal } = App.useApp();
  const problemText = useProblemText();
  const make = useMutation({
    mutationFn: () => api.post<{ url: string }>(`${house}/guests/${guest}/balance-link`),
    onSuccess: async ({ url }) => {
      const link = new URL(url, window.location.origin).href;
      if (await copyText(link)) message.success(t("balanceLink.copied"));
      else modal.info({ title: t("balanceLink.title"), content: link });
    },
    onError: (problem) => message.error(problemText(problem)),
  });
  return <button type="button" className={styles.link} disabled={make.isPending} title={t("balanceLink.is")} onClick={() => make.mutate()}>{t("balanceLink.do")}</button>;
}
