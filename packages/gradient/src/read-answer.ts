import type { Failure } from '@bridge/domain'
import type { z } from 'zod'
import { readBody, statusIn } from './answer-body.ts'
import { type AnswerFacts, type ClassifyContext, classify, type ErrorFacts } from './classify.ts'

/** How the good answer of a call is read. */
export interface AnswerReader<Value> {
  readonly schema: z.ZodType<Value>
  /** What a 2xx with an empty body means; absent where the body is needed. Each status that may be empty is listed. */
  readonly whenEmpty?: { readonly statuses: readonly number[]; readonly value: Value }
}

export type ReadAnswer<Value> =
  | { readonly ok: true; readonly value: Value; readonly httpStatus: number }
  | { readonly ok: false; readonly failure: Failure }

/**
 * Decides whether a call succeeded. A 2xx alone is not enough: a login page of a hotel's network is a 200 as well. Its body must be JSON that
 * can be read and that does not itself claim an error (or be empty, where that is allowed). All else is `classify`'s.
 */
export function readAnswer<Value>(
  facts: AnswerFacts | ErrorFacts,
  reader: AnswerReader<Value>,
  context: ClassifyContext,
): ReadAnswer<Value> {
  const failed = () => ({ ok: false, failure: classify(facts, context) }) as const
  if (facts.kind === 'error' || facts.httpStatus < 200 || facts.httpStatus > 299) return failed()
  const { httpStatus } = facts
  const body = readBody(facts.bodyText, facts.contentType)
  if (body.kind === 'empty' && reader.whenEmpty?.statuses.includes(httpStatus)) {
    return { ok: true, value: reader.whenEmpty.value, httpStatus }
  }
  if (body.kind !== 'json' || (statusIn(body.value) ?? 0) >= 400) return failed()
  const parsed = reader.schema.safeParse(body.value)
  return parsed.success ? { ok: true, value: parsed.data, httpStatus } : failed()
}
