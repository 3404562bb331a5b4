import type { PartnerRun } from '../live/use-connection.ts'
import { leftToSend } from './outcome.ts'

/** A run that was asked for on this page. */
export interface AskedRun {
  runId: string
  /** The newest run when it was asked for: the live connection tells of that one for a moment longer. */
  runBefore: string | undefined
  /** How many numbers it was to send. */
  toSend: number
}

/** Why what waits cannot go. */
export type Hold = 'needs_key' | 'sending_paused' | null

/** How far the sending of a month is. */
export type SendState =
  | { kind: 'idle' }
  /** Asked for; it is being prepared, or just ending. */
  | { kind: 'asked' }
  | { kind: 'sending'; done: number; total: number }
  | { kind: 'held'; why: NonNullable<Hold>; left: number }
  /** What was asked for here is over. */
  | { kind: 'over' }

/** Reads it from the newest run. Without `asked` the progress is that of the whole month, else that of the numbers that were asked for. */
export function sendStateOf(input: {
  period: string
  run: PartnerRun | null | undefined
  asked: AskedRun | null
  hold: Hold
}): SendState {
  const { period, run, asked, hold } = input
  if (run?.period !== period || (asked && run.runId === asked.runBefore && run.runId !== asked.runId))
    return { kind: asked ? 'asked' : 'idle' }
  if (asked && run.finishedAt !== null) return { kind: 'over' }
  const left = leftToSend(run.outcomes)
  if (left === 0) return { kind: asked ? 'asked' : 'idle' }
  if (hold !== null) return { kind: 'held', why: hold, left }
  const total = asked ? Math.max(asked.toSend, left) : run.expected
  return { kind: 'sending', done: Math.max(0, total - left), total }
}
