import { Input, Select } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { eventTypesQuery } from "@/api/vendors";
import { Field } from "@/components/Field";
import { Bones } from "@/components/States";
import { Choices } from "@/components/vendors/Choices";
import { useSaying } from "@/components/value/words";
import { useScope } from "@/session/scope";
import { typeGroups } from "./lists";

export interface EndpointForm {
  url: string;
  description: string;
  types: string[];
  properties: string[];
}
interface Props {
  form: EndpointForm;
  change: (form: EndpointForm) => void;
  told: (field: string) => string | undefined;
}

/** What can be said of an endpoint when it is made and later. */
export function EndpointFields({ form, change, told }: Props) {
  const { t } = useTranslation("webhooks");
  const { membership } = useScope();
  const { say } = useSaying();
  const types = useQuery(eventTypesQuery);
  const groups = types.data && typeGroups(types.data.results.map((type) => ({ code: type.code, word: say(type) }))).map((group) => ({ ...group, title: t(`group.${group.key}`) }));
  return (
    <>
      <Field id="endpoint-url" label={t("url")} problem={told("url")} hint={t("urlHint")}>
        <Input id="endpoint-url" required maxLength={500} type="url" placeholder="https://pms.example.com/huike" value={form.url} onChange={(event) => change({ ...form, url: event.target.value })} />
      </Field>
      <Field id="endpoint-says" label={t("description")} problem={told("description")} hint={t("descriptionHint")}>
        <Input id="endpoint-says" maxLength={120} value={form.description} onChange={(event) => change({ ...form, description: event.target.value })} />
      </Field>
      <Field id="endpoint-types" label={t("types")} problem={told("types")} hint={t("typesHint")}>
        {groups ? <Choices groups={groups} value={form.types} change={(chosen) => change({ ...form, types: chosen })} /> : <Bones height={180} />}
      </Field>
      <Field id="endpoint-properties" label={t("where")} problem={told("properties")} hint={t("whereHint")}>
        <Select id="endpoint-properties" mode="multiple" value={form.properties} style={{ width: "100%" }} placeholder={t("everywhere")} showSearch={{ optionFilterProp: "label" }} onChange={(properties: string[]) => change({ ...form, properties })} options={membership.properties.map(({ slug, name }) => ({ value: slug, label: name }))} />
      </Field>
    </>
  );
}
