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
      /** The same number was taken before. */
      isAgain: boolean
      /** By a connection that is over. */
      isFormer: boolean
    }

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
      isAgain,
      isFormer: attempt.connectionId !== connectionId,
    }
  })
  return [...calls, ...reports].toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? 1 : -1))
}
