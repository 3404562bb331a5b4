/** What the protocol rests on, one name each. The checker shows for every one that without it something breaks. */
export interface Rules {
  /** Settling names the claim's token (`settlePush`). */
  settleNamesItsClaim: boolean
  /** `push_one_at_a_time`: one push of a company is being sent (`claimPush`). */
  oneAtATime: boolean
  /** A claim is refused where a newer period exists (`claimPush`). */
  claimSeesNewerPeriod: boolean
  /** A newer revision that came while sending makes the push wait again (`settlePush`). */
  settleSeesNewerRevision: boolean
  /** The count's row is locked while settling, so that a report which is just committing is waited for (`settlePush`). */
  settleLocksCount: boolean
  /** A call begins only while its claim holds (`mayStart`). */
  startOnlyUnderClaim: boolean
  /** A plan supersedes what waits, and nothing else (`planRun`). */
  planSupersedesOnlyWaiting: boolean
  /** A lost call is kept, and what may have been overwritten is sent once more (`confirmLostCalls`). */
  lostCallsAreConfirmed: boolean
  /** A lost call is over only by an answer that says so, never by one that is itself unsure (`settlePush`). */
  overOnlyByAnswer: boolean
  /** A worker that comes back after its lost call was given up is heard: what may have been overwritten is sent once more (`settlePush`). */
  lateNewsCounts: boolean
  /** A lost call that is over is kept while the company's count is being sent, and looked at again (`confirmLostCalls`). */
  confirmWaitsForCalls: boolean
  /** A count that was accepted after a lost call was over may have begun before, and is sent once more too (`confirmLostCalls`). */
  confirmLooksBack: boolean
  /** A last call that waits anyway is made an ordinary one by a lost call, which may not end without Gradient's yes (`confirmLostCalls`). */
  confirmEndsLastCall: boolean
  /** A claim that ran out is set waiting by the sweep, never taken over by another claim (`claimPush`). */
  claimsAreNotTakenOver: boolean
  /** The sweep takes back claims that ran out (`releaseLostClaims`). */
  sweepReleasesClaims: boolean
  /** Reports are compared with pushes after planning (`compareReports`). */
  sweepComparesAfterPlanning: boolean
  /** And a company that was new in the moment of the plan, so that it has no push at all, gets one (`compareReports`). */
  comparingOpensPushes: boolean
  /** A disconnect answers only when no claim is under way (`callsUnderWay`). */
  disconnectWaits: boolean
  /** A disconnect cancels what waits, in its own transaction (`disconnect`). */
  disconnectCancels: boolean
  /** A last call that could not be made leaves its push accepted only if it carried the number that was accepted (`settlePush`). */
  lastCallCarriesWhatWasAccepted: boolean
  /** An accepted number of a period that is no longer the newest is kept as a lost call that is over, so that the newest is sent after it (`settlePush`). */
  settleSeesNewerPeriod: boolean
  /** A lost call of an ended connection counts for the company's pushes on the next one (`confirmLostCalls`). */
  lostCallsOutliveConnection: boolean
  /** A claim is refused while the connection's key is in doubt (`claimPush`). */
  claimSeesDoubt: boolean
}

/** The protocol as it is meant to be. */
export const ALL_RULES: Rules = {
  settleNamesItsClaim: true,
  oneAtATime: true,
  claimSeesNewerPeriod: true,
  settleSeesNewerRevision: true,
  settleLocksCount: true,
  startOnlyUnderClaim: true,
  planSupersedesOnlyWaiting: true,
  lostCallsAreConfirmed: true,
  overOnlyByAnswer: true,
  lateNewsCounts: true,
  confirmWaitsForCalls: true,
  confirmLooksBack: true,
  confirmEndsLastCall: true,
  claimsAreNotTakenOver: true,
  sweepReleasesClaims: true,
  sweepComparesAfterPlanning: true,
  comparingOpensPushes: true,
  disconnectWaits: true,
  disconnectCancels: true,
  lastCallCarriesWhatWasAccepted: true,
  settleSeesNewerPeriod: true,
  lostCallsOutliveConnection: true,
  claimSeesDoubt: true,
}

/** What the world may do in one exploration. */
export interface World {
  /** Crashes, stops and lost answers in one history, at the most. */
  faults: number
  crashes: boolean
  /** A worker's process may be stopped (SIGSTOP) at any point, for any time, and resumed. */
  stops: boolean
  /** No good answer may come although the call was made. */
  lostAnswers: boolean
  /** Bytes may reach Gradient later than the caller's own time limit. */
  slowNetwork: boolean
  /** Such bytes may arrive, or such a worker come back, even later than `LOST_CALL_MS`. */
  slowerThanLostCallMs: boolean
  /** A process may be stopped between its last look at the clock and its write to the socket. */
  stopBeforeSocket: boolean
  /** A claim's statement may take any time inside Postgres between its snapshot and its write. */
  slowClaims: boolean
  /** The partner may disconnect. */
  disconnect: boolean
  /** And connect again, once, with a new run from the first period on. */
  reconnect: boolean
  /** The last call of a run may be opened again (`openRebuilds`). */
  lastCalls: boolean
  /** Postgres may commit a settling whose answer is lost, so that its worker says it again. */
  lostCommits: boolean
  /** Gradient may refuse the key, which puts it in doubt until a judge has looked. */
  doubts: boolean
  /** The company is new: it is registered in the transaction of its first report, as an import does it. */
  newCompany: boolean
  /** Whether period 1 is planned, with its first report, when the history begins. */
  firstPeriodPlanned: boolean
  /** Numbers in Gradient never go back, not even for a moment. */
  neverBack: boolean
  /** The number of each revision of each period; `repeats` where one stands twice. */
  repeats: boolean
  numbers: readonly (readonly number[])[]
}

/** Crashes anywhere, lost answers, a disconnect: but no process is stopped and no bytes are late. */
export const HEALTHY: World = {
  faults: 3,
  crashes: true,
  stops: false,
  lostAnswers: true,
  slowNetwork: false,
  slowerThanLostCallMs: false,
  stopBeforeSocket: false,
  slowClaims: false,
  disconnect: true,
  reconnect: false,
  lastCalls: true,
  lostCommits: false,
  doubts: false,
  newCompany: false,
  firstPeriodPlanned: false,
  neverBack: true,
  repeats: false,
  numbers: [
    [5, 7],
    [6, 8],
  ],
}

/** Processes stopped and resumed at any point, and bytes that arrive late, besides. */
export const STALLED: World = { ...HEALTHY, faults: 2, stops: true, slowNetwork: true, neverBack: false }
