import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import { sources as sourcesQuery } from "@/api/property";
import type { SourceMapped, SourceRow } from "@/api/propertyTypes";
import { CHANNELS, type Channel } from "@/api/types";
import { ChannelName } from "@/components/ChannelMark";
import { useProblemText } from "@/components/problems";
import { Bones } from "@/components/States";
import { count } from "@/lib/numbers";
import styles from "./firstRun.module.css";

const SHOWN = 6;

/** The sources nobody put to a channel yet, the most frequent first; kept as they are chosen. */
export function MapSources({ house, unmapped }: { house: string; unmapped: number }) {
  const { t } = useTranslation("first-run");
  const problemText = useProblemText();
  const found = useQuery(sourcesQuery(`/properties/${house}`));
  if (found.isError) return <p className="bad cap" role="alert">{problemText(found.error)}</p>;
  if (!found.data) return <Bones height={120} lines={3} />;
  const open = found.data.filter(({ mapped }) => !mapped).toSorted((a, b) => b.stays - a.stays);
  return (
    <div className="stack">
      <ul className={styles.sources}>{open.slice(0, SHOWN).map((row) => <Source key={row.source} row={row} house={house} />)}</ul>
      {(open.length > SHOWN || unmapped > open.length || open.length === 0) && <Link to={`/p/${house}/sources`}>{t("sources.all", { n: Math.max(open.length, unmapped), count: Math.max(open.length, unmapped) })}</Link>}
    </div>
  );
}

function Source({ row, house }: { row: SourceRow; house: string }) {
  const { t } = useTranslation("first-run");
  const queries = useQueryClient();
  const problemText = useProblemText();
  const map = useMutation({
    mutationFn: (channel: Channel) => api.put<SourceMapped>(`/properties/${house}/sources/${encodeURIComponent(row.source)}`, { channel }),
    onSuccess: () => Promise.all([queries.invalidateQueries({ queryKey: [`/properties/${house}`] }), queries.invalidateQueries({ queryKey: ["first-run"] }), queries.invalidateQueries({ queryKey: ["reports"] })]),
  });
  return (
    <li>
      <span className="grow cut">{row.source || t("sources.blank")} <span className="t3 cap">{t("sources.stays", { n: count(row.stays), count: row.stays })}</span></span>
      <Select
        value={map.isPending ? map.variables : null} placeholder={t("sources.choose")} loading={map.isPending} style={{ width: 128 }} aria-label={t("sources.of", { source: row.source })}
        options={CHANNELS.map((value) => ({ value, label: <ChannelName channel={value} /> }))} onChange={(value: Channel) => map.mutate(value)}
      />
      {map.isError && <span className="bad cap" role="alert">{problemText(map.error)}</span>}
    </li>
  );
}
