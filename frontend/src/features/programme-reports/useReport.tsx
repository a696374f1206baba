import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { programmeReport, type ProgrammeReportName, type ProgrammeReports } from "@/api/programmeReports";
import { ExportMenu } from "@/components/ExportMenu";
import { PageHead } from "@/components/PageHead";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { RangePicker } from "@/components/RangePicker";
import { Bone, ErrorState } from "@/components/States";
import { daysText } from "@/lib/dates";
import { usePeriod } from "@/lib/period";
import { useFreshness } from "@/session/asOf";
import { useScope } from "@/session/scope";

/** What all these pages share: place, period, the figures, the export. */
export function useReport<Name extends ProgrammeReportName>(name: Name) {
  const { t } = useTranslation("programme-reports");
  const scope = useScope();
  const place = useReportPlace();
  const { change, ...period } = usePeriod(scope.timeZone);
  const found: UseQueryResult<ProgrammeReports[Name]> = useQuery(programmeReport(place.api, name, period));
  useFreshness(found.data?.as_of);
  const title = t(`${name as string}.title`);
  const tools = scope.may("export_data") && <ExportMenu path={`${place.api}/reports/${name}`} query={{ from: period.from, to: period.to }} name={title} />;
  return { t, scope, place, period, change, found, data: found.data, title, tools, whole: !place.property && scope.membership.properties.length > 1 };
}
export type Report<Name extends ProgrammeReportName> = ReturnType<typeof useReport<Name>>;

/** Title, place and period over the page, and what went wrong in place of it. */
export function Frame<Name extends ProgrammeReportName>({ report, children }: { report: Report<Name>; children: React.ReactNode }) {
  const { t, period, change, place, found, title } = report;
  return (
    <>
      <PageHead title={title} about={daysText(period, t("to", { ns: "common" }))}>
        <PropertyPicker place={place} />
        <RangePicker period={period} change={change} />
      </PageHead>
      {found.isError ? <div className="panel"><ErrorState problem={found.error} retry={() => void found.refetch()} /></div> : children}
    </>
  );
}

/** A key figure, or its place while it comes. */
export const Figure = ({ children, unit }: { children: string | undefined; unit?: string }) =>
  children === undefined ? <span className="figure"><Bone width={84} height={18} /></span> : <span className="figure">{children}{unit && <small>{unit}</small>}</span>;

/** A share of the largest, drawn behind its figure. */
export function Bar({ share, tone = "accent" }: { share: number | null; tone?: "accent" | "quiet" | "warn" }) {
  const colours = { accent: "var(--accent)", quiet: "var(--rm-late)", warn: "var(--warn)" };
  return (
    <span aria-hidden="true" style={{ display: "block", width: "100%", minWidth: 64, height: 10, background: "var(--ground-3)", borderRadius: 2 }}>
      <span style={{ display: "block", width: `${Math.min(100, Math.max(0, (share ?? 0) * 100))}%`, height: "100%", background: colours[tone], borderRadius: 2 }} />
    </span>
  );
}

interface Named { name: string; name_en: string }
export const useNamed = (): ((thing: Named) => string) => {
  const { i18n } = useTranslation();
  return (thing) => (i18n.language === "en" && thing.name_en ? thing.name_en : thing.name);
};

export const sumOf = <Row,>(rows: readonly Row[], pick: (row: Row) => string | number): number => rows.reduce((all, row) => all + Number(pick(row)), 0);
