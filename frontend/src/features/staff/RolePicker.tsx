import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Role } from "@/api/types";
import { Field } from "@/components/Field";
import { useScope } from "@/session/scope";

/** Whom one may make what; the server judges again. */
const GIVES: Partial<Record<Role, readonly Role[]>> = {
  operator: ["owner", "analyst", "marketing", "manager", "front_desk"],
  owner: ["owner", "analyst", "marketing", "manager", "front_desk"],
  manager: ["front_desk"],
};
const OF_A_PROPERTY: readonly Role[] = ["manager", "front_desk"];

interface RolePickerProps {
  role: Role;
  properties: string[];
  change: (next: { role: Role; properties: string[] }) => void;
  problem?: string | undefined;
}

/** A role, and the properties it holds for: all of them for HQ unless some are chosen. */
export function RolePicker({ role, properties, change, problem }: RolePickerProps) {
  const { t } = useTranslation("staff");
  const { membership } = useScope();
  const roles = GIVES[membership.role] ?? [];
  return (
    <>
      <Field id="role" label={t("role")} hint={t(`can.${role}`)}>
        <Select
          id="role" value={role} style={{ width: "100%" }} onChange={(next) => change({ role: next, properties })}
          options={[...new Set([...roles, role])].map((value) => ({ value, label: t(`role.${value}`, { ns: "common" }), disabled: !roles.includes(value) }))}
        />
      </Field>
      <Field id="properties" label={t("where")} problem={problem} hint={t(OF_A_PROPERTY.includes(role) ? "whereNeeded" : "whereAll")}>
        <Select
          id="properties" mode="multiple" value={properties} style={{ width: "100%" }} placeholder={OF_A_PROPERTY.includes(role) ? t("choose") : t("everywhere")}
          onChange={(next: string[]) => change({ role, properties: next })} showSearch={{ optionFilterProp: "label" }}
          options={membership.properties.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
      </Field>
    </>
  );
}
