import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Icon } from "@/components/Icon";
import { moved } from "./order";

/** A row of a list whose order counts, one place up or down. */
export function Moves<Row>({ rows, index, put }: { rows: readonly Row[]; index: number; put: (rows: Row[]) => void }) {
  const { t } = useTranslation("owner-rules");
  return (
    <>
      <Button type="text" size="small" icon={<Icon name="up" />} disabled={index === 0} aria-label={t("up", { n: index + 1 })} onClick={() => put(moved(rows, index, index - 1))} />
      <Button type="text" size="small" icon={<Icon name="down" />} disabled={index === rows.length - 1} aria-label={t("down", { n: index + 1 })} onClick={() => put(moved(rows, index, index + 1))} />
    </>
  );
}
