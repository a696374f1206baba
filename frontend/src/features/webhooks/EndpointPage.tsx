import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { api } from "@/api/client";
import type { DeliveryRow, Endpoint } from "@/api/vendorTypes";
import { Icon } from "@/components/Icon";
import { Kpi, KpiStrip } from "@/components/KpiStrip";
import { AnswerLine, PageHead } from "@/components/PageHead";
import { useProblemText } from "@/components/problems";
import { Bones, ErrorState } from "@/components/States";
import { useTypeWord } from "@/components/vendors/words";
import { moment } from "@/lib/dates";
import { count } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import { ChangeEndpoint } from "./ChangeEndpoint";
import { Deliveries } from "./Deliveries";
import { healthOf, signsToo } from "./lists";
import { ReplaySince } from "./ReplaySince";
import { RotateSecret } from "./RotateSecret";
import { TestTold } from "./TestTold";
import { usePath } from "./usePath";

const LOOK_AGAIN_MS = 5_000;

type Doing = "change" | "rotate" | "since" | null;

/** One address: whether events arrive there, what it answered, and what can be done about it. */
export default function EndpointPage() {
  const { t } = useTranslation("webhooks");
  const { id = "" } = useParams();
  const path = usePath(id);
  const endpoint = useQuery({ queryKey: ["webhooks", path], queryFn: () => api.get<Endpoint>(path), refetchInterval: ({ state }) => (state.data?.waiting ? LOOK_AGAIN_MS : false) });
  const [doing, setDoing] = useState<Doing>(null);
  const row = endpoint.data;
  if (endpoint.isError) return <><PageHead title={t("one")} /><div className="panel"><ErrorState problem={endpoint.error} retry={() => void endpoint.refetch()} /></div></>;
  if (!row) return <><PageHead title={t("one")} /><div className="panel"><div className="body"><Bones height={420} lines={8} /></div></div></>;
  return (
    <>
      <Head row={row} doing={setDoing} />
      <Answer row={row} />
      <Facts row={row} />
      <Deliveries path={path} replaySince={() => setDoing("since")} />
      {doing === "change" && <ChangeEndpoint row={row} path={path} close={() => setDoing(null)} />}
      {doing === "rotate" && <RotateSecret row={row} path={path} close={() => setDoing(null)} />}
      {doing === "since" && <ReplaySince row={row} path={path} close={() => setDoing(null)} />}
    </>
  );
}

function Head({ row, doing }: { row: Endpoint; doing: (doing: Doing) => void }) {
  const { t } = useTranslation("webhooks");
  const scope = useScope();
  const path = usePath(row.id);
  const queries = useQueryClient();
  const { message, modal } = App.useApp();
  const problemText = useProblemText();
  const go = useNavigate();
  const [tested, setTested] = useState<number | null>(null);
  const failed = (problem: unknown) => void message.error(problemText(problem));
  const fresh = () => queries.invalidateQueries({ queryKey: ["webhooks"] });
  const test = useMutation({
    mutationFn: () => api.post<DeliveryRow>(`${path}/test`),
    onSuccess: async (answer) => {
      setTested(answer.id);
      await fresh();
    },
    onError: failed,
  });
  const set = useMutation({
    mutationFn: (state: "on" | "off") => api.patch<Endpoint>(path, { state }),
    onSuccess: async (now) => {
      await fresh();
      message.success(t(now.state === "on" ? "isOn" : "isOff"));
    },
    onError: failed,
  });
  const remove = useMutation({
    mutationFn: () => api.delete(path),
    onSuccess: async () => {
      await go(`${scope.path}/webhooks`);
      await queries.invalidateQueries({ queryKey: ["webhooks"], refetchType: "active" });
      message.success(t("removed"));
    },
    onError: failed,
  });
  const sure = () => void modal.confirm({ title: t("sureRemove"), content: <span style={{ overflowWrap: "anywhere" }}>{row.url}<br />{t("sureRemoveMeans")}</span>, okText: t("remove"), okButtonProps: { danger: true }, cancelText: t("cancel", { ns: "common" }), onOk: () => remove.mutateAsync().catch(() => undefined) });
  const acts = { change: () => doing("change"), rotate: () => doing("rotate"), state: () => set.mutate(row.state === "on" ? "off" : "on"), remove: sure };
  return (
    <>
      <PageHead title={t("one")} about={<><Link to={`${scope.path}/webhooks`}>{t("title")}</Link> / <span style={{ overflowWrap: "anywhere" }}>{row.url}</span></>}>
        {row.state !== "on" && <Button type="primary" loading={set.isPending} onClick={() => set.mutate("on")}>{t("turnOn")}</Button>}
        <Button type={row.state === "on" ? "primary" : "default"} loading={test.isPending} onClick={() => test.mutate()}>{t("test")}</Button>
        <Dropdown
          trigger={["click"]} menu={{
            items: [
              { key: "change", label: t("change") }, { key: "rotate", label: t("rotate.title") },
              ...(row.state === "on" ? [{ key: "state", label: t("turnOff") }] : []),
              { type: "divider" as const }, { key: "remove", label: t("remove"), danger: true },
            ],
            onClick: ({ key }) => acts[key as keyof typeof acts](),
          }}
        >
          <Button icon={<Icon name="more" />} aria-label={t("acts")} />
        </Dropdown>
      </PageHead>
      {tested !== null && <TestTold key={tested} path={`${path}/deliveries/${tested}`} close={() => setTested(null)} />}
    </>
  );
}

