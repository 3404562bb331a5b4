import { type AccountToSend, markAccountFailed, markAccountsPresent } from '@bridge/db'
import { type Progress, REFUSED_RETRY_MS } from './create-accounts.ts'
import { SyncCallError } from './errors.ts'
import { callGradient, type SyncSession } from './sync-session.ts'

/** Gives accounts their company's present name, one call each (there is no array form). A refused name is recorded with the reason. */
export async function renameAccounts(
  session: SyncSession,
  accounts: AccountToSend[],
  progress: Progress,
): Promise<void> {
  for (const account of accounts) {
    const result = await callGradient(session, { name: 'update_account', accountCount: 1 }, (key, options) =>
      session.gradient.updateAccount(key, { id: account.companyId, name: account.name }, options),
    )
    if (result.ok) {
      await markAccountsPresent(session.db, session.claim.connectionId, [account])
      await progress({ done: 1, failed: 0 })
      continue
    }
    const { failure } = result
    if (failure.action !== 'refuse' && failure.action !== 'read_back' && failure.httpStatus !== 404)
      throw new SyncCallError('update_account', failure)
    await markAccountFailed(session.db, {
      ...session.claim,
      companyId: account.companyId,
      reason: `rename to "${account.name}": ${failure.message}`,
      retryInMs: REFUSED_RETRY_MS,
    })
    await progress({ done: 0, failed: 1 })
  }
}
