import type { PushState } from '@bridge/domain'

const number = new Intl.NumberFormat('en-US')
const companies = (many: number) => (many === 1 ? '1 company' : `${number.format(many)} companies`)
const users = (many: number) => (many === 1 ? '1 billable user' : `${number.format(many)} billable users`)

/** English. Everything that mails and the breakdown file say stands here. */
export const words = {
  language: 'en',
  number: (value: number) => number.format(value),
  month: (period: string) =>
    new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${period}-01T00:00:00Z`),
    ),
  moment: (at: Date, timeZone: string) =>
    new Intl.DateTimeFormat('en-US', {
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
      timeZoneName: 'short',
    }).format(at),
  subject: (of: {
    vendorName: string
    period: string
    companies: number
    counts: Record<'accepted' | 'unmapped', number>
  }) => {
    const toMap = of.counts.unmapped > 0 ? `, ${number.format(of.counts.unmapped)} to map` : ''
    const sent = `${number.format(of.counts.accepted)} of ${companies(of.companies)} sent`
    return `${of.vendorName} to Gradient, ${words.month(of.period)}: ${sent}${toMap}`
  },
  title: (period: string) => `Billable users of ${words.month(period)}`,
  about: (of: { vendorName: string; partnerName: string; period: string }) =>
    `What ${of.vendorName} sent to Gradient for ${of.partnerName}: the billable users of each company in ${words.month(of.period)}.`,
  asOf: (moment: string) => `As of ${moment}.`,
  sums: 'In short',
  noCompanies: 'There was no company to bill.',
  sum: {
    accepted: (many: number, sentUsers: number) => `${companies(many)} sent, with ${users(sentUsers)} in all.`,
    unmapped: (many: number) => `${companies(many)} to map in Gradient: see below.`,
    no_usage: (many: number) =>
      `${companies(many)} without a number: nothing was reported, so nothing was sent. A missing number is not a zero.`,
    refused: (many: number) =>
      `${companies(many)} refused by Gradient. That is ours to put right, and we look into it.`,
    failed: (many: number) =>
      `${companies(many)} did not get through. They are tried again every hour until the next month is billed.`,
    waiting: (many: number) => `${companies(many)} still waiting to be sent.`,
    sending: (many: number) => `${companies(many)} being sent at this moment.`,
    cancelled: (many: number) => `${companies(many)} not sent, because the connection was ended before.`,
    superseded: (many: number) => `${companies(many)} not sent, because a newer month took the place of this one.`,
  } satisfies Record<PushState, (many: number, sentUsers: number) => string>,
  toMap: (many: number) => `To map in Gradient: ${companies(many)}`,
  toMapHow:
    'Gradient has an account for each of these, by exactly this name, and does not know yet which client of your PSA it is. Map them there; the numbers follow by themselves within an hour.',
  all: 'All companies',
  column: { company: 'Company', users: 'Users', result: 'Result' },
  id: (id: string) => `Id ${id}`,
  noNumber: 'none',
  corrected: (from: number) => `corrected, was ${number.format(from)}`,
  result: {
    accepted: 'Sent',
    unmapped: 'To map in Gradient',
    no_usage: 'Nothing reported',
    refused: 'Refused by Gradient',
    failed: 'Did not get through yet',
    waiting: 'Waits for its turn',
    sending: 'Being sent',
    cancelled: 'Not sent: disconnected',
    superseded: 'Not sent: a newer month came',
  } satisfies Record<PushState, string>,
  waits: { needs_key: 'Waits for a new key', sending_paused: 'Waits: sending is paused' },
  more: (many: number, fileName: string | null) =>
    fileName === null ? `and ${number.format(many)} more` : `and ${number.format(many)} more in ${fileName}`,
  attached: (fileName: string) => `Attached: ${fileName}, with every company.`,
  open: 'Open the page',
  openIt: (url: string) => `Open the page: ${url}`,
  entry: (vendorName: string) => `If you are not signed in there, it tells you how to get in from ${vendorName}.`,
  why: (of: { vendorName: string; partnerName: string }) =>
    `You get this because yours is the admin address of ${of.partnerName} at ${of.vendorName}.`,
  keyStopped: {
    subject: (vendorName: string) => `${vendorName}: Gradient no longer accepts your key`,
    title: 'Gradient no longer accepts your key',
    since: (of: { vendorName: string; partnerName: string; organizationName: string; moment: string }) =>
      `Since ${of.moment} Gradient refuses the Partner API Key with which ${of.vendorName} sends the numbers of ${of.partnerName} to ${of.organizationName}. Nothing can be sent until there is a new key.`,
    meaning: 'No number is lost: they wait, and follow by themselves once there is a new key.',
    what: 'What to do',
    steps: (vendorName: string) => [
      `In Gradient, open ${vendorName} among the integrations and make a new key. If you disconnected there, connect again first.`,
      'Open the page, choose Gradient, and paste the new key.',
    ],
    stays: 'Your accounts and mappings in Gradient stay as they are, unless you disconnected there.',
  },
}

/** What became of a line, in a few words. */
export function resultOf(row: { outcome: PushState; waitingReason: keyof typeof words.waits | null }): string {
  return row.waitingReason === null ? words.result[row.outcome] : words.waits[row.waitingReason]
}
