import { vendorName } from '../../../page-facts.ts'

export const sendNow = {
  button: 'Send now',
  busy: 'Sending…',
  title: (month: string) => `Send ${month} now?`,
  titleNothing: (month: string) => `${month} is sent`,
  first: (companies: string) =>
    companies === '1'
      ? 'The number of 1 company is sent to Gradient, for the first time over this connection.'
      : `The numbers of ${companies} companies are sent to Gradient, for the first time over this connection.`,
  firstSum: (users: string) => `Together they are ${users} billable users.`,
  firstNone: 'Nothing was reported for this month, so no number is sent.',
  noUsageLeftOut: 'Companies for which nothing was reported are left out: a missing number is never sent as 0.',
  again: (total: number) => (total === 1 ? '1 number is sent once more:' : `${total} numbers are sent once more:`),
  unmapped: (count: number) =>
    count === 1 ? '1 whose company was not mapped' : `${count} whose companies were not mapped`,
  failed: (count: number) => (count === 1 ? '1 that did not get through' : `${count} that did not get through`),
  refused: (count: number) => (count === 1 ? '1 that Gradient refused' : `${count} that Gradient refused`),
  held: (count: number) =>
    count === 1
      ? 'Gradient has 1 number already. It is not sent again.'
      : `Gradient has ${count} numbers already. They are not sent again.`,
  noUsage: (count: number) =>
    count === 1
      ? 'For 1 company nothing was reported, so nothing is sent for it.'
      : `For ${count} companies nothing was reported, so nothing is sent for them.`,
  nothing: 'Gradient has every number that was reported. There is nothing to send.',
  underWay: (left: number) =>
    left === 1 ? '1 number is being sent already.' : `${left} numbers are being sent already.`,
  paused: `${vendorName} has paused sending for now: they wait, and go by themselves afterwards.`,
  byItself: 'What is reported, corrected or mapped later follows by itself.',
  action: 'Send now',
  cancel: 'Not now',
  noAnswer: `${vendorName} did not answer. If it has begun, it goes on without this page, which shows it as soon as the connection is back. Doing it twice does no harm.`,
}
