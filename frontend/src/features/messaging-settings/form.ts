/** What is set on the page of messaging, as it is typed and as it is sent. Pure. */

import type { Limits, MailVendor, MessagingRules, SmsVendor, Way } from "@/api/messageTypes";

export const WAYS: readonly Way[] = ["wecom", "sms", "email"];
/** Secrets are written only: nothing typed keeps the one that is there. */
export type SmsForm = Omit<SmsVendor, "has_secret"> & { secret: string };
export type MailForm = Omit<MailVendor, "has_secret"> & { secret: string };
export interface Form {
  on: boolean;
  channels: Way[];
  quiet: { from: string; until: string };
  cap_hours: number;
  signature: string;
  phone: string;
  booking_url: string;
  sms: SmsForm | null;
  email: MailForm | null;
  wecom: "outbox" | null;
  prices: Record<Way, string>;
  day_limit: Limits;
  month_limit: Limits;
  quota: Record<Way, number | null>;
}

export const newSms = (vendor: string): SmsForm => ({ vendor, key: "", secret: "", app: "", region: "" });
export const newMail = (vendor: string): MailForm => ({ vendor, sender: "", sender_name: "", host: "", port: 587, user: "", secret: "", domain: "" });

export function formOf(rules: MessagingRules): Form {
  const { on, channels, quiet, cap_hours, signature, phone, booking_url, prices, day_limit, month_limit, quota } = rules;
  const sms = rules.sms && { vendor: rules.sms.vendor, key: rules.sms.key, secret: "", app: rules.sms.app, region: rules.sms.region };
  const email = rules.email && { vendor: rules.email.vendor, sender: rules.email.sender, sender_name: rules.email.sender_name, host: rules.email.host, port: rules.email.port, user: rules.email.user, secret: "", domain: rules.email.domain };
  return { on, channels, quiet, cap_hours, signature, phone, booking_url, sms, email, wecom: rules.wecom ? "outbox" : null, prices, day_limit, month_limit, quota };
}

const kept = <Vendor extends { secret: string }>(vendor: Vendor | null) => vendor && { ...vendor, secret: vendor.secret === "" ? null : vendor.secret };

export const sentOf = (form: Form) => ({ ...form, signature: form.signature.trim(), phone: form.phone.trim(), booking_url: form.booking_url.trim(), sms: kept(form.sms), email: kept(form.email) });
