import { useTranslation } from "react-i18next";
import { ExportMenu } from "@/components/ExportMenu";
import { NoStays } from "@/components/NoStays";
import { PageHead } from "@/components/PageHead";
import { AgainstPicker, RangePicker } from "@/components/RangePicker";
import { ErrorState } from "@/components/States";
import { daysText } from "@/lib/dates";
import { usePeriod } from "@/lib/period";
import { useFreshness } from "@/session/asOf";
import { useScope } from "@/session/scope";
import { Answer } from "./Answer";
import { bucketOf, useOverview } from "./data";
import { Figures } from "./Figures";
import { FirstRun } from "./FirstRun";
import { MixPanel, RemarkPanel, RepeatPanel, StaffPanel } from "./Pictures";
import { RankedTable } from "./RankedTable";

/** Which property loses guests, are we living on OTA, who keeps no remarks: the chain on one page. */
export default function OverviewPage() {
  const { t } = useTranslation("overview");
  const scope = useScope();
  const { change, ...period } = usePeriod(scope.chain.time_zone);
  const overview = useOverview(scope.api, scope.chain, period);
  const { now, then, trend, mixTrend } = overview;
  useFreshness(now.data?.as_of);
  if (now.data?.properties.length === 0) return <FirstRun />;
  const until = t("to", { ns: "common" });
  const versus = t(`versus.${period.against}`, { ns: "common", days: daysText(period.earlier, until) });
  const pictures = { overview, period };
  return (
    <>
      <PageHead title={t("title")} about={`${daysText(period, until)}${t("comma")}${versus}`}>
        <RangePicker period={period} change={change} />
        <AgainstPicker period={period} change={change} />
        {scope.may("export_data") && (
          <ExportMenu as="button" path={`${scope.api}/reports/comparison`} query={{ from: period.from, to: period.to }} name={t("title")} />
        )}
      </PageHead>
      {now.isError ? (
        <div className="panel"><ErrorState problem={now.error} retry={() => void now.refetch()} /></div>
      ) : now.data?.properties.every(({ visits }) => visits === 0) ? <NoStays /> : (
        <>
          <Answer rows={overview.rows} period={period} />
          <Figures chain={scope.chain} now={now.data?.chain} then={then.data?.chain} trend={trend.data} mixTrend={mixTrend.data} bucket={bucketOf(period)} slips={overview.slips.isError ? null : overview.slips.data} />
          <RankedTable {...pictures} />
          <div className="grid">
            <MixPanel {...pictures} />
            <RepeatPanel {...pictures} />
            <RemarkPanel {...pictures} />
            <StaffPanel {...pictures} />
          </div>
        </>
      )}
    </>
  );
}
