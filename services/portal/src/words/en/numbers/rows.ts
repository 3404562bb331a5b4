import { vendorName } from '../../../page-facts.ts'

/** What is told of one company in a row. */
export const rows = {
  outcome: {
    accepted: 'Sent',
    unmapped: 'To map',
    failed: 'Did not get through',
    refused: 'Refused',
    sending: 'Being sent',
    waiting: 'Waiting',
    no_usage: 'Nothing reported',
    cancelled: 'Cancelled',
    superseded: 'Not sent any more',
  },
  outcomeNote: {
    accepted: null,
    unmapped: 'Map it in Gradient; it follows by itself.',
    failed: 'Tried again every hour.',
    refused: `${vendorName} looks into it.`,
    sending: null,
    waiting: 'Goes by itself.',
    no_usage: 'Never sent as 0.',
    cancelled: 'Disconnected before it was sent.',
    superseded: 'A newer month took its place.',
  },
  waitingFor: {
    needs_key: 'Waits for a new key.',
    sending_paused: `${vendorName} has paused sending.`,
  },
  willBeSent: {
    usage: 'The number',
    final_zero: 'A last 0',
    no_usage: 'Nothing',
  },
  willBeSentNote: {
    usage: null,
    final_zero: 'It is archived: one 0 ends it.',
    no_usage: 'None reported yet; never sent as 0.',
  },
  account: {
    present: 'In Gradient',
    waiting: 'On its way to Gradient',
    failed: 'Not taken by Gradient',
    gone: 'Gone from Gradient',
    none: 'Not connected',
  },
  corrected: {
    reported_anew: (from: string, to: string, moment: string) =>
      `Corrected on ${moment}: ${vendorName} reported ${to} after Gradient had taken ${from}.`,
    came_back: (from: string, to: string, moment: string) =>
      `Came back on ${moment} with ${to}: it was archived, and Gradient had taken its last ${from}.`,
    notSent: 'Gradient still has the old number.',
  },
}
