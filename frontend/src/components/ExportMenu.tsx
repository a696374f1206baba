import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/client";
import { download } from "@/lib/download";
import { usePhone } from "@/lib/media";
import { Icon } from "./Icon";
import { useProblemText } from "./problems";

interface ExportMenuProps {
  /** API path without suffix, such as `/chains/x/reports/comparison`. */
  path: string;
  query: Query;
  /** File name without suffix, used where the server names none. */
  name: string;
  /** As a small icon in a panel's corner, or as a button of the page. */
  as?: "tool" | "button";
}

/** What is shown, as CSV or XLSX. */
export function ExportMenu({ path, query, name, as = "tool" }: ExportMenuProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const phone = usePhone();
  const [busy, setBusy] = useState(false);
  const save = async (suffix: "csv" | "xlsx") => {
    setBusy(true);
    try {
      await download(`${path}.${suffix}`, query, `${name}.${suffix}`);
    } catch (problem) {
      message.error(problemText(problem));
    } finally {
      setBusy(false);
    }
  };
  const items = [
    { key: "xlsx", label: t("exportXlsx") },
    { key: "csv", label: t("exportCsv") },
  ];
  const onClick = ({ key }: { key: string }) => void save(key === "csv" ? "csv" : "xlsx");
  return (
    <Dropdown menu={{ items, onClick }} trigger={["click"]} placement="bottomRight" disabled={busy}>
      {as === "tool" ? (
        <button type="button" className="tool" aria-label={t("export")} title={t("export")} aria-busy={busy}>
          <Icon name="download" />
        </button>
      ) : (
        <Button loading={busy} icon={<Icon name="download" />} aria-label={t("export")}>
          {!phone && t("export")}
        </Button>
      )}
    </Dropdown>
  );
}
