import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import type { Colleague, Department, HandedToMe, HouseFacts, Intent, KeywordRule, OwnerRule, RoomName, ScriptReport, Transfer, WorkloadReport } from "./deskRuleTypes";

/**
 * What a house's desk goes by, as its own pages and those beside them ask for it. `house` is the API path of the
 * property. Whoever only reads a list adds what it leaves out (`select`) and how long it does without asking again
 * (`staleTime: SLOW_MS`); what is kept is one list.
 */

/** For lists that change by the week. */
export const SLOW_MS = 5 * 60_000;

const list = <Row>(house: string, name: string, path: string) =>
  queryOptions({ queryKey: [house, name], queryFn: async () => (await api.get<{ results: Row[] }>(`${house}/${path}`)).results });

/** All kinds of messages this house knows, those switched off as well. */
export const intents = (house: string) => list<Intent>(house, "intents", "desk/intents");
export const houseFacts = (house: string) =>
  queryOptions({ queryKey: [house, "house-facts"], queryFn: () => api.get<HouseFacts>(`${house}/desk/facts`) });
export const roomNames = (house: string) => list<RoomName>(house, "room-names", "desk/room-names");
export const scriptTexts = (house: string) =>
  queryOptions({ queryKey: [house, "script-texts"], queryFn: () => api.get<ScriptReport>(`${house}/desk/scripts`) });
export const keywordRules = (house: string) => list<KeywordRule>(house, "keyword-rules", "desk/keyword-rules");
export const departments = (house: string) => list<Department>(house, "departments", "desk/departments");
/** Who works in this house, by name. */
export const colleagues = (house: string) => ({ ...list<Colleague>(house, "colleagues", "colleagues"), staleTime: SLOW_MS });
export const ownerRules = (house: string) => list<OwnerRule>(house, "owner-rules", "owner-rules");
export const transfers = (house: string) => list<Transfer>(house, "transfers", "owner-transfers");
export const handedToMe = (house: string) => list<HandedToMe>(house, "handed", "owner-transfers/mine");

export const workload = (house: string) =>
  queryOptions({ queryKey: [house, "workload"], queryFn: () => api.get<WorkloadReport>(`${house}/workload`) });