function Answer({ row }: { row: Endpoint }) {
  const { t } = useTranslation("webhooks");
  const { timeZone } = useScope();
  const at = moment(row.failing_since, timeZone);
  switch (healthOf(row)) {
    case "disabled": return <AnswerLine tone="act" lead={t("says.disabled")}>{t(row.why === "gone" ? "says.gone" : "says.disabledWhy")}{t("says.disabledDo")}</AnswerLine>;
    case "failing": return <AnswerLine tone="act" lead={t("says.failing", { at })}>{t("says.failingDo", { n: count(row.waiting), count: row.waiting })}</AnswerLine>;
    case "off": return <AnswerLine tone="warn" lead={t("says.off")}>{t("says.offMeans")}</AnswerLine>;
    case "new": return <AnswerLine tone="calm" lead={t("says.new")}>{t("says.newDo")}</AnswerLine>;
    case "good": return <AnswerLine tone="calm" lead={t("says.good")}>{t("says.goodAt", { at: moment(row.succeeded_at, timeZone) })}</AnswerLine>;
  }
}

function Facts({ row }: { row: Endpoint }) {
  const { t } = useTranslation("webhooks");
  const { membership, timeZone } = useScope();
  const word = useTypeWord();
  const names = new Map(membership.properties.map(({ slug, name }) => [slug, name]));
  const time = (at: string | null) => <span style={{ fontSize: 20, lineHeight: "38px" }} className="b nowrap">{at ? moment(at, timeZone) : "–"}</span>;
  const before = signsToo(row, new Date());
  const types = row.types.map(word).join(t("and"));
  const houses = row.properties.map((slug) => names.get(slug) ?? slug).join(t("and"));
  return (
    <KpiStrip figures={4}>
      <Kpi label={t("waiting")} sub={row.failing_since ? t("failingSince", { at: moment(row.failing_since, timeZone) }) : t("notFailing")}><span className="figure">{count(row.waiting)}<small>{t("pieces")}</small></span></Kpi>
      <Kpi label={t("succeeded")} sub={before ? t("signsToo", { at: moment(before, timeZone) }) : t("madeAt", { at: moment(row.created_at, timeZone) })}>{time(row.succeeded_at)}</Kpi>
      <Kpi label={t("types")} sub={<span title={types}>{types || t("typesFuture")}</span>}><span className="figure">{row.types.length ? count(row.types.length) : t("allShort")}{row.types.length > 0 && <small>{t("kinds")}</small>}</span></Kpi>
      <Kpi label={t("where")} sub={<span title={houses}>{houses || t("whereFuture")}</span>}><span className="figure">{row.properties.length ? count(row.properties.length) : t("allShort")}{row.properties.length > 0 && <small>{t("houses")}</small>}</span></Kpi>
    </KpiStrip>
  );
}
