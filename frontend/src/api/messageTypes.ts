/** Messages to guests: the log, replies, how a house writes, and how a guest may be reached. */
import type { Shape } from "./types";

export type Way = "wecom" | "sms" | "email";
export const MESSAGE_STATES = ["waiting", "claimed", "sent", "delivered", "failed", "unknown", "dropped"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export type Message = Omit<Shape<"MessageOut">, "state"> & { state: MessageState };
export type MessageInFull = Omit<Shape<"MessageDetail">, "state"> & { state: MessageState };
export type Reply = Omit<Shape<"ReplyOut">, "read_as"> & { read_as: "opt_out" | "doubtful" | "other" };

export type Limits = Record<"all" | Way, string | null>;
export type SmsVendor = Shape<"SmsVendor">;
export type MailVendor = Shape<"MailVendor">;
export type MessagingStatus = Shape<"MessagingStatus">;
export type MessagingRules = Omit<Shape<"MessagingRules">, "channels" | "quiet" | "prices" | "day_limit" | "month_limit" | "quota"> & {
  channels: Way[];
  quiet: { from: string; until: string };
  prices: Record<Way, string>;
  day_limit: Limits;
  month_limit: Limits;
  quota: Record<Way, number | null>;
};

export const FILING_STATES = ["to_file", "filed", "approved", "refused"] as const;
export type Filing = Shape<"FilingOut">;
export type FilingStanding = Shape<"FilingStanding">;
export type Reach = Shape<"ReachOut">;
export type OptOutPage = Shape<"OptOutPage">;
