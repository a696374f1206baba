import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import { colleagues as colleaguesQuery } from "@/api/deskRules";
import type { TransferDone, TransferGiven, WorkloadReport } from "@/api/deskRuleTypes";
import { Field } from "@/components/Field";
import { Icon } from "@/components/Icon";
import { useProblemText } from "@/components/problems";
import { Bone } from "@/components/States";
import { count } from "@/lib/numbers";
import { useSettled } from "@/lib/settled";
import { usePropertyScope } from "@/session/scope";
import styles from "./owners.module.css";
import { evenly, lackOf, sharesOf, sumOf, type Taker } from "./sharing";

interface DrawerProps {
  /** undefined: nobody chosen yet; null: guests whom nobody looks after. */
  from: string | null | undefined;
  report: WorkloadReport | undefined;
  close: () => void;
}

const NOBODY = "";
const PAUSE_MS = 250;

/** Hands somebody's guests to others: tried as it is put together, done by one touch, told to the takers. */
export function TransferDrawer({ from: given, report, close }: DrawerProps) {
  const { t } = useTranslation("owners");
  const { api: house } = usePropertyScope();
  const queries = useQueryClient();
  const problemText = useProblemText();
  const people = useQuery(colleaguesQuery(house)).data ?? [];
  const [from, setFrom] = useState(given);
  const [takers, setTakers] = useState<Taker[]>([{ staff: null, share: 100 }]);
  const [note, setNote] = useState("");
  const rest = 100 - sumOf(takers);
  // Only somebody who works here can keep the rest.
  const keeps = from != null && report?.results.find(({ staff }) => staff === from)?.left === false;
  const lack = lackOf(from, takers, keeps);
  const body = (dry_run: boolean): TransferGiven => ({ from: from ?? null, to: sharesOf(takers), keeps: rest / 100, note: note.trim(), dry_run });
  // A share is typed digit by digit: it is tried once the typing pauses.
  const tried = useSettled(takers, PAUSE_MS);
  const dry = useQuery({
    queryKey: [house, "transfer-dry", from, sharesOf(tried)], queryFn: () => api.post<TransferDone>(`${house}/owner-transfers`, { ...body(true), note: "" }), enabled: lack === null && tried === takers, placeholderData: keepPreviousData, retry: false, staleTime: 0,
  });
  const move = useMutation({
    mutationFn: () => api.post<TransferDone>(`${house}/owner-transfers`, body(false)),
    onSuccess: () => Promise.all(["workload", "transfers", "handed", "guest"].map((name) => queries.invalidateQueries({ queryKey: [house, name] }))),
  });
  const set = (index: number, part: Partial<Taker>) => setTakers(takers.map((taker, at) => (at === index ? { ...taker, ...part } : taker)));
  const share = (next: readonly Taker[]) => {
    const shares = evenly(next.length);
    setTakers(next.map((taker, index) => ({ ...taker, share: shares[index] ?? 0 })));
  };
  const givers = [
    ...(report && report.unowned > 0 ? [{ value: NOBODY, label: t("nobody"), n: report.unowned }] : []),
    ...(report?.results ?? []).filter(({ guests }) => guests > 0).map(({ staff, name, guests }) => ({ value: staff, label: name, n: guests })),
  ];
  return (
    <Drawer title={t(move.data ? "done.title" : "hand")} open size={520} onClose={close}>
      {move.data ? <Done done={move.data} close={close} /> : (
        <form className={styles.lines} onSubmit={(event) => { event.preventDefault(); if (lack === null) move.mutate(); }}>
          <Field id="giver" label={t("form.from")}>
            <Select
              id="giver" showSearch={{ optionFilterProp: "label" }} value={from === null ? NOBODY : (from ?? null)} placeholder={t("form.whose")} style={{ width: "100%" }} options={givers}
              optionRender={({ data }) => <span className="between"><span>{data.label}</span><span className="t3">{t("form.has", { n: count(data.n), count: data.n })}</span></span>} onChange={(value: string) => setFrom(value === NOBODY ? null : value)}
            />
          </Field>
          <div>
            <div className={styles.label}>{t("form.to")}</div>
            <ul className={styles.takers}>
              {takers.map((taker, index) => (
                <li key={index}>
                  <Select showSearch={{ optionFilterProp: "label" }} value={taker.staff} placeholder={t("form.whom")} aria-label={t("form.taker", { n: index + 1 })} options={people.filter(({ id }) => id !== from).map(({ id, name }) => ({ value: id, label: name, disabled: takers.some(({ staff }, at) => at !== index && staff === id) }))} onChange={(staff: string) => set(index, { staff })} />
                  <InputNumber value={taker.share} min={1} max={100} precision={0} controls={false} suffix="%" aria-label={t("form.share", { n: index + 1 })} onChange={(value) => set(index, { share: value ?? 0 })} />
                  <Button type="text" icon={<Icon name="cross" />} disabled={takers.length === 1} aria-label={t("form.drop", { n: index + 1 })} onClick={() => share(takers.toSpliced(index, 1))} />
                </li>
              ))}
            </ul>
            <div className="row wraps">
              <Button type="text" icon={<Icon name="plus" />} onClick={() => share([...takers, { staff: null, share: 0 }])}>{t("form.add")}</Button>
              {rest !== 0 && <span className={rest < 0 ? "bad cap" : "cap t3"}>{t(rest < 0 ? "form.more" : keeps ? "form.rest" : "form.short", { n: Math.abs(rest) })}</span>}
            </div>
          </div>
          <Field id="transfer-note" label={t("form.note")} hint={t("form.noteIs")}><Input.TextArea id="transfer-note" value={note} rows={2} maxLength={300} placeholder={t("form.noteLike")} onChange={(event) => setNote(event.target.value)} /></Field>
          <section className={styles.dry} aria-live="polite">
            <p className="b">{t("dry.title")}</p>
            {lack !== null ? <p className="t3">{t(`lack.${lack}`)}</p> : dry.isError ? <p className="bad" role="alert">{problemText(dry.error)}</p> : !dry.data ? <Bone width="60%" /> : <Gets done={dry.data} />}
          </section>
          {move.isError && <p className="bad" role="alert">{problemText(move.error)}</p>}
          <div className="row"><Button type="primary" htmlType="submit" disabled={lack !== null || tried !== takers || !dry.data || dry.data.moved === 0} loading={move.isPending}>{dry.data && lack === null ? t("do", { n: count(dry.data.moved), count: dry.data.moved }) : t("doNothing")}</Button></div>
        </form>
      )}
    </Drawer>
  );
}

function Gets({ done }: { done: TransferDone }) {
  const { t } = useTranslation("owners");
  const most = Math.max(1, ...done.by.map(({ n }) => n));
  if (done.moved === 0) return <p className="t2">{t("dry.none")}</p>;
  return (
    <ul className={styles.gets}>
      {done.by.map(({ staff, name, n }) => <li key={staff ?? name}><span className="cut">{name}</span><i aria-hidden="true"><b style={{ width: `${(n / most) * 100}%` }} /></i><span className="num">{t("form.has", { n: count(n), count: n })}</span></li>)}
    </ul>
  );
}

function Done({ done, close }: { done: TransferDone; close: () => void }) {
  const { t } = useTranslation("owners");
  return (
    <div className={styles.lines} role="status">
      <p className="good row"><Icon name="check" />{t("done.says", { n: count(done.moved), count: done.moved })}</p>
      <Gets done={done} />
      <p className="t2">{done.complaints > 0 && t("done.complaints", { n: count(done.complaints), count: done.complaints })}{t("done.told")}</p>
      <div><Button onClick={close}>{t("done.close")}</Button></div>
    </div>
  );
}
