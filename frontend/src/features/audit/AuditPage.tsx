import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Select } from "antd";
import { useTranslation } from "react-i18next";
import { api } from "@/api/client";
import type { AuditEntry, Page } from "@/api/types";
import { DataTable, type Column } from "@/components/DataTable";
import { PageHead } from "@/components/PageHead";
import { PropertyPicker, useReportPlace } from "@/components/PropertyPicker";
import { EmptyState, ErrorState } from "@/components/States";
import { moment } from "@/lib/dates";
import { useFilters } from "@/lib/filters";
import { useScope } from "@/session/scope";

const ACTIONS = [
  "guest.phone_read", "guest.edited", "guest.merged", "guest.unmerged", "guest.tagged", "report.exported", "import.received", "import.cancelled", "import.rejects_read", "source.mapped",
  "remark.assigned", "remark.undone", "review.settled", "staff.invited", "staff.invitation_withdrawn", "staff.changed", "staff.added", "staff.deactivated", "staff.password_set", "clerk.changed", "shifts.set",
  "key.made", "key.revoked", "chain.changed", "chain.opened", "property.opened", "property.changed",
  "staff.password_changed", "staff.password_reset", "key.changed", "key.rotated", "webhook.made", "webhook.changed", "webhook.rotated", "webhook.replayed", "webhook.disabled",
  "webhook.deleted", "billing.subscribed", "billing.state_changed", "billing.plan_chosen", "billing.plan_changed", "billing.quantity_changed", "billing.checkout_begun", "billing.details_changed", "billing.arranged",
  "billing.trial_lengthened", "billing.refused", "billing.second_cancelled", "property.closed", "chain.suspended", "chain.reopened", "chain.ending_notice", "impersonation.began", "impersonation.ended",
  "guest.profile", "guest.preference", "guest.interaction", "guest.interaction_changed", "guest.preference_proposal", "keyword_rule.changed", "touches.written", "guest.opt_out_ended", "segment.made", "segment.changed", "segment.frozen", "segment.archived", "segment.pushed", "chain.segment_made", "chain.segment_changed", "chain.segment_pushed",
  "guest.balance_link_made", "benefit.used", "benefit.undone", "chain.programme_published", "chain.sharing", "clock.moved", "coupon.batch_issued", "coupon.given", "coupon.redeemed",
  "coupon.refunded", "coupon.voided", "export.coupon_codes", "family.united", "family.left", "guest.card_read_elsewhere", "guest.consent", "member.enrolled", "member.linked",
  "member.unlinked", "notice.told", "points.spent_elsewhere", "programme.published", "programme.pushed", "reward.cancelled", "reward.handed_over", "tier.bought", "tier.claimed",
  "tier.granted", "tier.match_reviewed", "value.approved", "value.declined", "wallet.topped_up", "wallet.charged", "wallet.reversed", "wallet.reverse_asked", "wallet.refund_asked",
  "wallet.refunded", "wallet.refund_paid",
];

/** A fact in a few characters; nothing is left out that a person could read. */
function factText(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (Array.isArray(value)) return value.map(factText).join("、");
  if (typeof value === "object") return Object.entries(value).map(([key, inner]) => `${key} ${factText(inner)}`).join("，");
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** Who saw and did what, the newest first. */
export default function AuditPage() {
  const { t, i18n } = useTranslation("audit");
  const scope = useScope();
  const place = useReportPlace();
  const { params, set } = useFilters();
  const action = params.get("action");
  const property = place.property?.slug;
  const entries = useInfiniteQuery({
    queryKey: ["audit", scope.chain.slug, property, action],
    queryFn: ({ pageParam }) => api.get<Page<AuditEntry>>(`/chains/${scope.chain.slug}/audit`, { property, action, cursor: pageParam }),
    initialPageParam: "",
    getNextPageParam: (last) => last.next,
  });
  const names = new Map(scope.membership.properties.map(({ slug, name }) => [slug, name]));
  const word = (key: string) => {
    const path = `action.${key.replace(".", "_")}`;
    return i18n.exists(path, { ns: "audit" }) ? t(path) : key;
  };
  const columns: Column<AuditEntry>[] = [
    { key: "at", title: t("at"), card: "aside", render: (row) => <span className="t2">{moment(row.at, scope.timeZone)}</span> },
    { key: "who", title: t("who"), card: "title", render: (row) => <><span className="b">{row.actor.name || t(row.actor.kind === "key" ? "aKey" : "system")}</span> {row.actor.kind === "key" && <span className="tag">{t("aKey")}</span>}</> },
    { key: "what", title: t("what"), render: (row) => word(row.action) },
    { key: "where", title: t("where"), render: (row) => (row.property ? (names.get(row.property) ?? row.property) : "–") },
    { key: "subject", title: t("subject"), wrap: true, card: "whole", render: (row) => <><span>{row.subject}</span> <span className="cap t3" style={{ overflowWrap: "anywhere" }}>{factText(row.facts) === "" ? "" : factText(row.facts)}</span></> },
  ];
  return (
    <>
      <PageHead title={t("title")} about={t("about")}>
        <PropertyPicker place={place} />
        <Select allowClear value={action ?? undefined} placeholder={t("anyAction")} aria-label={t("what")} style={{ minWidth: 160 }} showSearch={{ optionFilterProp: "label" }} onChange={(next: string | undefined) => set({ action: next })} options={ACTIONS.map((value) => ({ value, label: word(value) }))} />
      </PageHead>
      <div className="panel">
        <div className="flush">
          {entries.isError ? <ErrorState problem={entries.error} retry={() => void entries.refetch()} /> : (
            <DataTable label={t("title")} dense columns={columns} rows={entries.data?.pages.flatMap(({ results }) => results)} rowKey={(row) => String(row.id)} bones={12} empty={action || property ? <EmptyState title={t("empty")}>{t("emptyHint")}</EmptyState> : <EmptyState title={t("none")}>{t("noneHint")}</EmptyState>} />
          )}
        </div>
        {entries.hasNextPage && <footer><span /><Button size="small" loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>{t("more", { ns: "common" })}</Button></footer>}
      </div>
    </>
  );
}
