import { parseArgs } from 'node:util'
import type { PauseScope, RetryScope } from '@bridge/db'
import { scopeSchema } from '../retries/retry-body.ts'
import { reasonSchema } from '../wire.ts'

/** What somebody at the shell wants. Those that send or stop something carry a reason. */
export type Order =
  | { verb: 'run-status' | 'pauses' }
  | { verb: 'failures'; runId: string | undefined }
  | { verb: 'story'; partnerId: string; companyId: string }
  | { verb: 'search'; text: string }
  | { verb: 'retry-status'; id: string }
  | { verb: 'retry'; scope: RetryScope; seen: { token: string; reason: string } | undefined }
  | { verb: 'retry-stop'; id: string; reason: string }
  | { verb: 'pause'; scope: PauseScope; reason: string }
  | { verb: 'resume'; id: string; reason: string }

/** An order with how it is given: by whom, and in which form it is answered. */
export interface ReadOrder {
  order: Order
  as: string | undefined
  asJson: boolean
}

const text = { type: 'string' } as const
const options = {
  run: text,
  cause: text,
  outcomes: text,
  partner: text,
  period: text,
  push: { type: 'string', multiple: true },
  preview: text,
  reason: text,
  as: text,
  json: { type: 'boolean', default: false },
} as const
type Values = ReturnType<typeof parse>['values']

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function parse(args: string[]) {
  return parseArgs({ args, allowPositionals: true, options })
}

/** Reads the command line; `undefined` where it is not understood. */
export function readOrder(args: string[]): ReadOrder | undefined {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch {
    // An option that we do not know: the usage says which there are.
    return undefined
  }
  const { values, positionals } = parsed
  const order = orderOf(positionals, values)
  return order && { order, as: values.as, asJson: values.json }
}

function orderOf([verb, first, second, ...more]: string[], values: Values): Order | undefined {
  if (more.length > 0) return undefined
  const reason = values.reason === undefined ? undefined : reasonSchema.safeParse(values.reason).data
  if (values.reason !== undefined && reason === undefined) return undefined
  switch (verb) {
    case 'run-status':
    case 'pauses':
      return first === undefined ? { verb } : undefined
    case 'failures':
      return first === undefined && (values.run === undefined || UUID.test(values.run))
        ? { verb, runId: values.run }
        : undefined
    case 'story':
      return first !== undefined && second !== undefined ? { verb, partnerId: first, companyId: second } : undefined
    case 'search':
      return first !== undefined && second === undefined ? { verb, text: first } : undefined
    case 'retry-status':
      return first !== undefined && UUID.test(first) ? { verb, id: first } : undefined
    case 'retry': {
      const scope = scopeOf(values)
      const { preview: token } = values
      if (!scope || first !== undefined || (token !== undefined && reason === undefined)) return undefined
      return { verb, scope, seen: token !== undefined && reason !== undefined ? { token, reason } : undefined }
    }
    case 'retry-stop':
      return first !== undefined && UUID.test(first) && reason !== undefined ? { verb, id: first, reason } : undefined
    case 'pause': {
      const scope = pauseScopeOf(first, values.partner)
      return scope && reason !== undefined ? { verb, scope, reason } : undefined
    }
    case 'resume':
      return first !== undefined && /^\d{1,18}$/.test(first) && reason !== undefined
        ? { verb, id: first, reason }
        : undefined
    default:
      return undefined
  }
}

function scopeOf({ run, cause, outcomes, partner, period, push }: Values): RetryScope | undefined {
  const given = {
    ...(run === undefined ? {} : { runId: run }),
    ...(cause === undefined ? {} : { causeId: cause }),
    ...(outcomes === undefined ? {} : { outcomes: outcomes.split(',') }),
    ...(partner === undefined ? {} : { partnerId: partner }),
    ...(period === undefined ? {} : { period }),
    ...(push === undefined ? {} : { pushIds: push }),
  }
  return scopeSchema.safeParse(given).data
}

function pauseScopeOf(what: string | undefined, partnerId: string | undefined): PauseScope | undefined {
  if (what === undefined) return partnerId === undefined ? undefined : { partnerId }
  if (partnerId !== undefined) return undefined
  return what === 'all' || what === 'accounts' || what === 'billing' ? what : undefined
}
