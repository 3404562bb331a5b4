import { company } from './numbers/company.ts'
import { figures } from './numbers/figures.ts'
import { list } from './numbers/list.ts'
import { rows } from './numbers/rows.ts'
import { sendNow } from './numbers/send-now.ts'
import { sending } from './numbers/sending.ts'

export const numbers = {
  title: 'Numbers',
  titleOf: (month: string) => `Numbers of ${month}`,
  titleSoFar: (month: string) => `${month}, so far`,
  stale: (moment: string) => `These numbers are as of ${moment}: newer ones could not be had. We keep trying.`,
  notFetched: (moment: string) =>
    `What you asked for could not be had. What was shown before stays; it is as of ${moment}.`,
  month: {
    label: 'Month',
    thisMonth: 'so far',
    notSent: 'not sent',
    noNumbers: 'no numbers',
    sent: (held: string, all: string) => `${held} of ${all} sent`,
    earlier: (month: string) => `Earlier month: ${month}`,
    later: (month: string) => `Later month: ${month}`,
    noEarlier: 'There is no earlier month',
    noLater: 'There is no later month',
  },
  about: {
    loading: 'What would be sent to Gradient if the month ended now.',
    preview: (moment: string) =>
      `What would be sent to Gradient if the month ended now. It is sent by itself on ${moment}.`,
    previewNotConnected: 'What would be sent to Gradient if you were connected and the month ended now.',
    closed: 'The month closed last.',
    open: 'The month closed last. What comes in or is corrected now still follows by itself.',
    past: 'This month is over: what was sent last stands.',
  },
  closed: {
    title: (month: string) => `${month}, the month closed last`,
    notSent: 'Its numbers have not been sent to Gradient.',
    sent: (held: string, all: string) => `Gradient has ${held} of its ${all} numbers.`,
    open: (month: string) => `See ${month}`,
  },
  figures,
  mail: {
    sent: (recipient: string, moment: string) => `Mailed to ${recipient} on ${moment}.`,
    waiting: 'The breakdown is about to be mailed.',
    bounced: (recipient: string) => `The breakdown could not be mailed: the address ${recipient} was refused.`,
    failed: 'The breakdown could not be mailed.',
    notSent: 'The breakdown was not mailed.',
    somebody: 'your address',
  },
  sending,
  sendNow,
  chart: {
    title: 'Billable users by month',
    titleOf: (company: string) => `Billable users of ${company} by month`,
    users: 'Billable users',
    asTable: 'The same as a table',
    month: 'Month',
    inGradient: 'In Gradient',
    soFar: 'so far',
    nothing: 'Nothing reported',
    none: 'Nothing was reported yet.',
    notSent: 'Not sent',
    newest: (months: number) => `The newest ${months} months are drawn; the table has all.`,
  },
  list,
  ...rows,
  company,
  files: {
    csv: 'CSV',
    csvLabel: 'Download the list as CSV',
    csvChosenLabel: 'Download the shown companies as CSV',
    breakdown: 'Breakdown',
    breakdownLabel: 'Download the breakdown',
    busy: 'Fetching…',
    numbersName: (period: string) => `numbers-${period}.csv`,
    breakdownName: (period: string) => `breakdown-${period}.html`,
  },
}
