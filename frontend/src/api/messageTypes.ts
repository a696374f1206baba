/** Messages to guests: the log, replies, how a house writes, and how a guest may be reached. */
import type { Words } from "./segmentTypes";

export type Way = "wecom" | "sms" | "email";
export const MESSAGE_STATES = ["waiting", "claimed", "sent", "delivered", "failed", "unknown", "dropped"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export interface Message {
  id: string;
  guest: { id: string; name: string };
  campaign: string | null;
  kind: string;
  purpose: string;
  title: string;
  channels: string[];
  state: MessageState;
  reason: string;
  because: string;
  says: Words;
  due_at: string | null;
  expires_at: string;
  made_at: string;
  channel: string;
  vendor: string;
  subject: string;
  text: string;
  parts: number;
  cost: string;
  sent_at: string | null;
  delivered_at: string | null;
  clicked_at: string | null;
  answered_at: string | null;
  settled_at: string | null;
  settled_by: string;
  error: string;
}
export interface Judgement {
  at: string;
  verdict: string;
  reason: string;
  until: string | null;
  says: Words;
}
export type MessageInFull = Message & { judgements: Judgement[] };

export interface Reply {
  id: string;
  channel: string;
  text: string;
  received_at: string;
  read_as: "opt_out" | "doubtful" | "other";
  guest: { id: string; name: string } | null;
  message: { id: string; title: string } | null;
  settled_at: string | null;
  settled_as: string;
  settled_by: string;
}

export interface Lacking {
  code: string;
  says: Words;
}
export interface MessagingStatus {
  on: boolean;
  held: Lacking | null;
  channels: { channel: Way; name: Words; vendor: string; on: boolean; ready: boolean; missing: Lacking[] }[];
  counts: Record<MessageState, number>;
  unknown: number;
  doubtful: number;
  spend: { period: string; channel: string; spent: string; reserved: string; limit: string | null }[];
}

export interface SmsVendor {
  vendor: string;
  key: string;
  has_secret: boolean;
  app: string;
  region: string;
}
export interface MailVendor {
  vendor: string;
  sender: string;
  sender_name: string;
  host: string;
  port: number;
  user: string;
  has_secret: boolean;
  domain: string;
}
export type Limits = Record<"all" | Way, string | null>;
export interface MessagingRules {
  on: boolean;
  channels: Way[];
  quiet: { from: string; until: string };
  cap_hours: number;
  signature: string;
  phone: string;
  booking_url: string;
  sms: SmsVendor | null;
  email: MailVendor | null;
  wecom: { vendor: string } | null;
  prices: Record<Way, string>;
  day_limit: Limits;
  month_limit: Limits;
  quota: Record<Way, number | null>;
  hooks: Record<string, string>;
  changed_at: string | null;
  changed_by_name: string;
}

export const FILING_STATES = ["to_file", "filed", "approved", "refused"] as const;
export interface Filing {
  id: number;
  vendor: "aliyun" | "tencent";
  text: string;
  fields: string[];
  vendor_code: string;
  state: "" | (typeof FILING_STATES)[number];
  reason: string;
  changed_at: string;
}
export interface FilingStanding {
  results: Filing[];
  ready: boolean;
  warnings: (Words & { code: string })[];
}

export interface Reach {
  consents: { channel: string; given: boolean; wording: string; through: string; at: string; by_name: string }[];
  channels: { channel: Way | "wechat"; reachable: boolean; agreed: boolean; opted_out: boolean }[];
  opt_outs: { channel: string; at: string; through: string; wording: string; by_name: string }[];
  preferred_channel: string | null;
  preferred_hour: number | null;
  reachable: string[];
  minor: boolean;
}

export interface OptOutPage {
  property_name: string;
  chain_name: string;
  name: string;
  channel: string;
  says: Words;
  opted_out: boolean;
  locale: string;
}
