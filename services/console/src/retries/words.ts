import type { RetryCounts, RetryRefusal } from '@bridge/db'

/** Why counts are not sent again, of one and of several. */
const BECAUSE: Record<RetryRefusal, string> = {
  newer_number: 'because a newer number was sent',
  disconnected: 'because the partner disconnected',
  needs_key: 'because the partner’s key is refused: with a new one they go by themselves',
  under_way: 'because it is being sent already',
  accepted: 'because Gradient has it',
  no_usage: 'because nothing was reported',
}

/** A preview in a sentence: "43 counts will be sent, 2 refused because a newer number was sent, 1 because the partner disconnected." */
export function previewWords({ willBeSent, held, refused }: RetryCounts): string {
  const sent = willBeSent === 0 ? 'Nothing will be sent' : `${counts(willBeSent)} will be sent`
  const not = refused.map(({ why, count }, index) => `${number(count)} ${index === 0 ? 'refused ' : ''}${BECAUSE[why]}`)
  const words = `${[sent, ...not].join(', ')}.`
  if (held === 0) return words
  return `${words} Sending is stopped: ${held === willBeSent ? 'all of them wait' : `${number(held)} of them wait`} until it is resumed.`
}

function counts(many: number): string {
  return `${number(many)} ${many === 1 ? 'count' : 'counts'}`
}

function number(many: number): string {
  return many.toLocaleString('en-US')
}
