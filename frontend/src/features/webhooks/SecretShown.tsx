import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeBlock } from "@/components/vendors/CodeBlock";
import { ShownOnce } from "@/components/vendors/ShownOnce";

/** How a receiver knows that a message is ours and of now: by Standard Webhooks, with its own library. */
const VERIFY = {
  Python: `from standardwebhooks import Webhook

def receive(body: bytes, headers: dict[str, str]) -> dict:
    # raises WebhookVerificationError
    return Webhook(HUIKE_WEBHOOK_SECRET).verify(body, headers)`,
  "Node.js": `import { Webhook } from "standardwebhooks";

// throws WebhookVerificationError
const event = new Webhook(process.env.HUIKE_WEBHOOK_SECRET).verify(rawBody, headers);`,
  Java: `import com.standardwebhooks.Webhook;

// throws WebhookVerificationException
new Webhook(System.getenv("HUIKE_WEBHOOK_SECRET")).verify(rawBody, headers);`,
  PHP: `use StandardWebhooks\\Webhook;

// throws WebhookVerificationException
$event = (new Webhook(getenv('HUIKE_WEBHOOK_SECRET')))->verify($rawBody, $headers);`,
} as const;
type Language = keyof typeof VERIFY;
const LANGUAGES = Object.keys(VERIFY) as Language[];

export function SecretShown({ secret }: { secret: string }) {
  const { t } = useTranslation("webhooks");
  return (
    <>
      <ShownOnce secret={secret} label={t("secret.title")} about={t("secret.about")} />
      <Verifying />
    </>
  );
}

/** The same for those who have the secret already. */
export function Verifying() {
  const { t } = useTranslation("webhooks");
  const [language, setLanguage] = useState<Language>("Python");
  return (
    <div>
      <div className="between wraps" style={{ marginBottom: 8 }}>
        <h3 className="b">{t("secret.verify")}</h3>
        <Segmented size="small" value={language} aria-label={t("secret.language")} options={LANGUAGES} onChange={setLanguage} />
      </div>
      <CodeBlock code={VERIFY[language]} label={t("secret.verify")} />
      <p className="cap t3" style={{ marginTop: 8 }}>{t("secret.how")}</p>
    </div>
  );
}
