import { Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Icon } from "@/components/Icon";
import { useScope } from "@/session/scope";
import styles from "./shell.module.css";

/** From the chain to a property and back; only where there is more than one place to go. */
export function ScopeSwitch() {
  const { t } = useTranslation("shell");
  const scope = useScope();
  const go = useNavigate();
  const places = scope.session.memberships.flatMap((membership) => {
    const hq = membership.abilities.includes("see_reports_chain");
    return [
      ...(hq ? [{ key: `/c/${membership.chain.slug}`, label: `${membership.chain.name} · ${t("headquarters")}` }] : []),
      ...membership.properties.map((property) => ({
        key: `/p/${property.slug}`,
        label: (
          <>
            {property.name} <span className="cap t3">{property.sandbox ? t("sandbox") : property.city}</span>
          </>
        ),
      })),
    ];
  });
  const name = `${scope.chain.name} · ${scope.property?.name ?? t("headquarters")}`;
  if (places.length < 2) return <span className="b cut">{name}</span>;
  return (
    <Dropdown
      trigger={["click"]}
      menu={{ items: places, selectedKeys: [scope.path], onClick: ({ key }) => void go(key), style: { maxHeight: "70vh", overflowY: "auto" } }}
    >
      <button type="button" className={styles.scope} aria-label={`${t("switch")}: ${name}`}>
        <span className="cut">{name}</span>
        <Icon name="down" />
      </button>
    </Dropdown>
  );
}
