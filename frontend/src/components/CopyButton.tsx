import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Icon } from "./Icon";

/** Copies a text and says so. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      message.success(t("copied"));
    } catch {
      message.warning(t("copyByHand"));
    }
  };
  return <Button icon={<Icon name="copy" />} onClick={() => void copy()}>{label ?? t("copy")}</Button>;
}
