import { vendorName } from '../../../page-facts.ts'

export const sending = {
  title: 'Sending',
  lastRun: (moment: string) => `Last billing run: ${moment}`,
  has: (held: string, all: string) => `Gradient has ${held} of ${all} numbers.`,
  hasAll: (all: string) => (all === '1' ? 'Gradient has the 1 number.' : `Gradient has all ${all} numbers.`),
  nothingToSend: 'Nothing was reported, so there is nothing to send.',
  notYet: 'Not sent to Gradient yet.',
  notYetHere: 'Not sent to Gradient yet since you connected anew.',
  never: 'Nothing was sent to Gradient for this month.',
  neverConnected: 'Nothing was sent to Gradient for this month, and you are not connected now.',
  connect: 'Connect Gradient',
  asked: 'One moment…',
  sendingNow: 'Sending to Gradient…',
  progress: (done: string, total: string) => `${done} of ${total}`,
  held: {
    needs_key: (left: string) => `${left} to be sent: waiting for a new key.`,
    sending_paused: (left: string) => `${left} to be sent: ${vendorName} has paused sending for now.`,
  },
  keyBad: 'Gradient no longer accepts your key, so nothing can be sent.',
  toKey: 'Paste a new key',
  left: {
    unmapped: (count: number) =>
      count === 1
        ? '1 company is still to be mapped in Gradient.'
        : `${count} companies are still to be mapped in Gradient.`,
    failed: (count: number) =>
      count === 1
        ? '1 number did not get through. It is tried again every hour.'
        : `${count} numbers did not get through. They are tried again every hour.`,
    refused: (count: number) =>
      count === 1
        ? `1 number was refused by Gradient. ${vendorName} looks into it.`
        : `${count} numbers were refused by Gradient. ${vendorName} looks into it.`,
    waiting: (count: number) => (count === 1 ? '1 number still waits.' : `${count} numbers still wait.`),
  },
  done: (month: string) => `${month} was sent`,
  doneNothing: 'Nothing new was taken',
  taken: (taken: string, all: string) => `Gradient took ${taken} of the ${all} numbers that were to be sent.`,
}
