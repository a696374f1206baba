import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { clerks as clerksQuery } from "@/api/property";
import type { Clerk } from "@/api/propertyTypes";
import { staff as staffQuery } from "@/api/staff";
import type { StaffRow } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable";
import { Panel } from "@/components/Panel";
import { useProblemText } from "@/components/problems";
import { EmptyState, ErrorState } from "@/components/States";
import { usePropertyScope } from "@/session/scope";

/** The front desk as the PMS names it, and whose account each one is: so that remarks find their person. */
export default function Clerks() {
  const { t } = useTranslation("house");
  const { api: house, chain, property, may } = usePropertyScope();
  const clerks = useQuery(clerksQuery(house));
  const staff = useQuery({ ...staffQuery(chain.slug), enabled: may("manage_staff") });
  const people = staff.data?.results.filter(({ active, properties }) => active && (properties.length === 0 || properties.includes(property.slug))) ?? [];
  const columns: Column<Clerk>[] = [
    { key: "id", title: t("clerk.number"), card: "title", render: ({ external_id }) => <span className="b">{external_id}</span> },
    { key: "name", title: t("clerk.name"), card: "whole", render: (clerk) => <Name key={clerk.name} clerk={clerk} /> },
    { key: "shift", title: t("clerk.shift"), card: "aside", render: ({ shift }) => shift ?? <span className="t3">–</span> },
    { key: "staff", title: t("clerk.account"), card: "whole", render: (clerk) => <Account clerk={clerk} people={people} /> },
  ];
  return (
    <Panel title={t("clerk.title")} says={t("clerk.says")} flush>
      {clerks.isError ? <ErrorState problem={clerks.error} retry={() => void clerks.refetch()} /> : (
        <DataTable label={t("clerk.title")} columns={columns} rows={clerks.data} rowKey={({ id }) => id} dense bones={4} empty={<EmptyState title={t("clerk.none")}>{t("clerk.noneHint")}</EmptyState>} />
      )}
    </Panel>
  );
}

function useChange(clerk: Clerk) {
  const { api: house } = usePropertyScope();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: (change: { staff_id?: string | null; name?: string }) => api.patch<Clerk>(`${house}/clerks/${clerk.id}`, change),
    onSuccess: () => queries.invalidateQueries({ queryKey: [house] }),
    onError: (problem) => message.error(problemText(problem)),
  });
}

function Name({ clerk }: { clerk: Clerk }) {
  const { t } = useTranslation("house");
  const change = useChange(clerk);
  const [name, setName] = useState(clerk.name);
  return (
    <Input
      value={name} maxLength={80} style={{ maxWidth: 180 }} aria-label={t("clerk.nameOf", { number: clerk.external_id })} onChange={(event) => setName(event.target.value)}
      onBlur={() => { if (name.trim() && name.trim() !== clerk.name) change.mutate({ name: name.trim() }); }} onPressEnter={(event) => event.currentTarget.blur()}
    />
  );
}

function Account({ clerk, people }: { clerk: Clerk; people: readonly StaffRow[] }) {
  const { t } = useTranslation("house");
  const change = useChange(clerk);
  const options = people.map(({ id, name, email }) => ({ value: id, label: name || (email ?? id) }));
  return (
    <Select
      allowClear showSearch={{ optionFilterProp: "label" }} style={{ minWidth: 160 }} popupMatchSelectWidth={false} loading={change.isPending} aria-label={t("clerk.accountOf", { number: clerk.external_id })}
      value={options.some(({ value }) => value === clerk.staff_id) ? clerk.staff_id : null} placeholder={t("clerk.noAccount")} options={options} onChange={(id: string | undefined) => change.mutate({ staff_id: id ?? null })}
    />
  );
}
