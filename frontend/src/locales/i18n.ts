import i18n, { type Resource } from "i18next";
import { initReactI18next } from "react-i18next";
import { speak } from "@/api/client";

export type Locale = "zh-CN" | "en";

const files = {
  "zh-CN": import.meta.glob<object>("./zh-CN/*.json", { import: "default" }),
  en: import.meta.glob<object>("./en/*.json", { import: "default" }),
};

/** All texts of a language by namespace, the file's name; each language is fetched once, when first spoken. */
async function texts(locale: Locale): Promise<Resource[string]> {
  const loaded = await Promise.all(
    Object.entries(files[locale]).map(async ([path, load]) => {
      const namespace = path.split("/").pop()?.replace(".json", "") ?? "";
      return [namespace, (await load())] as const;
    }),
  );
  return Object.fromEntries(loaded);
}

export const localeOf = (wanted: string | null | undefined): Locale => (wanted?.toLowerCase().startsWith("en") ? "en" : "zh-CN");

const REMEMBERED = "huike.locale";

/** What was chosen on this computer; until somebody does, the browser's own language where it is spoken here, else Chinese. */
export const firstLocale = (): Locale => localeOf(localStorage.getItem(REMEMBERED) ?? navigator.language);
export const remembersLocale = (): boolean => localStorage.getItem(REMEMBERED) !== null;
export const forgetLocale = (): void => localStorage.removeItem(REMEMBERED);

export async function startSpeaking(locale: Locale): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    defaultNS: "common",
    resources: { [locale]: await texts(locale) },
    interpolation: { escapeValue: false },
    returnNull: false,
    // A word that a language does without is an empty text, not a missing one.
    returnEmptyString: true,
  });
  spoken(locale);
}

function spoken(locale: Locale): void {
  speak(locale);
  document.documentElement.lang = locale;
}

export async function changeLocale(locale: Locale): Promise<void> {
  if (!i18n.hasResourceBundle(locale, "common")) {
    for (const [namespace, words] of Object.entries(await texts(locale))) {
      i18n.addResourceBundle(locale, namespace, words);
    }
  }
  await i18n.changeLanguage(locale);
  spoken(locale);
}

/** Somebody chose the language: this computer keeps it until they sign out. */
export async function chooseLocale(locale: Locale): Promise<void> {
  localStorage.setItem(REMEMBERED, locale);
  await changeLocale(locale);
}
