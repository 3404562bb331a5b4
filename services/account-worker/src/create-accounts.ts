import { type AccountToSend, markAccountFailed, markAccountsPresent } from '@bridge/db'
import { SyncCallError } from './errors.ts'
import { callGradient, orThrow, type SyncSession } from './sync-session.ts'

/** Accounts in one call. Gradient states no limit; a hundred keeps a refusal cheap to narrow down. */
const CHUNK = 100
/** A refused account is tried again after an hour, or at once by Sync Company Accounts. */
export const REFUSED_RETRY_MS = 3_600_000

/** Counts what is done, as it is done. */
export type Progress = (step: { done: number; failed: number }) => Promise<void>

/**
 * Makes accounts in Gradient, a hundred at a time. What Gradient does with one that is there already is not documented, so each
 * plausible answer works: an echo of all, an echo of some, or a 409 for the whole array. What was not echoed is read back;
 * what is refused is halved until the one that Gradient does not take stands alone, and that one is recorded with the reason.
 */
export async function createAccounts(
  session: SyncSession,
  accounts: AccountToSend[],
  progress: Progress,
): Promise<void> {
  for (let from = 0; from < accounts.length; from += CHUNK)
    await createChunk(session, accounts.slice(from, from + CHUNK), progress)
}

async function createChunk(session: SyncSession, chunk: AccountToSend[], progress: Progress): Promise<void> {
  const result = await callGradient(session, { name: 'create_accounts', accountCount: chunk.length }, (key, options) =>
    session.gradient.createAccounts(
      key,
      chunk.map(({ companyId, name }) => ({ id: companyId, name })),
      options,
    ),
  )
  if (!result.ok && result.failure.action !== 'read_back' && result.failure.action !== 'refuse') {
    throw new SyncCallError('create_accounts', result.failure)
  }
  const echoed = new Set(result.ok ? result.value.map((account) => account.id) : [])
  let rest = await settle(session, chunk, echoed, progress)
  if (rest.length === 0) return
  const listed = await listAccountIds(session)
  rest = await settle(session, rest, listed, progress)
  if (rest.length === 0) return
  const [only] = rest
  if (chunk.length === 1 && only) {
    const reason = result.ok ? 'Gradient answered with success but does not list the account' : result.failure.message
    session.log.warn(
      { partnerId: session.claim.partnerId, companyId: only.companyId, reason },
      'Gradient does not take an account',
    )
    await markAccountFailed(session.db, {
      ...session.claim,
      companyId: only.companyId,
      reason,
      retryInMs: REFUSED_RETRY_MS,
    })
    await progress({ done: 0, failed: 1 })
    return
  }
  if (rest.length < chunk.length) return createChunk(session, rest, progress)
  const half = Math.ceil(rest.length / 2)
  await createChunk(session, rest.slice(0, half), progress)
  await createChunk(session, rest.slice(half), progress)
}

async function settle(
  session: SyncSession,
  accounts: AccountToSend[],
  present: Set<string>,
  progress: Progress,
): Promise<AccountToSend[]> {
  const there = accounts.filter((account) => present.has(account.companyId))
  if (there.length > 0) {
    await markAccountsPresent(session.db, session.claim.connectionId, there)
    await progress({ done: there.length, failed: 0 })
  }
  return accounts.filter((account) => !present.has(account.companyId))
}

async function listAccountIds(session: SyncSession): Promise<Set<string>> {
  const listed = await orThrow(
    'list_accounts',
    callGradient(session, { name: 'list_accounts' }, (key, options) => session.gradient.listAccounts(key, options)),
  )
  return new Set(listed.map((account) => account.id))
}
