import {
  billedMonths,
  companyStory,
  countConnections,
  currentRun,
  type Db,
  getBillingRun,
  getPushDetail,
  listActions,
  listBillingRuns,
  listFailureGroups,
  listRetries,
  listRunPartners,
  listRunPushes,
  oldestDue,
  previewRetry,
  recentCalls,
  searchAll,
  signsOfLife,
} from '@bridge/db'
import { shiftPeriod } from '@bridge/domain'

const PAGE = { after: null, limit: 51 }

/** What the pages' answers are read by, with the values that the pages give: the statements of which are to be explained. */
export async function consoleReads(db: Db): Promise<Record<string, () => Promise<unknown>>> {
  const run = await currentRun(db, { mostTroubled: 20 })
  if (!run) throw new Error('there is no run')
  const { period, id: runId } = run
  const causeId = (await listFailureGroups(db, { period }))[0]?.causeId ?? ''
  const [push] = await listRunPushes(db, { period, outcome: 'accepted', after: null, limit: 1 })
  if (!push) throw new Error('nothing was accepted')
  const { pushId, partnerId, companyId } = push
  const lines = { period, ...PAGE }
  const all = ['failed', 'refused', 'unmapped'] as const
  return {
    'the current run': () => currentRun(db, { mostTroubled: 20 }),
    'twelve months': () => billedMonths(db, { since: shiftPeriod(period, -11), until: period }),
    'recent calls': () => recentCalls(db),
    'oldest due': () => oldestDue(db),
    connections: () => countConnections(db),
    'signs of life': () => signsOfLife(db),
    runs: () => listBillingRuns(db, PAGE),
    'a run': () => getBillingRun(db, runId),
    'a run by partner': () => listRunPartners(db, { ...lines, sort: 'failed' }),
    'a run by company': () => listRunPushes(db, lines),
    'a run by company, a text': () => listRunPushes(db, { ...lines, search: 'zürcher' }),
    'a run by company, a text that is nowhere': () => listRunPushes(db, { ...lines, search: 'nothing like it' }),
    'failures by cause': () => listFailureGroups(db, { period }),
    'failures of one cause': () => listRunPushes(db, { ...lines, causeId }),
    'preview of all of a run': () => previewRetry(db, { runId, outcomes: [...all] }),
    retries: () => listRetries(db, PAGE),
    'a push': () => getPushDetail(db, { pushId, limit: 500 }),
    story: () => companyStory(db, { partnerId, companyId, limit: 500 }),
    search: () => searchAll(db, { text: 'nothing like it', limit: 20 }),
    'audit, a text that is nowhere': () => listActions(db, { search: 'nothing like it', before: null, limit: 51 }),
  }
}
