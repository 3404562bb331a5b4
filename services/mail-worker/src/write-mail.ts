import { writeBreakdown, writeKeyStopped } from '@bridge/breakdown'
import { type MailClaim, readBreakdown } from '@bridge/db'
import type { Message } from './mail-door.ts'
import type { Parts } from './parts.ts'

/** Makes a mail's words, from how things stand at this moment. */
export async function writeMail(
  { db, clock, vendorName, timeZone }: Pick<Parts, 'db' | 'clock' | 'vendorName' | 'timeZone'>,
  claim: MailClaim,
  pageUrl: string,
): Promise<Pick<Message, 'subject' | 'html' | 'text' | 'attachment'>> {
  const { partnerId, partnerName, period, organizationName, keyStoppedAt } = claim
  const common = { vendorName, partnerName, timeZone, pageUrl }
  if (period === null)
    return { ...writeKeyStopped({ ...common, organizationName, since: keyStoppedAt }), attachment: null }
  const rows = await readBreakdown(db, { partnerId, period })
  const { csv, fileName, ...words } = writeBreakdown({ ...common, period, rows, asOf: clock.now() })
  return { ...words, attachment: { fileName, csv } }
}
