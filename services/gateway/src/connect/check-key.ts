import { isPaused } from '@bridge/db'
import type { Failure } from '@bridge/domain'
import type { Secret } from '@bridge/vault'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../problem.ts'
import { stopAll, type Vouched } from './vouch.ts'

/** No key of Gradient's is shorter (gradient-api.md, "Address and credentials"), so Gradient need not be asked. */
const SHORTEST_KEY = 8

/** Whose key it is. */
export interface KeyOwner {
  organizationId: string
  organizationName: string
}

/**
 * Asks Gradient whose key this is, ahead of all bulk calls. `GET /organization` is the documented way to check one. Nothing is
 * kept here, whatever comes of it; a 403 stops all sending, since going on could get the vendor key blocked for everybody.
 * A refusal is blamed on the pasted key only where another partner's key is taken (`vouch`), or nobody else can be asked.
 * @throws ProblemError `partner_key_rejected`, `gradient_unavailable` or `sending_paused`
 */
export async function checkKey(
  deps: Deps & { vouch: (partnerId: string) => Promise<Vouched> },
  input: { partnerId: string; partnerKey: Secret },
): Promise<KeyOwner> {
  if (input.partnerKey.reveal().length < SHORTEST_KEY) throw rejected('it is too short to be one')
  if (await isPaused(deps.db, { partnerId: input.partnerId, calls: 'any' })) throw sendingPaused()
  const result = await deps.gradient.getOrganization(input.partnerKey, { priority: 'interactive' })
  if (result.ok) {
    const { organizationId, integrationId, name } = result.value
    const id = organizationId ?? integrationId
    if (id === null) throw unavailable(null)
    return { organizationId: id, organizationName: name ?? id }
  }
  if (result.notStarted) throw unavailable(null)
  const { failure } = result
  deps.log.warn(
    { partnerId: input.partnerId, reason: failure.reason, httpStatus: failure.httpStatus, answer: failure.message },
    'a partner key could not be checked',
  )
  if (failure.action === 'stop_all') {
    await stopAll(deps, input.partnerId, failure)
    throw sendingPaused()
  }
  if (failure.action === 'refuse') throw rejected(failure.message)
  if (failure.action !== 'needs_key') throw unavailable(failure)
  throw refusal(failure, await deps.vouch(input.partnerId))
}

function refusal(failure: Failure, vouched: Vouched): ProblemError {
  switch (vouched) {
    case 'taken':
    case 'nobody':
      return rejected(failure.message)
    case 'refused':
      return ownAccessRefused()
    case 'paused':
      return sendingPaused()
    case 'no_answer':
      return unavailable(failure)
  }
}

function rejected(why: string): ProblemError {
  return new ProblemError(
    'partner_key_rejected',
    `Gradient does not accept this Partner API Key (${why}). In Gradient, open the integration, make a new key, and paste the whole of it. Nothing was kept.`,
  )
}

function unavailable(failure: Failure | null): ProblemError {
  const seconds = Math.min(600, Math.max(5, Math.ceil((failure?.retryAfterMs ?? 0) / 1000)))
  return new ProblemError(
    'gradient_unavailable',
    'The key could not be checked, because Gradient did not give a usable answer. Nothing was kept or changed; try again in a moment.',
    { headers: { 'retry-after': String(seconds) } },
  )
}

function ownAccessRefused(): ProblemError {
  return new ProblemError(
    'gradient_unavailable',
    'The key could not be checked: our own access to Gradient is being refused at the moment, which is no fault of this key. Nothing was kept or changed; try again later.',
    { headers: { 'retry-after': '60' } },
  )
}

function sendingPaused(): ProblemError {
  return new ProblemError(
    'sending_paused',
    'Calls to Gradient are paused until an operator resumes them. Nothing was kept or changed.',
    { headers: { 'retry-after': '300' } },
  )
}
