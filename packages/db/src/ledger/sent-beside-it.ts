import { sql } from 'kysely'

/**
 * Of the last call `settled`: another count of its partner was under way beside it, and may have come to Gradient after it, so that the view lacks it. One whose outcome is
 * just being written is still seen as `sending` here.
 */
export const sentBesideIt = sql`exists (select from push beside
  where beside.connection_id = settled.connection_id and beside.partner_id = settled.partner_id and beside.period = settled.period
    and beside.id <> settled.id
    and (beside.outcome in ('waiting', 'sending') or beside.outcome = 'accepted' and beside.settled_at >= settled.was_due_at))`
