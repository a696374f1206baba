"""Every route of version 1, on one page, by resource."""

from django.urls import URLPattern, path

from api.hooks.messaging import MessagingHookView
from api.hooks.stripe import StripeHookView
from api.v1 import (
    approvals,
    audit,
    balances,
    benefits,
    billing,
    campaign_acts,
    campaign_planning,
    campaign_results,
    campaigns,
    chain,
    chain_programme,
    chain_segments,
    clerks,
    clock,
    coaching,
    consents,
    costs,
    coupons,
    desk_rules,
    desk_shift,
    desk_tasks,
    desk_today,
    documents,
    events,
    families,
    filings,
    first_run,
    guests,
    impersonation,
    imports,
    interactions,
    keys,
    messages,
    messaging_settings,
    notices,
    operator,
    opt_outs,
    owners,
    partner,
    points,
    products,
    profile,
    profit,
    programme,
    programme_reports,
    proposals,
    reach,
    redeeming,
    remarks,
    replies,
    reply_settings,
    reply_suggestions,
    reports,
    review,
    rewards,
    scripts,
    search,
    segments,
    session,
    sharing,
    sign_up,
    sources,
    staff,
    stays,
    tags,
    tiers,
    timeline,
    touches,
    training,
    visits,
    wallet,
    wallet_reading,
    webhooks,
    win_back,
    winning_reports,
)

CHAIN_REPORTS = {**reports.CHAIN, **programme_reports.CHAIN}
PROPERTY_REPORTS = {**reports.PROPERTY, **programme_reports.PROPERTY}

