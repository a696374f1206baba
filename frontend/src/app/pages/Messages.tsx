import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, useLocation, useNavigate } from "react-router";
import { messagingStatus } from "@/api/messages";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { Bone, Bones } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { count } from "@/lib/numbers";
import { usePropertyScope } from "@/session/scope";

/** Messages and what came back; over both, whether anything can be sent at all and what waits for somebody. */
export default function Messages() {
  const { t } = useTranslation("messages");
  const { api, path, may } = usePropertyScope();
  const { pathname } = useLocation();
  const go = useNavigate();
  const status = useQuery(messagingStatus(api)).data;
  const at = pathname.endsWith("/replies") ? "replies" : "log";
  const open = status?.doubtful ?? 0;
  return (
    <>
      <PageHead title={t("title")} about={t("about")}>{may("manage_messaging") && <Link className="btn" to={`${path}/messaging`}>{t("settings")}</Link>}</PageHead>
      <Answer />
      <div className="below"><Segmented value={at} aria-label={t("title")} options={[{ value: "log", label: t("tab.log") }, { value: "replies", label: `${t("tab.replies")}${open ? ` ${count(open)}` : ""}` }]} onChange={(to) => void go(`${path}/messages${to === "log" ? "" : "/replies"}`)} /></div>
      <Suspense fallback={<div className="panel"><div className="body"><Bones height={320} lines={6} /></div></div>}><Outlet /></Suspense>
    </>
  );
}

function Answer() {
  const { t } = useTranslation("messages");
  const { say } = useSaying();
  const { api, path, may } = usePropertyScope();
  const status = useQuery(messagingStatus(api)).data;
  const settings = may("manage_messaging") && <Link className="btn" to={`${path}/messaging`}>{t("settings")}</Link>;
  if (!status) return <AnswerLine tone="calm"><Bone width="50%" /></AnswerLine>;
  if (status.held) return <AnswerLine tone="act" lead={t("answer.held")} action={settings}>{say(status.held.says)}</AnswerLine>;
  if (!status.on) return <AnswerLine tone="warn" lead={t("answer.off")} action={settings}>{t("answer.offIs")}</AnswerLine>;
  if (status.unknown > 0) return <AnswerLine tone="act" lead={t("answer.unknown", { n: status.unknown, count: status.unknown })} action={<Link className="btn" to={`${path}/messages?state=unknown`}>{t("answer.settle")}</Link>}>{t("answer.unknownIs")}</AnswerLine>;
  if (status.doubtful > 0) return <AnswerLine tone="warn" lead={t("answer.doubtful", { n: status.doubtful, count: status.doubtful })} action={<Link className="btn" to={`${path}/messages/replies`}>{t("answer.read")}</Link>}>{t("answer.doubtfulIs")}</AnswerLine>;
  const { counts } = status;
  return <AnswerLine tone="calm">{t("answer.calm", { sent: count(counts.sent + counts.delivered), waiting: count(counts.waiting), dropped: count(counts.dropped) })}</AnswerLine>;
}
