import { useTranslation } from "react-i18next";
export default function ProductsPage() {
  const { t } = useTranslation("products");
  return <p>{t("title")}</p>;
}