urlpatterns: list[URLPattern] = [
    # audit
    path("chains/<slug:chain>/audit", audit.AuditView.as_view()),
    # balances
    path("balances/<str:token>", balances.BalanceView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/balance-link", balances.BalanceLinkView.as_view()),
    # benefits
    path("properties/<slug:property>/benefit-uses/<int:id>/undo", benefits.BenefitUseUndoView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/benefits", benefits.GuestBenefitsView.as_view()),
    path(
        "properties/<slug:property>/guests/<int:id>/benefits/<str:code>/use",
        benefits.GuestBenefitUseView.as_view(),
    ),
    # billing
    path("chains/<slug:chain>/billing", billing.BillingView.as_view()),
    path("chains/<slug:chain>/billing/checkout", billing.CheckoutView.as_view()),
    path("chains/<slug:chain>/billing/invoices", billing.InvoicesView.as_view()),
    path("chains/<slug:chain>/billing/plan", billing.PlanChangeView.as_view()),
    path("chains/<slug:chain>/billing/portal", billing.PortalView.as_view()),
    path("chains/<slug:chain>/billing/preview", billing.PreviewView.as_view()),
    path("chains/<slug:chain>/billing/refresh", billing.RefreshView.as_view()),
    path("hooks/messaging/<slug:property>/<str:vendor>/<str:token>", MessagingHookView.as_view()),
    path("hooks/stripe", StripeHookView.as_view()),
    path("plans", billing.PlansView.as_view()),
    # chain and properties
    path("chains/<slug:chain>", chain.ChainSettingsView.as_view()),
    path("chains/<slug:chain>/programme", chain_programme.ChainProgrammeView.as_view()),
    path("chains/<slug:chain>/properties", chain.PropertiesView.as_view()),
    path("chains/<slug:chain>/properties/<slug:property>", chain.PropertySettingsView.as_view()),
    path("chains/<slug:chain>/properties/<slug:property>/close", chain.PropertyClosingView.as_view()),
    path("chains/<slug:chain>/properties/<slug:property>/reopen", chain.PropertyReopeningView.as_view()),
    # clerks and shifts
    path("properties/<slug:property>/clerks", clerks.ClerksView.as_view()),
    path("properties/<slug:property>/clerks/<int:id>", clerks.ClerkView.as_view()),
    path("properties/<slug:property>/shifts", clerks.ShiftsView.as_view()),
    # coupons
    path("properties/<slug:property>/coupon-batches", coupons.BatchesView.as_view()),
    path("properties/<slug:property>/coupon-batches/<int:id>", coupons.BatchView.as_view()),
    path("properties/<slug:property>/coupon-batches/<int:id>.csv", coupons.BatchFileView.as_view()),
    path("properties/<slug:property>/coupon-effects", coupons.EffectsView.as_view()),
    path("properties/<slug:property>/coupons/<str:code>", coupons.CouponView.as_view()),
    path("properties/<slug:property>/coupons/<str:code>/redeem", coupons.RedeemView.as_view()),
    path("properties/<slug:property>/coupons/<str:code>/refund", coupons.CouponRefundView.as_view()),
    path("properties/<slug:property>/coupons/<str:code>/void", coupons.CouponVoidView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/coupons", coupons.GuestCouponsView.as_view()),
    # documents
    path("openapi.json", documents.DocumentView.as_view()),
    # events
    path("chains/<slug:chain>/events", events.EventsView.as_view()),
    path("event-types", events.EventTypesView.as_view()),
    # first run
    path("chains/<slug:chain>/first-run", first_run.FirstRunView.as_view()),
    # guests
    path("properties/<slug:property>/guests", guests.GuestsView.as_view()),
    path("properties/<slug:property>/guests.csv", guests.GuestFileView.as_view(), {"form": "csv"}),
    path("properties/<slug:property>/guests.xlsx", guests.GuestFileView.as_view(), {"form": "xlsx"}),
    path("properties/<slug:property>/guests/<int:id>", guests.GuestView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/consents", consents.ConsentsView.as_view()),
    path("properties/<slug:property>/desk/keyword-rules", interactions.KeywordRulesView.as_view()),
    path("properties/<slug:property>/desk/keyword-rules/<str:code>", interactions.KeywordRuleView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/interactions", profile.InteractionsView.as_view()),
    path(
        "properties/<slug:property>/guests/<int:id>/proposals/<int:proposal>",
        proposals.ProposalView.as_view(),
    ),
    path("properties/<slug:property>/guests/<int:id>/timeline", timeline.TimelineView.as_view()),
    path("properties/<slug:property>/interactions", interactions.InteractionListView.as_view()),
    path("properties/<slug:property>/interactions/find", interactions.InteractionFindView.as_view()),
    path("properties/<slug:property>/preference-proposals", proposals.ProposalsView.as_view()),
    path("properties/<slug:property>/touches", touches.TouchesView.as_view()),
    path(
        "properties/<slug:property>/guests/<int:id>/interactions/<int:interaction>",
        profile.InteractionView.as_view(),
    ),
    path("properties/<slug:property>/guests/<int:id>/merge", guests.GuestMergeView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/phone", guests.GuestPhoneView.as_view()),
    path(
        "properties/<slug:property>/guests/<int:id>/preferences/<str:code>", profile.PreferenceView.as_view()
    ),
    path("properties/<slug:property>/guests/<int:id>/profile", profile.ProfileView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/reach", reach.ReachView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/remark", remarks.GuestRemarkView.as_view()),
    path(
        "properties/<slug:property>/guests/<int:id>/reply-suggestions",
        reply_suggestions.GuestReplyView.as_view(),
    ),
    path("properties/<slug:property>/guests/<int:id>/scripts", scripts.GuestScriptsView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/scripts/<str:code>", scripts.GuestScriptView.as_view()),
    path("properties/<slug:property>/reply-suggestions", reply_suggestions.ReplyView.as_view()),
    path("properties/<slug:property>/reply-uses", reply_suggestions.ReplyUsesView.as_view()),
    path("properties/<slug:property>/desk/facts", reply_settings.HouseFactsView.as_view()),
    path("properties/<slug:property>/desk/room-names", reply_settings.RoomNamesView.as_view()),
    path("properties/<slug:property>/desk/intents", reply_settings.IntentsView.as_view()),
    path("properties/<slug:property>/desk/intents/<str:code>", reply_settings.IntentView.as_view()),
    path("properties/<slug:property>/desk/reply-templates/try", reply_settings.TryTemplateView.as_view()),
    path(
        "properties/<slug:property>/desk/reply-templates/<str:intent>/<str:locale>/<int:step>",
        reply_settings.ReplyTemplateView.as_view(),
    ),
    path("properties/<slug:property>/desk/scripts", scripts.ScriptsView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/tags", guests.GuestTagsView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/unmerge", guests.GuestUnmergeView.as_view()),
    path(
        "properties/<slug:property>/guests/by-external-id/<path:external_id>",
        guests.GuestByExternalIdView.as_view(),
    ),
    # imports
    path("properties/<slug:property>/imports", imports.ImportsView.as_view()),
    path("properties/<slug:property>/imports/fields", imports.ImportFieldsView.as_view()),
    path("properties/<slug:property>/imports/<int:id>", imports.ImportView.as_view()),
    path("properties/<slug:property>/imports/<int:id>/mapping", imports.ImportMappingView.as_view()),
    path("properties/<slug:property>/imports/<int:id>/start", imports.ImportStartView.as_view()),
    path("properties/<slug:property>/imports/<int:id>/cancel", imports.ImportCancelView.as_view()),
    path("properties/<slug:property>/imports/<int:id>/rejects.csv", imports.ImportRejectsView.as_view()),
    # keys
    path("chains/<slug:chain>/keys", keys.KeysView.as_view()),
    path("chains/<slug:chain>/keys/<int:id>", keys.KeyView.as_view()),
    path("chains/<slug:chain>/keys/<int:id>/rotate", keys.KeyRotateView.as_view()),
    path("key-scopes", keys.KeyScopesView.as_view()),
    # reports: each as JSON, .csv and .xlsx, of a chain and of one property
    *(path(f"chains/<slug:chain>/reports/{name}", view.as_view()) for name, view in CHAIN_REPORTS.items()),
    *(
        path(f"chains/<slug:chain>/reports/{name}.{form}", reports.chain_file(name, form).as_view())
        for name in CHAIN_REPORTS
        for form in reports.FORMS
    ),
    *(
        path(f"properties/<slug:property>/reports/{name}", view.as_view())
        for name, view in PROPERTY_REPORTS.items()
    ),
    *(
        path(f"properties/<slug:property>/reports/{name}.{form}", reports.property_file(name, form).as_view())
        for name in PROPERTY_REPORTS
        for form in reports.FORMS
    ),
    *(
        path(f"chains/<slug:chain>/reports/{name}", view.as_view())
        for name, view in winning_reports.CHAIN.items()
    ),
    *(
        path(f"chains/<slug:chain>/reports/{name}.{form}", winning_reports.chain_file(name, form).as_view())
        for name in winning_reports.CHAIN
        for form in reports.FORMS
    ),
    *(
        path(f"properties/<slug:property>/reports/{name}", view.as_view())
        for name, view in winning_reports.PROPERTY.items()
    ),
    *(
        path(
            f"properties/<slug:property>/reports/{name}.{form}",
            winning_reports.property_file(name, form).as_view(),
        )
        for name in winning_reports.PROPERTY
        for form in reports.FORMS
    ),
    path("chains/<slug:chain>/reports/channel-coach", coaching.ChainCoachView.as_view()),
    path("chains/<slug:chain>/reports/contact-pool", coaching.ChainPoolView.as_view()),
    path("properties/<slug:property>/reports/channel-coach", coaching.PropertyCoachView.as_view()),
    path("properties/<slug:property>/reports/contact-pool", coaching.PropertyPoolView.as_view()),
    path("chains/<slug:chain>/reports/settlement", programme_reports.SettlementView.as_view()),
    *(
        path(
            f"chains/<slug:chain>/reports/settlement.{form}",
            programme_reports.settlement_file(form).as_view(),
        )
        for form in reports.FORMS
    ),
    # products, what guests had of them, costs, profit
    path("chains/<slug:chain>/reports/profit", profit.ChainProfit.as_view()),
    path("properties/<slug:property>/costs", costs.CostsView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/consumption", products.ConsumptionView.as_view()),
    path(
        "properties/<slug:property>/guests/<int:id>/consumption/<int:consumption>/take-back",
        products.ConsumptionTakeBackView.as_view(),
    ),
    path("properties/<slug:property>/products", products.ProductsView.as_view()),
    path("properties/<slug:property>/products/<str:code>", products.ProductView.as_view()),
    path("properties/<slug:property>/reports/profit", profit.PropertyProfit.as_view()),
    *(
        path(f"{place}/reports/profit.{form}", file(form).as_view())
        for place, file in (
            ("chains/<slug:chain>", profit.chain_file),
            ("properties/<slug:property>", profit.property_file),
        )
        for form in reports.FORMS
    ),
    # the desk's day
    path("properties/<slug:property>/desk/arrivals", desk_today.ArrivalsView.as_view()),
    path("properties/<slug:property>/desk/departures", desk_today.DeparturesView.as_view()),
    path("properties/<slug:property>/desk/hand-over", desk_shift.HandOverView.as_view()),
    path("properties/<slug:property>/desk/notes", desk_shift.DeskNotesView.as_view()),
    path("properties/<slug:property>/desk/notes/<int:id>", desk_shift.DeskNoteView.as_view()),
    path("properties/<slug:property>/desk/shift", desk_shift.ShiftPageView.as_view()),
    path("properties/<slug:property>/desk/surprise-rules", desk_rules.SurpriseRulesView.as_view()),
    path("properties/<slug:property>/desk/surprise-rules/preview", desk_rules.SurprisePreviewView.as_view()),
    path("properties/<slug:property>/desk/surprise-rules/<slug:code>", desk_rules.SurpriseRuleView.as_view()),
    path("properties/<slug:property>/desk/take-over", desk_shift.TakeOverView.as_view()),
    path("properties/<slug:property>/desk/tasks", desk_tasks.DeskTasksView.as_view()),
    path("properties/<slug:property>/desk/tasks/<int:id>", desk_tasks.DeskTaskView.as_view()),
    # owners
    path("properties/<slug:property>/colleagues", owners.ColleaguesView.as_view()),
    path("properties/<slug:property>/desk/departments", owners.DepartmentsView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/owner", owners.GuestOwnerView.as_view()),
    path("properties/<slug:property>/owner-rules", owners.OwnerRulesView.as_view()),
    path("properties/<slug:property>/owner-rules/apply", owners.OwnerRulesApplyView.as_view()),
    path("properties/<slug:property>/owner-rules/preview", owners.OwnerRulesPreviewView.as_view()),
    path("properties/<slug:property>/owner-transfers", owners.TransfersView.as_view()),
    path("properties/<slug:property>/owner-transfers/<int:id>/seen", owners.HandedSeenView.as_view()),
    path("properties/<slug:property>/owner-transfers/mine", owners.HandedToMeView.as_view()),
    path("properties/<slug:property>/workload", owners.WorkloadView.as_view()),
    # partner: loyalty as a PMS asks a loyalty partner for it
    path("partner/members", partner.PartnerEnrolView.as_view()),
    path("partner/members/search", partner.PartnerSearchView.as_view()),
    path("partner/memberships/link", partner.PartnerLinkView.as_view()),
    path("partner/memberships/list", partner.PartnerListView.as_view()),
    path("partner/memberships/unlink", partner.PartnerUnlinkView.as_view()),
    path("partner/memberships/<str:id>", partner.PartnerMembershipView.as_view()),
    # operator of the platform
    path("operator/chains", operator.OperatorChainsView.as_view()),
    path("operator/chains/<slug:chain>", operator.OperatorChainView.as_view()),
    path("operator/chains/<slug:chain>/billing", operator.OperatorBillingView.as_view()),
    path("operator/figures", operator.OperatorFiguresView.as_view()),
    path("operator/health", operator.OperatorHealthView.as_view()),
    path("operator/impersonations", impersonation.ImpersonationsView.as_view()),
    path("operator/impersonations/current", impersonation.ImpersonationEndView.as_view()),
    # points
    path("properties/<slug:property>/approvals", approvals.ApprovalsView.as_view()),
    path("properties/<slug:property>/approvals/<int:id>", approvals.ApprovalView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/family", families.FamilyView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/points", points.PointsView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/points/adjust", points.PointsAdjustView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/points/earn", points.PointsEarnView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/points/explain", points.PointsExplainView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/points/gap-gift", points.PointsGapGiftView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/points/purchase", points.PointsPurchaseView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/points/redeem", redeeming.PointsRedeemView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/points/reinstate", points.PointsReinstateView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/points/reverse", points.PointsReverseView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/points/transfer", points.PointsTransferView.as_view()),
    path("properties/<slug:property>/programme/coherence", points.CoherenceView.as_view()),
    # programme
    path("properties/<slug:property>/clock", clock.ClockView.as_view()),
    path("properties/<slug:property>/notices", notices.NoticesView.as_view()),
    path("properties/<slug:property>/notices/<int:id>/told", notices.NoticeToldView.as_view()),
    path("properties/<slug:property>/programme", programme.ProgrammeView.as_view()),
    path("properties/<slug:property>/programme/check", programme.CheckView.as_view()),
    path("properties/<slug:property>/programme/draft", programme.DraftView.as_view()),
    path("properties/<slug:property>/programme/templates", programme.TemplatesView.as_view()),
    path("properties/<slug:property>/programme/versions", programme.VersionsView.as_view()),
    path("properties/<slug:property>/programme/versions/<int:number>", programme.VersionView.as_view()),
    # remarks
    path("properties/<slug:property>/remark-tasks", remarks.TasksView.as_view()),
    path("properties/<slug:property>/remark-tasks/<int:id>", remarks.TaskView.as_view()),
    path("properties/<slug:property>/remark-tasks/<int:id>/confirm", remarks.ConfirmView.as_view()),
    path("properties/<slug:property>/remarks/parse", remarks.ParseView.as_view()),
    path("properties/<slug:property>/remarks/paste", remarks.PasteView.as_view()),
    # review list
    path("properties/<slug:property>/review-list", review.ReviewListView.as_view()),
    path("properties/<slug:property>/review-list/<int:id>", review.ReviewView.as_view()),
    # rewards and games
    path("properties/<slug:property>/fulfilments", rewards.FulfilmentsView.as_view()),
    path("properties/<slug:property>/fulfilments/<int:id>/cancel", rewards.FulfilmentCancelView.as_view()),
    path("properties/<slug:property>/fulfilments/<int:id>/confirm", rewards.FulfilmentConfirmView.as_view()),
    path("properties/<slug:property>/games", rewards.GamesView.as_view()),
    path("properties/<slug:property>/rewards", rewards.RewardsView.as_view()),
    # search
    path("search", search.SearchView.as_view()),
    # campaigns
    path("properties/<slug:property>/campaigns", campaigns.CampaignsView.as_view()),
    path("properties/<slug:property>/campaigns/calendar", campaign_planning.CampaignCalendarView.as_view()),
    path(
        "properties/<slug:property>/campaigns/suggestions",
        campaign_planning.CampaignSuggestionsView.as_view(),
    ),
    path("properties/<slug:property>/campaigns/<int:id>", campaigns.CampaignView.as_view()),
    path(
        "properties/<slug:property>/campaigns/<int:id>/approve", campaign_acts.CampaignApproveView.as_view()
    ),
    path("properties/<slug:property>/campaigns/<int:id>/audience", campaigns.CampaignAudienceView.as_view()),
    path("properties/<slug:property>/campaigns/<int:id>/edit", campaign_acts.CampaignEditView.as_view()),
    path("properties/<slug:property>/campaigns/<int:id>/launch", campaign_acts.CampaignLaunchView.as_view()),
    path("properties/<slug:property>/campaigns/<int:id>/pause", campaign_acts.CampaignPauseView.as_view()),
    path("properties/<slug:property>/campaigns/<int:id>/preview", campaigns.CampaignPreviewView.as_view()),
    path("properties/<slug:property>/campaigns/<int:id>/resume", campaign_acts.CampaignResumeView.as_view()),
    path("properties/<slug:property>/campaigns/<int:id>/stop", campaign_acts.CampaignStopView.as_view()),
    path("properties/<slug:property>/campaigns/<int:id>/submit", campaign_acts.CampaignSubmitView.as_view()),
    path("properties/<slug:property>/campaigns/<int:id>/targets", campaigns.CampaignTargetsView.as_view()),
    path("properties/<slug:property>/campaigns/<int:id>/test-send", campaigns.CampaignTestSendView.as_view()),
    # segments
    path("chains/<slug:chain>/segments", chain_segments.ChainSegmentsView.as_view()),
    path("chains/<slug:chain>/segments/<str:code>", chain_segments.ChainSegmentView.as_view()),
    path("chains/<slug:chain>/segments/<str:code>/push", chain_segments.ChainSegmentPushView.as_view()),
    path("properties/<slug:property>/segments", segments.SegmentsView.as_view()),
    path("properties/<slug:property>/segments/fields", segments.SegmentFieldsView.as_view()),
    path("properties/<slug:property>/segments/preview", segments.SegmentPreviewView.as_view()),
    path("properties/<slug:property>/segments/suggestions", segments.SegmentSuggestionsView.as_view()),
    path("properties/<slug:property>/segments/<str:code>", segments.SegmentView.as_view()),
    path("properties/<slug:property>/segments/<str:code>/freeze", segments.SegmentFreezeView.as_view()),
    path("properties/<slug:property>/segments/<str:code>/guests", segments.SegmentGuestsView.as_view()),
    # session
    path("invitations/<str:token>", session.InvitationView.as_view()),
    path("password-resets", session.ResetsView.as_view()),
    path("password-resets/<str:token>", session.ResetView.as_view()),
    path("session", session.SessionView.as_view()),
    path("session/password", session.PasswordView.as_view()),
    # sharing between properties
    path("chains/<slug:chain>/sharing", sharing.SharingView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/elsewhere", sharing.ElsewhereView.as_view()),
    path(
        "properties/<slug:property>/guests/<int:id>/points/spend-elsewhere",
        sharing.SpendElsewhereView.as_view(),
    ),
    # sign-up
    path("sign-ups", sign_up.SignUpsView.as_view()),
    path("sign-ups/<str:token>", sign_up.SignUpView.as_view()),
    path("sign-ups/<str:token>/slug", sign_up.SignUpSlugView.as_view()),
    # sources
    path("properties/<slug:property>/sources", sources.SourcesView.as_view()),
    path("properties/<slug:property>/sources/<str:source>", sources.SourceView.as_view()),
    # staff
    path("chains/<slug:chain>/invitations", staff.InvitationsView.as_view()),
    path("chains/<slug:chain>/invitations/<int:id>", staff.InvitationRevokeView.as_view()),
    path("chains/<slug:chain>/staff", staff.StaffView.as_view()),
    path("chains/<slug:chain>/staff/<uuid:id>", staff.StaffMemberView.as_view()),
    # stays
    path("properties/<slug:property>/stays", stays.StaysView.as_view()),
    path("properties/<slug:property>/stays/batch", stays.BatchView.as_view()),
    path("properties/<slug:property>/stays/<str:external_id>", stays.StayView.as_view()),
    # tags
    path("properties/<slug:property>/tags", tags.TagsView.as_view()),
    # tiers
    path("properties/<slug:property>/guests/<int:id>/tier/buy", tiers.TierBuyView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/tier/grant", tiers.TierGrantView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/tier/history", tiers.TierHistoryView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/tier/match", tiers.TierMatchView.as_view()),
    path("properties/<slug:property>/programme/generate", tiers.GenerateView.as_view()),
    path("properties/<slug:property>/programme/tier-advice", tiers.TierAdviceView.as_view()),
    path("properties/<slug:property>/tier-matches", tiers.TierMatchesView.as_view()),
    path("properties/<slug:property>/tier-matches/<int:id>", tiers.TierMatchReviewView.as_view()),
    # training
    path("properties/<slug:property>/training", training.TrainingView.as_view()),
    path("properties/<slug:property>/training/examples", training.TrainingExamplesView.as_view()),
    path("properties/<slug:property>/training/exercise", training.ExerciseView.as_view()),
    # visits
    path("properties/<slug:property>/visits", visits.VisitsView.as_view()),
    path("properties/<slug:property>/visits.csv", visits.VisitFileView.as_view(), {"form": "csv"}),
    path("properties/<slug:property>/visits.xlsx", visits.VisitFileView.as_view(), {"form": "xlsx"}),
    # wallet
    path("properties/<slug:property>/guests/<int:id>/wallet", wallet_reading.WalletView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/wallet/charges", wallet.ChargesView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/wallet/refunds", wallet.RefundsView.as_view()),
    path("properties/<slug:property>/guests/<int:id>/wallet/reverse", wallet.ReverseView.as_view()),
    *(
        path(
            f"properties/<slug:property>/guests/<int:id>/wallet/statement.{form}",
            wallet_reading.StatementView.as_view(),
            {"form": form},
        )
        for form in reports.FORMS
    ),
    path("properties/<slug:property>/guests/<int:id>/wallet/top-ups", wallet.TopUpsView.as_view()),
    path("properties/<slug:property>/wallet/receipts/<int:posting>", wallet_reading.ReceiptView.as_view()),
    path("properties/<slug:property>/wallet/refunds", wallet_reading.RefundListView.as_view()),
    path("properties/<slug:property>/wallet/refunds/<int:id>/payout", wallet.PayoutView.as_view()),
    # texts filed with SMS vendors
    path("properties/<slug:property>/messaging/filings", filings.FilingsView.as_view()),
    path("properties/<slug:property>/messaging/filings/preview", filings.FilingsPreviewView.as_view()),
    path("properties/<slug:property>/messaging/filings/<int:id>", filings.FilingView.as_view()),
    # messages
    path("properties/<slug:property>/messages", messages.MessagesView.as_view()),
    path("properties/<slug:property>/messages/<int:id>", messages.MessageView.as_view()),
    path("properties/<slug:property>/messages/<int:id>/settle", messages.MessageSettleView.as_view()),
    path("properties/<slug:property>/messaging/settings", messaging_settings.MessagingSettingsView.as_view()),
    path("properties/<slug:property>/messaging/status", messaging_settings.MessagingStatusView.as_view()),
    path("properties/<slug:property>/replies", replies.RepliesView.as_view()),
    path("properties/<slug:property>/replies/<int:id>/settle", replies.ReplySettleView.as_view()),
    # out of messages
    path("properties/<slug:property>/guests/<int:id>/opt-outs", opt_outs.GuestOptOutsView.as_view()),
    path("opt-outs/<str:token>", opt_outs.OptOutView.as_view()),
    path("clicks/<str:token>", opt_outs.ClickView.as_view()),
    # webhooks
    path("chains/<slug:chain>/webhooks", webhooks.WebhooksView.as_view()),
    path("chains/<slug:chain>/webhooks/<int:id>", webhooks.WebhookView.as_view()),
    path("chains/<slug:chain>/webhooks/<int:id>/deliveries", webhooks.DeliveriesView.as_view()),
    path("chains/<slug:chain>/webhooks/<int:id>/deliveries/<int:delivery>", webhooks.DeliveryView.as_view()),
    path(
        "chains/<slug:chain>/webhooks/<int:id>/deliveries/<int:delivery>/replay",
        webhooks.DeliveryReplayView.as_view(),
    ),
    path("chains/<slug:chain>/webhooks/<int:id>/replay", webhooks.WebhookReplayView.as_view()),
    path("chains/<slug:chain>/webhooks/<int:id>/rotate", webhooks.WebhookRotateView.as_view()),
    path("chains/<slug:chain>/webhooks/<int:id>/test", webhooks.WebhookTestView.as_view()),
    # the win-back board, and what campaigns brought
    path("chains/<slug:chain>/win-back/summary", win_back.WinBackSummaryView.as_view()),
    path(
        "properties/<slug:property>/campaigns/<int:id>/results",
        campaign_results.CampaignResultsView.as_view(),
    ),
    path("properties/<slug:property>/win-back", win_back.WinBackView.as_view()),
    path("properties/<slug:property>/win-back/<int:guest>/act", win_back.WinBackActView.as_view()),
]
