import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { PropertyInfo } from "@/api/types";
import { useFilters } from "@/lib/filters";
import { useScope } from "@/session/scope";

export interface ReportPlace {
  /** The API path the report is asked from. */
  api: string;
  property: PropertyInfo | null;
  name: string;
  choose: (slug: string | null) => void;
}

/** What a report is about: the property the page stands in, one chosen on a chain page, or the whole chain. */
export function useReportPlace(): ReportPlace {
  const { t } = useTranslation();
  const scope = useScope();
  const { params, set } = useFilters();
  const asked = params.get("property");
  const property = scope.property ?? scope.membership.properties.find(({ slug }) => slug === asked) ?? null;
  return {
    api: property ? `/properties/${property.slug}` : scope.api,
    property,
    name: property?.name ?? t("chain"),
    choose: (slug) => set({ property: slug }),
  };
}

/** 全部门店 or one of them; nothing to choose where the page already stands in a property. */
export function PropertyPicker({ place }: { place: ReportPlace }) {
  const { t } = useTranslation();
  const scope = useScope();
  // What is for trying things out counts in no report of the chain.
  const properties = scope.membership.properties.filter(({ sandbox }) => !sandbox);
  if (scope.property || properties.length < 2) return null;
  return (
    <Select
      aria-label={t("choosePlace")} value={place.property?.slug ?? ""} popupMatchSelectWidth={false} style={{ minWidth: 136 }}
      onChange={(slug) => place.choose(slug || null)} showSearch={{ optionFilterProp: "label" }}
      options={[{ value: "", label: t("allProperties", { n: properties.length, count: properties.length }) }, ...properties.map(({ slug, name }) => ({ value: slug, label: name }))]}
    />
  );
}
