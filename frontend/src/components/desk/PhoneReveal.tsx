import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { useProblemText } from "@/components/problems";
import { usePropertyScope } from "@/session/scope";
import styles from "./desk.module.css";

/** 13800138000 → `138 0013 8000`: read out in three groups. */
export function spaced(phone: string): string {
  const mainland = /^(?:\+86)?(1\d{2})(\d{4})(\d{4})$/.exec(phone);
  return mainland ? mainland.slice(1).join(" ") : phone;
}

/** A number behind stars; whoever may reads it in full, and that is kept in the log. */
function useFullPhone(guest: string) {
  const { api: house } = usePropertyScope();
  return useMutation({ mutationFn: () => api.get<{ phone: string | null }>(`${house}/guests/${guest}/phone`) });
}

interface PhoneRevealProps {
  guest: string;
  masked: string;
  /** Where a column is narrow: one word beside the number. */
  short?: boolean;
  children?: (shown: string) => React.ReactNode;
}

export function PhoneReveal({ guest, masked, short = false, children }: PhoneRevealProps) {
  const { t } = useTranslation("desk");
  const { may } = usePropertyScope();
  const problemText = useProblemText();
  const full = useFullPhone(guest);
  const number = full.data?.phone ? spaced(full.data.phone) : masked;
  return (
    <>
      {children ? children(number) : <span className="nowrap">{number}</span>}
      {may("see_full_phone") && !full.data && (
        <button type="button" className={styles.reveal} aria-label={t("phone.reveal")} disabled={full.isPending} onClick={() => full.mutate()}>{t(short ? "phone.show" : "phone.reveal")}</button>
      )}
      {full.data && <span className="cap t3">{t("phone.logged")}</span>}
      {full.isError && <span className="cap bad" role="alert">{problemText(full.error)}</span>}
    </>
  );
}
