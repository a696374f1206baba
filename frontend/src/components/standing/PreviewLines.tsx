import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { InvoiceLine, Preview } from "@/api/businessTypes";
import { useProblemText } from "@/components/problems";
import { Bones } from "@/components/States";
import { money } from "@/lib/numbers";
import styles from "./lines.module.css";

/** What a bill is made of, line by line, and what it comes to. */
export function BillLines({ lines, currency, sum, word }: { lines: readonly InvoiceLine[]; currency: string; sum?: string; word?: string }) {
  const { t } = useTranslation();
  return (
    <table className={styles.lines}>
      <tbody>
        {lines.map((line, n) => (
          <tr key={n}>
            <td>{line.says}{line.proration && <> <span className="tag">{t("bill.prorated")}</span></>}</td>
            <td>{money(line.amount, 2, currency)}</td>
          </tr>
        ))}
      </tbody>
      {sum !== undefined && <tfoot><tr><td>{word}</td><td>{money(sum, 2, currency)}</td></tr></tfoot>}
    </table>
  );
}

/** What a change costs at once, before it is made. */
export function PreviewLines({ preview }: { preview: UseQueryResult<Preview> }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  if (preview.isError) return <p className="bad" role="alert">{problemText(preview.error)}</p>;
  if (!preview.data) return <Bones height={110} lines={3} />;
  const { lines, due, currency } = preview.data;
  const kind = Number(due) < 0 ? "credit" : Number(due) > 0 ? "due" : "none";
  return (
    <div>
      {(kind !== "none" || lines.length > 0) && <BillLines lines={lines} currency={currency} sum={due} word={t(kind === "credit" ? "bill.credit" : "bill.due")} />}
      <p className={kind === "none" ? "small" : "cap t3"} style={{ marginTop: 8 }}>{t(`bill.${kind}Is`)}</p>
    </div>
  );
}
