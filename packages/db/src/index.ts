export {
  advanceSyncNudges,
  claimSync,
  finishSync,
  type NudgedSync,
  recordSyncProgress,
  releaseSync,
  renewSync,
  requestAccountSync,
  type SyncClaim,
  sweepSyncs,
} from './account-syncs.ts'
export {
  type AccountToSend,
  type AccountWork,
  deferAccounts,
  markAccountFailed,
  markAccountsPresent,
  reconcileAccounts,
} from './accounts.ts'
export { recordAttempt } from './attempts.ts'
export {
  type ActionScope,
  type Actor,
  listActions,
  type OperatorAction,
  type RecordedAction,
  recordAction,
} from './audit.ts'
export { onlyAddsToAudit } from './audit-rights.ts'
export { type BillingPeriod, type BreakdownMail, listBillingPeriods } from './billing-periods.ts'
export {
  type PreviewCursor,
  type PreviewOrder,
  type PreviewRow,
  type PreviewTotals,
  previewBilling,
} from './billing-preview.ts'
export {
  type BillingCursor,
  type BillingRow,
  type Correction,
  getBillingRow,
  listBillingRows,
  type RowOrder,
  type RowSort,
  type SortedRow,
} from './billing-rows.ts'
export {
  type BillingRun,
  countRunTrouble,
  getBillingRun,
  listBillingRuns,
  type RunCursor,
} from './billing-runs.ts'
export { type BoardReason, findBoardReason, keepBoardReason } from './board-reasons.ts'
export { readBreakdown } from './breakdown.ts'
export { openBreakdownMails, sweepBreakdownMails } from './breakdown-mails.ts'
export { archiveCompany, type Company, getCompany, listCompanies, putCompany } from './companies.ts'
export { type CompanyHistory, type CountAttempt, getCompanyHistory } from './company-history.ts'
export { type Connected, connect, type Db, type Tx } from './connect.ts'
export {
  type AccountSyncView,
  type ConnectionView,
  syncAllAccounts,
  viewAccountSync,
  viewConnection,
} from './connection-reads.ts'
export {
  anyLiveConnectionId,
  insertConnection,
  type KeyedOrganization,
  liveConnection,
  markAnnounced,
  markNeedsKey,
  replaceKey,
  type SealedKeyColumns,
} from './connections.ts'
export {
  callsLeft,
  callsUnderWay,
  disconnect,
  endFarewell,
  type Farewell,
  oldCallsUnderWay,
  renewFarewell,
} from './disconnect.ts'
export {
  abandonIdempotent,
  type BegunKey,
  beginIdempotent,
  finishIdempotent,
  type IdempotencyKey,
  type KeptAnswer,
  renewIdempotent,
  sweepIdempotencyKeys,
} from './idempotency-keys.ts'
export { type ImportRow, importRows } from './imports.ts'
export {
  doubtKey,
  type KeyDoubt,
  keysInDoubt,
  liftDoubt,
  nextToVouch,
  type OpenDoubt,
  openDoubt,
  stopForVendorKey,
} from './key-doubts.ts'
export { beginProbe, endProbe, type KeyProbe } from './key-probes.ts'
export { type Claim, claimablePushes, claimDue, claimPush, claimPushes, supersedeIfStale } from './ledger/claim.ts'
export { alarmOverdueRuns, type OverdueRun } from './ledger/deadline.ts'
export { advanceNudges, duePushes } from './ledger/due.ts'
export { arePartnerRunsOver, dueRebuilds, finishRuns, openRebuilds, type PartnerRunKey } from './ledger/finish.ts'
export { confirmLostCalls, releaseLostClaims } from './ledger/lost-calls.ts'
export { type MissedRun, markMissedRuns, type PastTick } from './ledger/missed-months.ts'
export { type Planned, planRun } from './ledger/plan-run.ts'
export { type NudgedPush, reviseOpenPushes } from './ledger/revise.ts'
export { type Settled, type Settlement, settlePush } from './ledger/settle.ts'
export { settleAccepted } from './ledger/settle-accepted.ts'
export { type RunOrder, type StartedRun, startRun, unplannedRuns } from './ledger/start-run.ts'
export { type SweptPushes, sweepPushes } from './ledger/sweep-pushes.ts'
export { runByOperator, sweepByOperator, syncByOperator } from './levers/orders.ts'
export { type OrderedPause, pauseByOperator, resumeByOperator } from './levers/pauses.ts'
export {
  advanceMailNudges,
  claimMail,
  dueMails,
  type MailClaim,
  type MailSettlement,
  mailProgressProblem,
  type NudgedMail,
  settleMail,
  sweepMails,
} from './mails.ts'
export type { ImportRejection, MergedImport } from './merge-import.ts'
export { migrate } from './migrate.ts'
export { migrationsDone } from './migrations-done.ts'
export {
  endOperatorSession,
  findOperatorSession,
  insertOperatorSession,
  type OperatorSession,
  sweepOperatorAccess,
} from './operator-sessions.ts'
export {
  disableOperator,
  enableOperator,
  findOperator,
  insertOperator,
  listOperators,
  type Operator,
  type OperatorRole,
  operatorByIdentity,
  setOperatorPassword,
} from './operators.ts'
export { type BilledMonth, billedMonths } from './overview/billed-months.ts'
export { type CurrentRun, currentRun, type TroubledPartner } from './overview/current-run.ts'
export { countConnections, type OldestDue, oldestDue } from './overview/oldest-due.ts'
export { type RecentCalls, recentCalls } from './overview/recent-calls.ts'
export { type SignsOfLife, signsOfLife } from './overview/signs-of-life.ts'
export { type PartnerRun, viewNewestRun, viewNewestSync } from './partner-watch.ts'
export { getPartner, listPartners, lockPartner, type Partner, putPartner } from './partners.ts'
export {
  isPaused,
  liftPause,
  listOpenPauses,
  openNewPause,
  openPause,
  type Pause,
  type PauseScope,
  pauseSending,
  resumeSending,
} from './pauses.ts'
export { enterByPortalLink, insertPortalLink, type PortalEntry } from './portal-links.ts'
export {
  endPortalSession,
  findPortalSession,
  isOwnRun,
  type PortalSession,
  sweepPortalAccess,
} from './portal-sessions.ts'
export { accountProgressProblem, billingProgressProblem, type OwedRun, runProgressProblem } from './progress.ts'
export { isRefusedForItsRows } from './refused-for-its-rows.ts'
export { type OrderedRetry, orderRetry, stopRetry } from './retries/order.ts'
export { previewRetry, type RetryCounts, type RetryPreview } from './retries/preview.ts'
export { releaseRetries } from './retries/release.ts'
export {
  RETRIED_STATES,
  RETRY_REFUSALS,
  type RetriedState,
  type RetryRefusal,
  type RetryScope,
} from './retries/scope.ts'
export { getRetry, listRetries, type RetryCursor, type RetryView } from './retries/view.ts'
export { retryOnDeadlock } from './retry-on-deadlock.ts'
export { type FailureGroup, listFailureGroups } from './runs/failure-groups.ts'
export type { HeldBy } from './runs/held-by.ts'
export { getPushDetail, type PushAttempt, type PushDetail, type PushRevision } from './runs/push-detail.ts'
export {
  listRunPartners,
  RUN_PARTNER_SORTS,
  type RunPartner,
  type RunPartnerCursor,
  type RunPartnerSort,
} from './runs/run-partners.ts'
export { listRunPushes, type RunPush, type RunPushCursor, type RunPushFilter } from './runs/run-pushes.ts'
export { giveTablesToServices } from './services-user.ts'
export { shareSyncRequests } from './share-sync-requests.ts'
export { countSignInTry, forgetSignInTries } from './sign-in-tries.ts'
export { createSpareSlots } from './spare-slots.ts'
export type { ReportingCall } from './story/reported-by.ts'
export { type Found, searchAll } from './story/search.ts'
export type { StoryEvent, StoryKind } from './story/sources.ts'
export { companyStory, type Story } from './story/story.ts'
export { askForSweep, beginSweep, endSweep, type SweepView, sweepIsAsked, viewSweep } from './sweeps.ts'
export type { Tables } from './tables.ts'
export {
  findLiveToken,
  type IntegrationToken,
  insertToken,
  listTokens,
  revokeToken,
  TOKEN_REVOKED_CHANNEL,
  touchToken,
} from './tokens.ts'
export { listUnmappedCompanies, type UnmappedCompanies, type UnmappedCompany } from './unmapped-companies.ts'
export { listUsage, type PutUsage, putUsage, type StoredUsage, type UsageReport, type UsageRevision } from './usage.ts'
export { findVendorServiceOnce, vendorServiceId } from './vendor-service.ts'
