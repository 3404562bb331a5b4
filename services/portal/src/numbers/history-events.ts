import type { Shape } from '../api/client.ts'
import { type AttemptAnswer, attemptAnswerOf } from './attempt-answer.ts'

type History = Pick<Shape<'CompanyHistory'>, 'connectionId' | 'revisions' | 'attempts'>

/** One thing that happened to a company in a month. */
export type HistoryEvent =
  /** `before`: the number that stood there until then; null for the first. */
  | { kind: 'reported'; at: string; users: number; revision: number; before: number | null }
  | {
      kind: 'sent'
      at: string
      users: number | null
      answer: AttemptAnswer
      httpStatus: number | null
      /** Gradient's words, or ours where it said none. */
      message: string | null
      /** How often in a row it was sent and answered so, `at` being the last time and `firstAt` the first. */
      times: number
      firstAt: string
      /** The same number was taken before. */
      isAgain: boolean
      /** By a connection that is over. */
      isFormer: boolean
    }

type Sent = Extract<HistoryEvent, { kind: 'sent' }>

/** What was reported and what was sent, as one story: the newest first. */
export function historyEventsOf({ connectionId, revisions, attempts }: History): HistoryEvent[] {
  const usersOf = new Map(revisions.map(({ revision, billableUsers }) => [revision, billableUsers]))
  const reports = revisions.map((report): HistoryEvent => {
    const { revision, billableUsers: users, reportedAt: at } = report
    return { kind: 'reported', at, users, revision, before: usersOf.get(revision - 1) ?? null }
  })
  const calls = attempts.map((attempt, index): HistoryEvent => {
    const answer = attemptAnswerOf(attempt)
    const isAgain = attempts
      .slice(index + 1)
      .some(
        (earlier) =>
          earlier.connectionId === attempt.connectionId &&
          earlier.revision === attempt.revision &&
          attemptAnswerOf(earlier) === 'taken',
      )
    return {
      kind: 'sent',
      at: attempt.finishedAt,
      users: attempt.unitCount,
      answer,
      httpStatus: attempt.httpStatus,
      message: attempt.message,
      times: 1,
      firstAt: attempt.finishedAt,
      isAgain,
      isFormer: attempt.connectionId !== connectionId,
    }
  })
  const events = [...calls, ...reports].toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1))
  const told: HistoryEvent[] = []
  for (const event of events) {
    const later = told.at(-1)
    if (later && isRepeat(later, event)) told.splice(-1, 1, { ...later, times: later.times + 1, firstAt: event.at })
    else told.push(event)
  }
  return told
}

/** What is not mapped is tried every hour, for weeks: that is one thing to tell. */
function isRepeat(later: HistoryEvent, earlier: HistoryEvent): later is Sent {
  return (
    later.kind === 'sent' &&
    earlier.kind === 'sent' &&
    later.answer !== 'taken' &&
    later.answer === earlier.answer &&
    later.users === earlier.users &&
    later.message === earlier.message &&
    later.isFormer === earlier.isFormer
  )
}
