import { sql } from 'kysely'
import { notPaused } from '../pauses.ts'

/** Why nothing that is due of a partner goes on now. */
export type HeldBy = 'needs_key' | 'key_in_doubt' | 'sending_paused'

/** Of a push `p` and its connection `c`: why it cannot go on, while it waits. */
export const pushHeldBy = sql<HeldBy | null>`
  case when p.outcome <> 'waiting' then null
    when c.status = 'needs_key' then 'needs_key'
    when c.key_in_doubt_since is not null then 'key_in_doubt'
    when not (${notPaused('billing', sql`p.partner_id`)}) then 'sending_paused' end`
