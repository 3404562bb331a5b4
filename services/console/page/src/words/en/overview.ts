import { plural } from './plural.ts'

/** What a sentence about the current run is made of, as it is written. */
interface RunFacts {
  period: string
  expected: string
  settled: string
  open: string
  canGoOn: string
  trouble: string
  missing: string
}

export const overview = {
  title: 'Overview',
  about: 'Is the month complete, and does every part do its work. Numbers come from Postgres, live.',
  toRun: 'Open the run',
  alarm: (missing: string, period: string, isTooMany: boolean) =>
    isTooMany
      ? `${period} has ${missing} pushes more than expected.`
      : missing === '1'
        ? `1 push of ${period} is missing.`
        : `${missing} pushes of ${period} are missing.`,
  alarmAbout: 'Expected is not the sum of the outcomes: this is a defect, tell an engineer at once.',
  run: {
    title: (period: string) => `Billing run of ${period}`,
    titleNone: 'Billing run',
    none: 'There has been no billing run yet. The first begins by itself on the 1st.',
  },
  verdict: {
    missing: ({ period, missing }: RunFacts) => `${period} does not add up: ${missing} missing`,
    planning: ({ period }: RunFacts) => `${period} is being planned`,
    stopped: ({ period, open }: RunFacts) => `${period} is not complete: sending is stopped with ${open} to go`,
    overdue: ({ period, open }: RunFacts) => `${period} is not complete, and the deadline is over: ${open} to go`,
    late: ({ period, open }: RunFacts) => `${period} will be late as it goes now: ${open} to go`,
    stuck: ({ period, canGoOn }: RunFacts) => `${period} stands still: ${canGoOn} could go, and nobody sends them`,
    running: ({ period, settled, expected }: RunFacts) => `${period} is on its way: ${settled} of ${expected} settled`,
    held: ({ period, open }: RunFacts) =>
      `${period} is sent but for ${open} that wait for a key, or for sending to be resumed`,
    complete_with_trouble: ({ period, trouble }: RunFacts) =>
      `${period} has every outcome, ${trouble} of them failed or refused`,
    complete: ({ period }: RunFacts) => `${period} is complete`,
  },
  figures: {
    progress: 'Settled',
    settled: (settled: string, expected: string) => `${settled} of ${expected}`,
    rate: 'Rate now',
    perSecond: (rate: string) => `${rate} a second`,
    ofBudget: (budget: string) => `of Gradient’s budget of ${budget}`,
    deadline: 'Deadline',
    left: (duration: string) => `in ${duration}`,
    past: (duration: string) => `${duration} ago`,
    noDeadline: 'none: it was requested',
    forecast: 'Forecast end',
    inTime: (duration: string) => `in ${duration}`,
    unknown: 'not known: nothing is being sent',
    nothingLeft: 'nothing left to send',
  },
  trouble: {
    title: 'Partners with trouble',
    byCause: 'Failures by cause',
    waitsFor: 'Waits for',
    none: 'No partner has trouble.',
    accountsFailed: (accounts: number) => plural(accounts, 'account was refused', 'accounts were refused'),
    more: (partners: string) => `${partners} more: see the run by partner`,
  },
  months: {
    title: 'The last twelve months',
    about: (from: string, to: string, countedAt: string) =>
      from === to
        ? `Pushes of ${to} by what became of them.`
        : `Pushes by what became of them, from ${from} to ${to}. Those before ${to} were counted at ${countedAt}.`,
    asTable: 'The same as a table',
    missed: 'missed: nothing was sent',
    none: 'No month was billed yet.',
  },
  health: {
    title: 'Health',
    allWell: 'All well',
    troubled: (parts: number) => plural(parts, 'part in trouble', 'parts in trouble'),
    since: 'Since',
    state: { ok: 'Well', trouble: 'In trouble', unknown: 'Not known' },
    part: {
      scheduler: 'Scheduler',
      'account workers': 'Account workers',
      'billing workers': 'Billing workers',
      'mail worker': 'Mail worker',
      gateway: 'Gateway',
      redis: 'Redis',
      postgres: 'Postgres',
      gradient: 'Gradient',
      smtp: 'SMTP',
    } as Record<string, string>,
  },
  queues: {
    title: 'Queues',
    queue: 'Queue',
    waiting: 'Waiting',
    active: 'Active',
    delayed: 'Delayed',
    failed: 'Failed',
    away: 'Redis does not answer. Work goes on from Postgres.',
    paused: 'paused',
    batches: 'up to 25 counts to a job',
    oldest: 'Oldest due work, by Postgres',
    pushes: 'Pushes',
    syncs: 'Accounts',
    mails: 'Mails',
    nothingDue: 'none',
  },
  connections: {
    title: 'Connections',
    state: { active: 'Active', pending: 'Pending', needs_key: 'Needs key', disconnected: 'Disconnected' },
  },
}
