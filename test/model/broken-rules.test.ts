import { describe, expect, test } from 'vitest'
import { explore } from './explore.ts'
import { ALL_RULES, HEALTHY, type Rules, STALLED, type World } from './rules.ts'

const OLDER = 'the push is accepted, and Gradient shows an older number'
const UNSENT = 'a reported number is never sent: the push is accepted'
const AFTER_204 = 'a call began after the disconnect was answered'

const planned = { firstPeriodPlanned: true }
const quiet: World = { ...HEALTHY, ...planned, faults: 0, neverBack: false }
const stalled: World = { ...STALLED, ...planned, faults: 1, disconnect: false, lastCalls: false }

/** A rule, the smallest world in which it is needed, what breaks without it, and how the shortest history that shows it ends. */
const NEEDED: [keyof Rules, World, string, RegExp][] = [
  ['settleNamesItsClaim', stalled, 'two calls at a time', /^worker A sends 5/],
  ['oneAtATime', quiet, 'two pushes are being sent at a time', /^worker B claims the push of period 2/],
  ['claimSeesNewerPeriod', { ...quiet, neverBack: true }, 'Gradient went back to an older number', /^Gradient takes 5/],
  ['settleSeesNewerRevision', quiet, UNSENT, /^worker A settles: accepted/],
  ['settleLocksCount', quiet, UNSENT, /^the report commits: 7/],
  ['startOnlyUnderClaim', { ...stalled, disconnect: true }, AFTER_204, /^worker A, resumed, sends 5/],
  ['planSupersedesOnlyWaiting', quiet, 'an illegal move: a push moved from sending to superseded', /claims the push/],
  ['lostCallsAreConfirmed', stalled, OLDER, /^worker A settles: accepted/],
  ['overOnlyByAnswer', { ...stalled, faults: 2, crashes: false }, OLDER, /^worker A settles: accepted/],
  ['lateNewsCounts', { ...stalled, slowerThanLostCallMs: true, crashes: false, lostAnswers: false }, OLDER, /settles/],
  ['confirmWaitsForCalls', stalled, OLDER, /^worker A settles: accepted/],
  ['confirmLooksBack', stalled, OLDER, /^worker A settles: accepted/],
  ['confirmEndsLastCall', { ...stalled, lastCalls: true }, OLDER, /its tries are spent$/],
  ['lastCallCarriesWhatWasAccepted', quiet, OLDER, /its tries are spent$/],
  ['claimsAreNotTakenOver', { ...stalled, disconnect: true, slowClaims: true }, AFTER_204, /^worker A sends 5/],
  ['sweepReleasesClaims', stalled, 'the system can never come to rest again', /dies, and its claim runs out$/],
  ['sweepComparesAfterPlanning', quiet, 'a reported number is never sent: the push is no_usage', /commits: its push/],
  [
    'comparingOpensPushes',
    { ...quiet, firstPeriodPlanned: false, newCompany: true },
    'a reported number is never sent: there is no push',
    /^planning of period 1 commits: no push/,
  ],
  ['disconnectWaits', quiet, AFTER_204, /^worker A sends 5/],
  ['disconnectCancels', { ...quiet, slowClaims: true }, AFTER_204, /^worker A sends 5/],
  [
    'lostCallsOutliveConnection',
    { ...stalled, disconnect: true, reconnect: true },
    OLDER,
    /^worker A settles: accepted/,
  ],
  ['claimSeesDoubt', { ...quiet, doubts: true }, 'a claim began while its key was in doubt', /^worker A claims/],
  ['settleSeesNewerPeriod', { ...quiet, slowClaims: true }, OLDER, /^worker A settles: accepted/],
]

describe('every rule is needed: without it the checker finds what breaks', () => {
  test.each(NEEDED)(
    '%s',
    (rule, world, breaks, ends) => {
      const { broken } = explore({ rules: { ...ALL_RULES, [rule]: false }, world })
      if (process.env['MODEL_TRACES'])
        process.stdout.write(`\nWithout ${rule}: ${broken?.rule}\n${broken?.trace.join('\n')}\n`)
      expect(broken?.rule).toBe(breaks)
      expect(broken?.trace.at(-1)).toMatch(ends)
    },
    120_000,
  )

  test('no rule is left out', () => {
    expect(NEEDED.map(([rule]) => rule).sort()).toEqual(Object.keys(ALL_RULES).sort())
  })

  test('the shortest history without the fence can be read', () => {
    const found = explore({ rules: { ...ALL_RULES, settleNamesItsClaim: false }, world: stalled })
    expect(found.broken?.trace).toEqual([
      'worker A claims the push of period 1: 5 (period 1, revision 1)',
      'worker A is stopped for longer than its claim lasts',
      'the sweep takes back the push of period 1',
      'worker B claims the push of period 1: 5 (period 1, revision 1)',
      'worker B sends 5 (period 1, revision 1)',
      'worker A, resumed, settles: not sent, it was too late to begin',
      'worker A claims the push of period 1: 5 (period 1, revision 1)',
      'worker A sends 5 (period 1, revision 1)',
    ])
  })

  test('without the fence an outcome that is said twice ends another claim, though no process was stopped', () => {
    const world: World = { ...quiet, faults: 1, crashes: false, lostAnswers: false, lostCommits: true }
    const { broken } = explore({ rules: { ...ALL_RULES, settleNamesItsClaim: false }, world })
    expect(broken?.rule).toBe('two calls at a time')
    expect(broken?.trace.join()).toContain('does not hear that it is written')
    expect(broken?.trace.join()).toContain('says again')
    expect(explore({ rules: ALL_RULES, world }).broken).toBeNull()
  })

  test('an exploration that grows beyond its limit says so', () => {
    expect(() => explore({ rules: ALL_RULES, world: quiet }, 100)).toThrow('more than 100 states')
  })
})
