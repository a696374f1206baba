import { useQuery } from "@tanstack/react-query";
import { Button, DatePicker, Dropdown, Segmented, Select } from "antd";
import dayjs from "dayjs";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { arrivals as arrivalsQuery, departures as departuresQuery } from "@/api/desk";
import { countsWith } from "@/api/deskChanges";
import { Fresh } from "@/components/desk/Fresh";
import { Icon } from "@/components/Icon";
import { ErrorState } from "@/components/States";
import { useSaying } from "@/components/value/words";
import { addDays, isDay } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { usePhone } from "@/lib/media";
import { usePageTitle } from "@/lib/pageTitle";
import { usePropertyScope } from "@/session/scope";
import { useToday } from "@/session/today";
import { ArrivalList } from "./ArrivalList";
import { BigBoard } from "./BigBoard";
import { departmentsOf, expected, here, rowsFor } from "./board";
import { DepartureList } from "./DepartureList";
import { DepartmentPanel } from "./DepartmentPanel";
import { Paper } from "./Paper";
import styles from "./arrivals.module.css";

const SECTIONS = ["expected", "here", "leaving"] as const;
type Section = (typeof SECTIONS)[number];

/** Who comes when, what is prepared and said for each; who is here already; who leaves with a remark to write. */
export default function ArrivalsPage() {
  const { t } = useTranslation("arrivals");
  const { api: house } = usePropertyScope();
  const { say } = useSaying();
  const today = useToday();
  const phone = usePhone();
  usePageTitle(t("title"));
  const { params, set } = useFilters();
  const asked = params.get("day");
  const day = isDay(asked) ? asked : today;
  const department = params.get("department");
  const [section, setSection] = useState<Section>("expected");
  const board = useQuery(arrivalsQuery(house, day));
  const onBoard = params.get("board") === "1";
  // The big board says who comes: for days it hangs there alone, and asks for nothing else.
  const leaving = useQuery({ ...departuresQuery(house, day), enabled: !onBoard });
  const { data } = board;
  const printing = usePrinting(params.get("print"), data !== undefined);
  const rows = data && rowsFor(data.rows, department);
  const counts = data && countsWith(data.counts, data.rows);
  const lists = { expected: rows && expected(rows), here: rows && here(rows), leaving: leaving.data?.rows };
  const departments = departmentsOf(data?.rows ?? []);
  const lost = board.isError || board.failureCount > 0;
  if (onBoard) return <BigBoard board={data} day={day} department={department} lost={lost} close={() => set({ board: null })} />;
  const days = [0, 1, 2].map((ahead) => ({ value: addDays(today, ahead), label: t(`day.${ahead}`) }));
  const shows = (one: Section) => !phone || section === one;
  return (
    <>
      <div className={styles.screen}>
        <div className="page-head">
          <h1 className="h1">{t("title")}</h1>
          <Segmented aria-label={t("day.label")} value={days.some(({ value }) => value === day) ? day : ""} options={days} onChange={(value) => set({ day: value === today ? null : value })} />
          <DatePicker
            className={styles.other} aria-label={t("day.other")} allowClear={false} inputReadOnly value={dayjs(day)} variant="borderless" suffixIcon={<Icon name="calendar" />}
            onChange={(next) => set({ day: next && next.format("YYYY-MM-DD") !== today ? next.format("YYYY-MM-DD") : null })}
          />
          {(departments.length > 0 || department) && (
            <Select
              variant="borderless" popupMatchSelectWidth={false} aria-label={t("department.label")} value={department ?? ""} onChange={(value) => set({ department: value || null })}
              options={[{ value: "", label: t("department.all") }, ...departments.map(({ code, name }) => ({ value: code, label: say(name) }))]}
            />
          )}
          <div className="does">
            <Fresh asOf={data?.as_of} lost={lost} />
            <Button icon={<Icon name="screen" />} onClick={() => { set({ board: "1" }); fillScreen(); }}>{t("board.open")}</Button>
            <Dropdown
              trigger={["click"]} disabled={!data}
              menu={{ items: (["all", "departments"] as const).map((key) => ({ key, label: t(`print.${key}`), disabled: key === "departments" && departments.length === 0 })), onClick: ({ key }) => printing.start(key as "all" | "departments") }}
            >
              <Button icon={<Icon name="print" />}>{t("print.open")}</Button>
            </Dropdown>
          </div>
        </div>
        {phone && (
          <Segmented<Section>
            block className={styles.sections} aria-label={t("title")} value={section} onChange={setSection}
            options={SECTIONS.map((value) => ({ value, label: `${t(`section.${value}`)} ${lists[value]?.length ?? ""}`.trim() }))}
          />
        )}
        {board.isError && !data ? (
          <div className="panel"><ErrorState problem={board.error} retry={() => void board.refetch()} /></div>
        ) : (
          <div className={styles.lists}>
            <div className="stack">
              {shows("expected") && <ArrivalList kind="expected" rows={lists.expected} changes={data?.changes} says={counts && t(counts.to_prepare ? "says" : "saysNone", { n: counts.to_prepare, count: counts.to_prepare, done: counts.prepared })} today={day === today} department={department} />}
              {shows("here") && (lists.here === undefined || lists.here.length > 0 || phone) && <ArrivalList kind="here" rows={lists.here} changes={data?.changes} today={day === today} department={department} />}
            </div>
            <div className="stack">
              {shows("expected") && <DepartmentPanel departments={data && departments} chosen={department} choose={(code) => set({ department: code })} today={day === today} />}
              {shows("leaving") && <DepartureList query={leaving} today={day === today} />}
            </div>
          </div>
        )}
      </div>
      {data && <Paper board={data} what={printing.what} department={department} />}
    </>
  );
}

/** The whole screen, where the browser allows it; the board fills the window in any case. */
function fillScreen(): void {
  void document.documentElement.requestFullscreen().catch(() => undefined);
}

type What = "all" | "departments";

/** What goes onto paper: chosen in the menu, or asked for by the address of a link. */
function usePrinting(asked: string | null, ready: boolean) {
  const { set } = useFilters();
  const [what, setWhat] = useState<What>("all");
  const start = (chosen: What) => {
    setWhat(chosen);
    setTimeout(() => window.print(), 50);
  };
  useEffect(() => {
    if (!asked || !ready) return;
    set({ print: null });
    const timer = setTimeout(() => window.print(), 50);
    return () => clearTimeout(timer);
    // The address is changed by this very effect: it runs for the asking alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ready]);
  return { what, start };
}
