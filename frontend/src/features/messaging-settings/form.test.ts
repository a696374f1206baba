import { describe, expect, it } from "vitest";
import type { MessagingRules } from "@/api/messageTypes";
import { formOf, newSms, sentOf } from "./form";

const none = { all: null, sms: null, email: null, wecom: null };
const rules: MessagingRules = {
  on: true, channels: ["sms"], quiet: { from: "21:00", until: "09:00" }, cap_hours: 48, signature: "栖川", phone: "", booking_url: "", sms: { vendor: "aliyun", key: "LTAI", has_secret: true, app: "", region: "" }, email: null, wecom: null,
  prices: { sms: "0.05", email: "0.00", wecom: "0.00" }, day_limit: none, month_limit: none, quota: { sms: null, email: null, wecom: 4 }, hooks: {}, changed_at: null, changed_by_name: "",
};

describe("messaging settings", () => {
  it("keep the secret that is there while none is typed", () => {
    expect(sentOf(formOf(rules)).sms).toEqual({ vendor: "aliyun", key: "LTAI", secret: null, app: "", region: "" });
    expect(sentOf({ ...formOf(rules), sms: { ...newSms("aliyun"), key: "LTAI", secret: "new" } }).sms?.secret).toBe("new");
  });

  it("send nothing that is only told", () => {
    const sent = sentOf(formOf(rules));
    for (const key of ["hooks", "changed_at", "changed_by_name"]) expect(sent).not.toHaveProperty(key);
    expect(sent.sms).not.toHaveProperty("has_secret");
  });
});
