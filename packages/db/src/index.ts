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
export { type Connected, connect, type Db } from './connect.ts'
export {
  anyLiveConnectionId,
  callsUnderWay,
  disconnect,
  insertConnection,
  type KeyedOrganization,
  liveConnection,
  markAnnounced,
  markNeedsKey,
  replaceKey,
  type SealedKeyColumns,
} from './connections.ts'
export { type Claim, claimPush, supersedeIfStale } from './ledger/claim.ts'
export { advanceNudges, duePushes } from './ledger/due.ts'
export { dueRebuilds, finishRuns, openRebuild, type PartnerRunKey, partnerRunIsOver } from './ledger/finish.ts'
export { type Planned, planRun } from './ledger/plan-run.ts'
export { type NudgedPush, reviseOpenPushes } from './ledger/revise.ts'
export { type Settled, type Settlement, settlePush } from './ledger/settle.ts'
export { type RunOrder, type StartedRun, startRun, unplannedRuns } from './ledger/start-run.ts'
export { type SweptPushes, sweepPushes } from './ledger/sweep-pushes.ts'
export { migrate } from './migrate.ts'
export { migrationsDone } from './migrations-done.ts'
export { openPause, pauseSending, resumeSending } from './pauses.ts'
export { accountProgressProblem, billingProgressProblem } from './progress.ts'
export type { Tables } from './tables.ts'
export { findVendorServiceOnce, vendorServiceId } from './vendor-service.ts'
