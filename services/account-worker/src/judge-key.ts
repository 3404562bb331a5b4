import {
  callsUnderWay,
  doubtKey,
  type KeyDoubt,
  liftDoubt,
  markNeedsKey,
  nextToVouch,
  type OpenDoubt,
  openDoubt,
  stopForVendorKey,
} from '@bridge/db'
import { nudgeJudge, nudgeMail, PostponeJobError } from '@bridge/queue'
import { nudgeNow } from './nudge-now.ts'
import type { Parts } from './parts.ts'
import { type ProbeAnswer, probeKey } from './probe-key.ts'

/** Several partners may have replaced their keys since the last run, so one refused neighbour proves nothing yet. */
const OTHERS_AT_MOST = 3
const ASK_AGAIN_MS = 5_000
const LOOK_AGAIN_MS = 1_000

/**
 * Judges one doubted key. Gradient's token is the vendor's key and the partner's in one, and a 401 does not say which of them it
 * refuses. So another partner's key is asked: does Gradient take that one, the vendor's key is in order. Then the doubted key is asked once
 * more, last, because the vendor's may have been put right in between:
 *
 * - taken: one odd answer, or trouble that is over. The doubt is lifted. If that happened a few minutes ago already, it counts as refused.
 * - refused, and another's is taken or there is no other: this partner must paste a new key.
 * - refused, and so are the others: the vendor's key is broken. All sending stops, nobody is blamed, an operator is told.
 *
 * Calls that were under way when the doubt arose are waited for first: were it lifted before, their late refusals would look like
 * the same trouble again. No answer that tells, and it is asked again later; the connection stays in doubt so long. It may run twice,
 * late, or after a crash at any line: every verdict names the doubt that it is of.
 */
export async function judgeKey(parts: Parts, input: { connectionId: string }): Promise<void> {
  const doubt = await openDoubt(parts.db, input.connectionId)
  if (!doubt) return
  const others = await askOthers(parts, doubt)
  if (others !== 'refused' && (await callsUnderWay(parts.db, doubt.connectionId)) > 0)
    throw new PostponeJobError('calls with a key in doubt are still under way', LOOK_AGAIN_MS)
  const own = tellingOrThrow(await probeKey(parts, doubt.connectionId))
  const facts = { partnerId: doubt.partnerId, connectionId: doubt.connectionId, detail: doubt.reason }
  if (own.said === 'taken' && !doubt.again) {
    if (await liftDoubt(parts.db, doubt)) parts.log.warn(facts, 'Gradient refused a key once and takes it again')
    return
  }
  if (others === 'refused' || (own.said === 'taken' && others === 'suspect')) return stopAll(parts, doubt)
  const reason = own.said === 'refused' ? own.message : doubt.reason
  const mail = await markNeedsKey(parts.db, { ...doubt, doubtRound: doubt.round, reason })
  if (!mail) return
  parts.log.error(facts, 'Gradient refuses the key of a partner: it must paste a new one; its work waits')
  await nudgeNow(parts, nudgeMail(mail))
}

/** What the others say of the vendor's key: `vouched` and `suspect` (by one that is in the same trouble) say that it is taken. */
async function askOthers(parts: Parts, doubt: OpenDoubt): Promise<'vouched' | 'suspect' | 'refused' | 'nobody'> {
  const asked: string[] = []
  let refused = 0
  let silent: ProbeAnswer | undefined
  for (;;) {
    const other = await nextToVouch(parts.db, {
      except: [doubt.connectionId, ...asked],
      sinceAttemptId: doubt.newestAttemptId,
    })
    if (!other || (asked.length >= OTHERS_AT_MOST && !other.succeededSince)) break
    asked.push(other.connectionId)
    const answer = await probeKey(parts, other.connectionId)
    if (answer.said === 'taken') return other.suspect ? 'suspect' : 'vouched'
    if (answer.said === 'refused') {
      refused += 1
      const doubt = { ...answer, connectionId: other.connectionId, reason: answer.message }
      const raised = await doubtKey(parts.db, doubt)
      await nudgeNow(parts, raised ? nudgeJudge(raised) : undefined)
    } else silent = answer
  }
  if (silent) tellingOrThrow(silent)
  return refused > 0 ? 'refused' : 'nobody'
}

async function stopAll(parts: Parts, doubt: KeyDoubt): Promise<void> {
  const detail =
    'Gradient refuses the keys of several partners at once, which points to the vendor key. Check GRADIENT_VENDOR_API_KEY with Gradient, ' +
    'put it right, restart what uses it, then resume sending. No partner was asked for a new key.'
  if (await stopForVendorKey(parts.db, doubt, { detail, by: parts.worker }))
    parts.log.fatal({ connectionId: doubt.connectionId, detail }, 'the vendor key is refused: all sending has stopped')
}

function tellingOrThrow(answer: ProbeAnswer): Extract<ProbeAnswer, { said: 'taken' | 'refused' }> {
  if (answer.said === 'taken' || answer.said === 'refused') return answer
  throw new PostponeJobError(
    `a key in doubt cannot be judged yet: ${answer.message}`,
    answer.retryAfterMs ?? ASK_AGAIN_MS,
  )
}
