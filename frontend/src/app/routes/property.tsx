import { lazy } from "react";
import { Navigate, type RouteObject } from "react-router";
import { NotFound } from "../shell/Trouble";
import { deskRuleTabs, owningAndSelling } from "./deskRules";
import { propertyMembership } from "./membership";
import { propertyReports } from "./who";

const Today = lazy(() => import("@/features/today/TodayPage"));
const Worklist = lazy(() => import("@/features/worklist/WorklistPage"));
const Arrivals = lazy(() => import("@/features/arrivals/ArrivalsPage"));
const Shift = lazy(() => import("@/features/shift/ShiftPage"));
const Training = lazy(() => import("@/features/training/TrainingPage"));
const DeskRules = lazy(() => import("../pages/DeskRules"));
const Surprises = lazy(() => import("@/features/surprises/SurprisesPage"));
const Guests = lazy(() => import("@/features/guests/GuestsPage"));
const GuestCard = lazy(() => import("@/features/guest-card/GuestCardPage"));
const GuestTimeline = lazy(() => import("@/features/guest-card/TimelinePage"));
const Complaints = lazy(() => import("@/features/complaints/ComplaintsPage"));
const WinBack = lazy(() => import("@/features/win-back/WinBackPage"));
const Review = lazy(() => import("@/features/review/ReviewPage"));
const Visits = lazy(() => import("@/features/visits/VisitsPage"));
const Imports = lazy(() => import("@/features/imports/ImportsPage"));
const Import = lazy(() => import("@/features/imports/ImportPage"));
const Sources = lazy(() => import("@/features/sources/SourcesPage"));
const Programme = lazy(() => import("@/features/programme/ProgrammePage"));
const CouponBatches = lazy(() => import("@/features/coupon-batches/CouponBatchesPage"));
const Versions = lazy(() => import("@/features/programme/VersionsPage"));
const Redeem = lazy(() => import("@/features/rewards-desk/RedeemPage"));
const Vouchers = lazy(() => import("@/features/vouchers/VouchersPage"));
const MemberTasks = lazy(() => import("../pages/MemberTasks"));
const Notices = lazy(() => import("@/features/notices/NoticesPage"));
const Fulfilments = lazy(() => import("@/features/fulfilments/FulfilmentsPage"));
const Approvals = lazy(() => import("@/features/approvals/ApprovalsPage"));
const TierMatches = lazy(() => import("@/features/tier-matches/TierMatchesPage"));
const Reports = lazy(() => import("../pages/PropertyReports"));
const Remarks = lazy(() => import("@/features/remark-kpi/RemarksPage"));
const Campaigns = lazy(() => import("@/features/campaigns/CampaignsPage"));
const NewCampaign = lazy(() => import("@/features/campaigns/NewCampaignPage"));
const Campaign = lazy(() => import("@/features/campaigns/CampaignPage"));
const Calendar = lazy(() => import("@/features/campaign-calendar/CalendarPage"));
const Results = lazy(() => import("@/features/campaign-results/ResultsPage"));
const Messages = lazy(() => import("../pages/Messages"));
const MessageLog = lazy(() => import("@/features/messages/MessagesPage"));
const Replies = lazy(() => import("@/features/replies/RepliesPage"));
const Messaging = lazy(() => import("@/features/messaging-settings/MessagingSettingsPage"));
const Segments = lazy(() => import("@/features/segments/SegmentsPage"));
const Segment = lazy(() => import("@/features/segments/SegmentPage"));
const Staff = lazy(() => import("../pages/PropertyStaff"));
const Settings = lazy(() => import("../pages/PropertySettings"));

/** /p/:property/… One line per page; a page is the default export of its feature and is fetched when opened. */
export const propertyRoutes: RouteObject[] = [
  { index: true, element: <Today /> },
  { path: "remarks", element: <Worklist /> },
  { path: "arrivals", element: <Arrivals /> },
  { path: "shift", element: <Shift /> },
  { path: "training", element: <Training /> },
  { path: "desk-rules", element: <DeskRules />, children: [{ index: true, element: <Surprises /> }, ...deskRuleTabs] },
  { path: "guests", element: <Guests /> },
  { path: "guests/:guest", element: <GuestCard /> },
  { path: "guests/:guest/timeline", element: <GuestTimeline /> },
  { path: "complaints", element: <Complaints /> },
  { path: "review", element: <Review /> },
  { path: "win-back", element: <WinBack /> },
  { path: "visits", element: <Visits /> },
  { path: "imports", element: <Imports /> },
  { path: "imports/:job", element: <Import /> },
  { path: "sources", element: <Sources /> },
  { path: "programme", element: <Programme /> },
  { path: "programme/versions", element: <Versions /> },
  propertyMembership,
  { path: "coupon-batches", element: <CouponBatches /> },
  { path: "redeem", element: <Redeem /> },
  { path: "vouchers", element: <Vouchers /> },
  {
    path: "member-tasks", element: <MemberTasks />,
    children: [
      { index: true, element: <Navigate to="notices" replace /> },
      { path: "notices", element: <Notices /> },
      { path: "fulfilments", element: <Fulfilments /> },
      { path: "approvals", element: <Approvals /> },
      { path: "tier-matches", element: <TierMatches /> },
    ],
  },
  {
    path: "reports", element: <Reports />,
    children: [
      { index: true, element: <Navigate to="remarks" replace /> },
      { path: "remarks", element: <Remarks /> },
      ...propertyReports,
    ],
  },
  { path: "messages", element: <Messages />, children: [{ index: true, element: <MessageLog /> }, { path: "replies", element: <Replies /> }] },
  { path: "messaging", element: <Messaging /> },
  ...owningAndSelling,
  { path: "segments", element: <Segments /> },
  { path: "segments/new", element: <Segment /> },
  { path: "segments/:segment", element: <Segment /> },
  { path: "campaigns", element: <Campaigns /> },
  { path: "campaigns/new", element: <NewCampaign /> },
  { path: "campaigns/calendar", element: <Calendar /> },
  { path: "campaigns/:campaign", element: <Campaign /> },
  { path: "campaigns/:campaign/results", element: <Results /> },
  { path: "staff", element: <Staff /> },
  { path: "settings", element: <Settings /> },
  { path: "*", element: <NotFound /> },
];
