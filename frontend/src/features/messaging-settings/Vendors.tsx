import { Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Field } from "@/components/Field";
import { newMail, newSms, type MailForm, type SmsForm } from "./form";
import styles from "./messagingSettings.module.css";

type Told = (pointer: string) => string | undefined;
interface PartProps<Form> {
  value: Form | null;
  set: (value: Form | null) => void;
  /** Whether a secret is there already. */
  kept: boolean;
  told: Told;
}

const SMS = ["aliyun", "tencent", "outbox"];
const MAIL = ["smtp", "mailgun", "postmark", "brevo", "resend", "mailjet", "outbox"];

function Secret({ id, kept, value, set, problem }: { id: string; kept: boolean; value: string; set: (value: string) => void; problem: string | undefined }) {
  const { t } = useTranslation("messaging-settings");
  return <Field id={id} label={t("vendor.secret")} hint={t(kept ? "vendor.kept" : "vendor.sealed")} problem={problem}><Input.Password id={id} value={value} maxLength={200} autoComplete="new-password" placeholder={kept ? "••••••••" : ""} onChange={(event) => set(event.target.value)} /></Field>;
}

export function SmsVendorPart({ value, set, kept, told }: PartProps<SmsForm>) {
  const { t } = useTranslation("messaging-settings");
  const put = (part: Partial<SmsForm>) => value && set({ ...value, ...part });
  return (
    <div className={styles.lines}>
      <Field id="sms-vendor" label={t("vendor.is")} problem={told("/sms/vendor")}><Select id="sms-vendor" value={value?.vendor ?? ""} options={[{ value: "", label: t("vendor.none") }, ...SMS.map((vendor) => ({ value: vendor, label: t(`vendors.${vendor}`) }))]} style={{ width: 220 }} onChange={(vendor) => set(vendor ? newSms(vendor) : null)} /></Field>
      {value && value.vendor !== "outbox" && (
        <div className={styles.pair}>
          <Field id="sms-key" label={t(value.vendor === "tencent" ? "vendor.secretId" : "vendor.accessKey")} problem={told("/sms/key")}><Input id="sms-key" value={value.key} maxLength={128} autoComplete="off" onChange={(event) => put({ key: event.target.value })} /></Field>
          <Secret id="sms-secret" kept={kept} value={value.secret} set={(secret) => put({ secret })} problem={told("/sms/secret")} />
          {value.vendor === "tencent" && <Field id="sms-app" label={t("vendor.app")} problem={told("/sms/app")}><Input id="sms-app" value={value.app} maxLength={32} onChange={(event) => put({ app: event.target.value })} /></Field>}
          <Field id="sms-region" label={t("vendor.region")} hint={t("vendor.regionIs")} problem={told("/sms/region")}><Input id="sms-region" value={value.region} maxLength={32} placeholder={value.vendor === "tencent" ? "ap-guangzhou" : "cn-hangzhou"} onChange={(event) => put({ region: event.target.value })} /></Field>
        </div>
      )}
      {value?.vendor === "outbox" && <p className="small t3">{t("vendor.outboxIs")}</p>}
    </div>
  );
}

export function MailVendorPart({ value, set, kept, told }: PartProps<MailForm>) {
  const { t } = useTranslation("messaging-settings");
  const put = (part: Partial<MailForm>) => value && set({ ...value, ...part });
  const text = (key: "sender" | "sender_name" | "host" | "user" | "domain", max: number, type = "text") => value && (
    <Field id={`mail-${key}`} label={t(`vendor.${key}`)} problem={told(`/email/${key}`)}><Input id={`mail-${key}`} type={type} value={value[key]} maxLength={max} autoComplete="off" onChange={(event) => put({ [key]: event.target.value })} /></Field>
  );
  return (
    <div className={styles.lines}>
      <Field id="mail-vendor" label={t("vendor.is")} problem={told("/email/vendor")}><Select id="mail-vendor" value={value?.vendor ?? ""} options={[{ value: "", label: t("vendor.none") }, ...MAIL.map((vendor) => ({ value: vendor, label: t(`vendors.${vendor}`) }))]} style={{ width: 220 }} onChange={(vendor) => set(vendor ? newMail(vendor) : null)} /></Field>
      {value && value.vendor !== "outbox" && (
        <div className={styles.pair}>
          {text("sender", 254, "email")}{text("sender_name", 60)}
          {value.vendor === "smtp" && <>{text("host", 200)}<Field id="mail-port" label={t("vendor.port")} problem={told("/email/port")}><InputNumber id="mail-port" value={value.port} min={1} max={65_535} precision={0} controls={false} style={{ width: "100%" }} onChange={(port) => put({ port: port ?? 587 })} /></Field>{text("user", 200)}</>}
          {value.vendor === "mailgun" && text("domain", 200)}
          <Secret id="mail-secret" kept={kept} value={value.secret} set={(secret) => put({ secret })} problem={told("/email/secret")} />
        </div>
      )}
      {value?.vendor === "outbox" && <p className="small t3">{t("vendor.outboxIs")}</p>}
    </div>
  );
}
