import { admin } from "./admin.ts";
import { account } from "./account.ts";
import { business } from "./business.ts";
import { campaigns } from "./campaigns.ts";
import { clock } from "./clock.ts";
import { desk } from "./desk.ts";
import { deskRules } from "./deskRules.ts";
import { guestDesk, guestDeskLists, guestHad } from "./guestDesk.ts";
import { guests } from "./guests.ts";
import { house } from "./house.ts";
import { imports } from "./imports.ts";
import { profit } from "./profit.ts";
import { programme } from "./programme.ts";
import { programmeReports } from "./programmeReports.ts";
import { reports } from "./reports.ts";
import { messages } from "./messages.ts";
import { operator } from "./operator.ts";
import { segments } from "./segments.ts";
import { value } from "./value.ts";
import { vendors } from "./vendors.ts";
import { winning } from "./winning.ts";

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  groups: string[];
}
export interface Answer {
  status?: number;
  json?: unknown;
  text?: string;
  type?: string;
}
/** Method, path below /api/v1, and what is answered. The first that fits wins. */
export type Rule = [method: string, path: RegExp, act: (asked: Asked) => Answer];

export const answers: Rule[] = [...guestDesk, ...guestHad, ...deskRules, ...profit, ...account, ...segments, ...campaigns, ...messages, ...business, ...vendors, ...operator, ...admin, ...desk, ...house, ...guests, ...imports, ...clock, ...programme, ...programmeReports, ...reports, ...value, ...winning, ...guestDeskLists];
