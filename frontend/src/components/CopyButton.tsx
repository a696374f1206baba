import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { copyText } from "@/lib/copying";
import { Icon } from "./Icon";

/** Copies a text and says so. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = async () => {
    if (await copyText(text)) message.success(t("copied"));
    else message.warning(t("copyByHand"));
  };
  return <Button icon={<Icon name="copy" />} onClick={() => void copy()}>{label ?? t("copy")}</Button>;
}
