import { Drawer } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, useLocation } from "react-router";
import { Brand, Icon } from "@/components/Icon";
import { Bones } from "@/components/States";
import { useScope } from "@/session/scope";
import { useAsOf } from "@/session/asOf";
import { navOf, needsOf, type NavItem } from "./nav";
import { ScopeSwitch } from "./ScopeSwitch";
import { SearchBox } from "./SearchBox";
import styles from "./shell.module.css";
import { NotAllowed } from "./Trouble";
import { UserMenu } from "./UserMenu";

const StandingBar = lazy(() => import("@/features/billing/StandingBar"));
const SandboxBar = lazy(() => import("@/features/sandbox/SandboxBar"));

export function Shell() {
  const { t } = useTranslation("shell");
  const { property } = useScope();
  const sandbox = property?.sandbox ? property.slug : null;
  const { pathname } = useLocation();
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">{t("nav.skip")}</a>
      <Side />
      <div>
        <header className={styles.top}>
          <ScopeSwitch />
          <SearchBox />
          <UserMenu />
        </header>
        <Suspense fallback={null}><StandingBar /></Suspense>
        {sandbox && <Suspense fallback={null}><SandboxBar key={sandbox} /></Suspense>}
        <main className="page" id="content" tabIndex={-1} key={pathname}>
          <Suspense fallback={<PageBones />}>
            <Allowed />
          </Suspense>
        </main>
      </div>
      <PhoneBar />
    </div>
  );
}

/** The page, or whom to ask for it: a deep link may lead where one's role does not. */
function Allowed() {
  const scope = useScope();
  const { pathname } = useLocation();
  const page = needsOf(scope, pathname);
  return page && !scope.may(page.needs) ? <NotAllowed {...page} /> : <Outlet />;
}

const PageBones = () => (
  <div className="panel"><div className="body"><Bones height={480} lines={10} /></div></div>
);

function Item({ item, className }: { item: NavItem; className?: string | undefined }) {
  const { t } = useTranslation("shell");
  const scope = useScope();
  const word = t(`nav.${item.key}`);
  return (
    <NavLink
      to={scope.path + item.path} end={item.path === ""} title={word}
      className={({ isActive }) => [className, isActive && styles.on].filter(Boolean).join(" ")}
    >
      <Icon name={item.icon} />
      {word}
    </NavLink>
  );
}

function Side() {
  const { t } = useTranslation("shell");
  const asOf = useAsOf();
  return (
    <nav className={styles.side} aria-label={t("nav.label")}>
      <div className={styles.stays}>
        <Link to="/" className={styles.brand}>
          <Brand />
          回客 <i>Huike</i>
        </Link>
        <Groups itemClass={styles.item} />
        <div className={styles.foot}>{asOf}</div>
      </div>
    </nav>
  );
}

function Groups({ itemClass }: { itemClass?: string | undefined }) {
  const { t } = useTranslation("shell");
  const scope = useScope();
  return navOf(scope).map((group) => (
    <div key={group.key}>
      <div className={styles.group}>{t(`nav.${group.key}`)}</div>
      <ul>
        {group.items.map((item) => (
          <li key={item.key}>
            <Item item={item} className={itemClass} />
          </li>
        ))}
      </ul>
    </div>
  ));
}

function PhoneBar() {
  const { t } = useTranslation("shell");
  const scope = useScope();
  const [open, setOpen] = useState(false);
  const all = navOf(scope).flatMap((group) => group.items);
  const items = all.filter(({ onPhone }) => onPhone);
  return (
    <nav className={styles.bar} aria-label={t("nav.label")}>
      {items.map((item) => <Item key={item.key} item={item} />)}
      <button type="button" onClick={() => setOpen(true)}>
        <Icon name="menu" />
        {t("nav.more")}
      </button>
      <Drawer open={open} onClose={() => setOpen(false)} placement="bottom" title={scope.property?.name ?? scope.chain.name} size={`min(${all.length * 44 + 120}px, 88vh)`}>
        <div onClick={() => setOpen(false)} className={styles.drawer}>
          <Groups itemClass={styles.drawerItem} />
        </div>
      </Drawer>
    </nav>
  );
}
