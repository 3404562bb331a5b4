import { markAnnounced } from '@bridge/db'
import { callGradient, orThrow, type SyncSession } from './sync-session.ts'

/**
 * Tells Gradient once that the partner's key has arrived: status `pending` lights up "Next" in its wizard. It is never sent to an
 * integration that is `active`, which it would pull back, nor again to one that is `pending` (gradient-api.md, "Status of the
 * integration"). The status is read first, so a lost answer or a crash here costs no second `pending`.
 */
export async function announce(session: SyncSession): Promise<void> {
  if (session.claim.announced) return
  const organization = await orThrow(
    'organization',
    callGradient(session, { name: 'organization' }, (key, options) => session.gradient.getOrganization(key, options)),
  )
  const active = organization.status === 'active'
  if (!active && organization.status !== 'pending') {
    await orThrow(
      'set_status',
      callGradient(session, { name: 'set_status' }, (key, options) =>
        session.gradient.setStatus(key, 'pending', options),
      ),
    )
  }
  await markAnnounced(session.db, session.claim.connectionId, active)
}
