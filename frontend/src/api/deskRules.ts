import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Colleague, Department, HandedToMe, HouseFact, Intent, KeywordRule, OwnerRule, ScriptReport, Transfer, WorkloadReport } from "./deskRuleTypes";

/** What the pages of the desk's rules and of owners ask for. `house` is the API path of the property. */

const list = <Row>(house: string, name: string, path: string) =>
  queryOptions({ queryKey: [house, name], queryFn: async () => (await api.get<{ results: Row[] }>(`${house}/${path}`)).results });

export const intents = (house: string) => list<Intent>(house, "intents", "desk/intents");
export const houseFacts = (house: string) => list<HouseFact>(house, "house-facts", "desk/facts");
export const scriptTexts = (house: string) =>
  queryOptions({ queryKey: [house, "script-texts"], queryFn: () => api.get<ScriptReport>(`${house}/desk/scripts`) });
export const keywordRules = (house: string) => list<KeywordRule>(house, "keyword-rules", "desk/keyword-rules");
export const departments = (house: string) => list<Department>(house, "departments", "desk/departments");
export const colleagues = (house: string) => ({ ...list<Colleague>(house, "colleagues", "colleagues"), staleTime: 5 * 60_000 });
export const ownerRules = (house: string) => list<OwnerRule>(house, "owner-rules", "owner-rules");
export const transfers = (house: string) => list<Transfer>(house, "transfers", "owner-transfers");
export const handedToMe = (house: string) => list<HandedToMe>(house, "handed", "owner-transfers/mine");

export const workload = (house: string) =>
  queryOptions({ queryKey: [house, "workload"], queryFn: () => api.get<WorkloadReport>(`${house}/workload`) });
