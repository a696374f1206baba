import { useMutation } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { previewFor } from "@/api/campaigns";
import type { Audience, Campaign, Tongue, Variant, Way } from "@/api/campaignTypes";
import { Bubble } from "@/components/saying/Bubble";
import { EXAMPLE, parse, render, SMS_ENDING } from "@/components/saying/template";
import { useProblemText } from "@/components/problems";
import { useSaying } from "@/components/value/words";
import { usePropertyScope } from "@/session/scope";
import styles from "./campaigns.module.css";
import { textOf } from "./document";

interface PreviewProps {
  way: Way;
  tongue: Tongue;
  variant: Variant;
  campaign: Campaign;
  keep: () => Promise<boolean>;
  sample: Audience["sample"];
}

/** What one guest reads: an example while one types, or a real guest with what is decided about him. */
export function Preview({ way, tongue, variant, campaign, keep, sample }: PreviewProps) {
  const { t } = useTranslation("campaigns");
  const { say } = useSaying();
  const { api, property } = usePropertyScope();
  const problemText = useProblemText();
  const [who, setWho] = useState<string>("all");
  const real = useMutation({
    mutationFn: async (guest: string) => {
      await keep();
      return previewFor(api, campaign.id, guest);
    },
  });
  const known = who === "all" ? { ...EXAMPLE[tongue], property: property.name } : { property: property.name };
  const template = textOf(variant, tongue, way);
  const local = render(parse(template).parts, known);
  const person = !["all", "little"].includes(who);
  const found = person ? real.data : undefined;
  const theirs = found?.texts.find((text) => text.channel === way && text.variant === variant.code) ?? found?.texts.find((text) => text.channel === way);
  const text = person ? (theirs?.text ?? "") : local.missing.length ? "" : local.text;
  const subject = way === "email" ? (theirs?.subject ?? render(parse(variant.texts[tongue]?.email?.subject ?? "").parts, known).text) : null;
  const choose = (next: string) => {
    setWho(next);
    if (!["all", "little"].includes(next)) real.mutate(next);
  };
  return (
    <div className={styles.preview}>
      <Select
        size="small" value={who} aria-label={t("preview.who")} popupMatchSelectWidth={false} style={{ width: "100%" }}
        options={[{ value: "all", label: t("preview.all") }, { value: "little", label: t("preview.little") }, ...sample.map(({ guest, name, why }) => ({ value: guest, label: t("preview.guest", { name }), why: say(why) }))]}
        optionRender={({ data }) => <>{data.label}{"why" in data && data.why && <div className="cap t3">{data.why}</div>}</>} onChange={choose}
      />
      <Bubble way={way} from={property.name} subject={subject} text={text} empty={person && real.isPending ? t("preview.busy") : person && theirs?.lacks ? t("preview.notSent") : local.missing.length && !person ? t("preview.notSent") : t("preview.none")} ending={way === "sms" && !person ? SMS_ENDING : undefined} />
      {person && real.isError && <p className="bad cap" role="alert">{problemText(real.error)}</p>}
      {found && <p className={found.decision === "contact" ? "cap good" : "cap warn"}>{say(found.says)}</p>}
      {person && <button type="button" className={styles.link} disabled={real.isPending} onClick={() => real.mutate(who)}>{t("preview.again")}</button>}
    </div>
  );
}
