import { Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { api } from "@/api/client";
import { Icon } from "@/components/Icon";
import { chooseLocale, localeOf } from "@/locales/i18n";
import { useMaybeScope } from "@/session/scope";
import { useSession, useSignOut } from "@/session/session";
import { chooseScheme, useSchemeChoice } from "@/theme/scheme";
import styles from "./shell.module.css";

const SCHEMES = ["auto", "light", "dark"] as const;

export function UserMenu() {
  const { t, i18n } = useTranslation("shell");
  const { data: session } = useSession();
  const membership = useMaybeScope()?.membership;
  const go = useNavigate();
  const signOut = useSignOut();
  const choice = useSchemeChoice();
  const switchLanguage = async () => {
    const locale = localeOf(i18n.language) === "en" ? "zh-CN" : "en";
    await chooseLocale(locale);
    // The console has switched already; the account remembers it for the next sign-in where it can.
    await api.patch("/session", { locale }).catch(() => undefined);
  };
  if (!session) return null;
  const role = t(`role.${membership?.role ?? "operator"}`, { ns: "common" });
  return (
    <Dropdown
      trigger={["click"]} placement="bottomRight"
      menu={{
        selectable: true, selectedKeys: [choice],
        items: [
          { key: "who", type: "group", label: `${session.staff.name} · ${role}` },
          { key: "language", label: t("user.language") },
          { type: "group", label: t("user.theme"), children: SCHEMES.map((key) => ({ key, label: t(`user.${key}`) })) },
          { type: "divider" },
          ...(session.operator && membership ? [{ key: "platform", label: t("user.platform") }] : []),
          { key: "signOut", label: t("user.signOut") },
        ],
        onClick: ({ key }) => {
          if (key === "language") void switchLanguage();
          else if (key === "platform") void go("/operator");
          else if (key === "signOut") signOut.mutate();
          else chooseScheme(SCHEMES.find((known) => known === key) ?? "auto");
        },
      }}
    >
      <button type="button" className={styles.who} aria-label={t("user.menu")}>
        <span className="avatar">{session.staff.name.slice(0, 1)}</span>
        <span>{session.staff.name}</span>
        <span className="t3 cap">{role}</span>
        <Icon name="down" size={12} />
      </button>
    </Dropdown>
  );
}
