import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, useLocation } from "react-router";
import { Brand, Icon, type IconName } from "@/components/Icon";
import { Bones } from "@/components/States";
import { useSession } from "@/session/session";
import styles from "./shell.module.css";
import { NotFound } from "./Trouble";
import { UserMenu } from "./UserMenu";

const PAGES: readonly { name: string; icon: IconName; path: string }[] = [
  { name: "home", icon: "home", path: "/operator" },
  { name: "chains", icon: "properties", path: "/operator/chains" },
  { name: "health", icon: "pulse", path: "/operator/health" },
  { name: "impersonations", icon: "eye", path: "/operator/impersonations" },
];

/** The frame of the operators' console: no chain, no property, no search for guests. */
export function OperatorShell() {
  const { t } = useTranslation("operator");
  const { t: shell } = useTranslation("shell");
  const { data: session } = useSession();
  const { pathname } = useLocation();
  if (!session?.operator) return <NotFound />;
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">{shell("nav.skip")}</a>
      <nav className={styles.side} aria-label={shell("nav.label")}>
        <div className={styles.stays}>
          <Link to="/operator" className={styles.brand}><Brand />回客 <i>Huike</i></Link>
          <div className={styles.group}>{t("platform")}</div>
          <ul>{PAGES.map((page) => <li key={page.name}><Item {...page} className={styles.item} /></li>)}</ul>
        </div>
      </nav>
      <div>
        <header className={styles.top}>
          <span className="b cut">{t("platform")}</span>
          <span className="grow" />
          <UserMenu />
        </header>
        <main className="page" id="content" tabIndex={-1} key={pathname}>
          <Suspense fallback={<div className="panel"><div className="body"><Bones height={480} lines={10} /></div></div>}><Outlet /></Suspense>
        </main>
      </div>
      <nav className={styles.bar} aria-label={shell("nav.label")}>{PAGES.map((page) => <Item key={page.name} {...page} />)}</nav>
    </div>
  );
}

function Item({ name, icon, path, className }: (typeof PAGES)[number] & { className?: string | undefined }) {
  const { t } = useTranslation("operator");
  const word = t(`nav.${name}`);
  return (
    <NavLink to={path} end={path === "/operator"} title={word} className={({ isActive }) => [className, isActive && styles.on].filter(Boolean).join(" ")}>
      <Icon name={icon} />
      {word}
    </NavLink>
  );
}
