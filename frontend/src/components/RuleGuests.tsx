import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { api } from "@/api/client";
import type { Previewed, Segment } from "@/api/segmentTypes";
import type { Channel } from "@/api/types";
import { CHANNELS } from "@/api/types";
import type { AnyRule } from "@/api/winningTypes";
import { count } from "@/lib/numbers";
import { useScope } from "@/session/scope";
import { ChannelMark } from "./ChannelMark";
import { DataTable, type Column } from "./DataTable";
import { useProblemText } from "./problems";
import { Bone, EmptyState, ErrorState } from "./States";
import { useSaying } from "./value/words";

interface RuleGuestsProps {
  /** A figure's name, and the rule that its guests meet. */
  title: string;
  rule: AnyRule;
  /** The property whose guests they are. */
  house: string;
  close: () => void;
}

const SHOWN = 50;
type Sample = Previewed["sample"][number] & { channel?: string | null };

/** The guests behind a figure, and the way on: kept as a segment, they can be listed whole and written to. */
export function RuleGuests({ title, rule, house, close }: RuleGuestsProps) {
  const { t } = useTranslation();
  const { say } = useSaying();
  const { may } = useScope();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const place = `/properties/${house}`;
  const found = useQuery({ queryKey: [place, "segments", "preview", rule, SHOWN], queryFn: () => api.post<Previewed>(`${place}/segments/preview`, { rule, limit: SHOWN }) });
  const keep = useMutation({
    mutationFn: () => api.post<Segment>(`${place}/segments`, { name: title, rule }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [place, "segments"] }),
  });
  const kept = keep.data;
  const columns: Column<Sample>[] = [
    { key: "name", title: t("behind.guest"), card: "title", render: ({ id, name, channel }) => <span className="ch">{isChannel(channel) ? <ChannelMark channel={channel} /> : <span className="mark" />}<Link className="b" to={`/p/${house}/guests/${id}`}>{name}</Link></span> },
    { key: "visits", title: t("behind.visits"), numeric: true, card: "aside", render: ({ visits }) => count(visits) },
    { key: "last", title: t("behind.last"), numeric: true, render: ({ last_visit_on: last }) => last ?? "–" },
  ];
  return (
    <Drawer open onClose={close} title={title} size={480} destroyOnHidden>
      <p className="t2 below">{found.data ? <><b className="b">{t("behind.people", { n: count(found.data.count), count: found.data.count ?? 0 })}</b> {say(found.data.told)}</> : <Bone width="70%" />}</p>
      {may("edit_campaigns") && (
        <div className="row wraps below">
          {kept ? (
            <>
              <Link className="btn primary" to={`/p/${house}/guests?segment=${kept.code}`}>{t("behind.all")}</Link>
              <Link className="btn" to={`/p/${house}/campaigns/new?segment=${kept.code}`}>{t("behind.write")}</Link>
              <span className="t3 small">{t("behind.kept", { name: kept.name })}</span>
            </>
          ) : <Button onClick={() => keep.mutate()} loading={keep.isPending}>{t("behind.keep")}</Button>}
          {keep.isError && <span className="bad small" role="alert">{problemText(keep.error)}</span>}
        </div>
      )}
      <div className="panel">
        <div className="flush">
          {found.isError ? <ErrorState problem={found.error} retry={() => void found.refetch()} /> : (
            <DataTable label={title} dense columns={columns} rows={found.data?.sample} rowKey={({ id }) => id} bones={8} empty={<EmptyState title={t("behind.nobody")} />} />
          )}
        </div>
        {found.data && (found.data.count ?? 0) > found.data.sample.length && <footer><span>{t("behind.first", { n: found.data.sample.length })}</span></footer>}
      </div>
    </Drawer>
  );
}

const isChannel = (given: string | null | undefined): given is Channel => (CHANNELS as readonly (string | null | undefined)[]).includes(given);
