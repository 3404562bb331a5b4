/** Every state of a push. A push is in exactly one: this is what "exactly one outcome" rests on. */
export const PUSH_STATES = [
  'waiting',
  'sending',
  'accepted',
  'unmapped',
  'no_usage',
  'refused',
  'failed',
  'cancelled',
  'superseded',
] as const

/** The state of a push; all but `waiting` and `sending` are outcomes of settled work. */
export type PushState = (typeof PUSH_STATES)[number]

/**
 * The legal moves, and why each exists. The ledger's statements name the states they expect from this table
 * (`movesInto`), so a move that is not here cannot be made.
 */
export const PUSH_MOVES = {
  waiting: {
    sending: 'claimed by a worker',
    cancelled: 'the partner disconnected',
    superseded: 'a newer period took its place',
  },
  sending: {
    accepted: 'Gradient answered 201',
    unmapped: 'Gradient answered 404: not mapped yet',
    refused: 'Gradient answered 400: our fault',
    failed: 'its retries are spent',
    waiting: 'to be tried again, its worker is gone, or a newer revision came while it was being sent',
    cancelled: 'the partner disconnected while it was being sent, and Gradient did not take it',
  },
  accepted: {
    waiting:
      'a newer revision; the last call of a run, which rebuilds the view in Gradient; a lost call that may have come after it; or its account is gone there',
  },
  unmapped: { waiting: 'a newer revision, a sweep, Send now, or an operator’s retry' },
  no_usage: { waiting: 'usage was reported after all' },
  refused: { waiting: 'a newer revision, Send now, or an operator’s retry' },
  failed: {
    waiting: 'a newer revision, a sweep, Send now, or an operator’s retry',
    sending: 'its job was retried in the queue dashboard',
    superseded: 'its job was retried after a newer period had begun',
    cancelled: 'the partner disconnected',
  },
  cancelled: {},
  superseded: {},
} as const satisfies Record<PushState, Partial<Record<PushState, string>>>

/** Whether a push may go from one state to another. */
export function mayMove(from: PushState, to: PushState): boolean {
  return to in PUSH_MOVES[from]
}

/** The states from which a push may come into `to`; what a conditional update names in its predicate. */
export function movesInto(to: PushState): PushState[] {
  return PUSH_STATES.filter((from) => mayMove(from, to))
}
