import { hash as hashOnce } from 'node:crypto'
import { type Db, findLiveToken, TOKEN_REVOKED_CHANNEL, touchToken } from '@bridge/db'
import type { Clock, Log } from '@bridge/runtime'
import { Client } from 'pg'

const KNOWN_FOR_MS = 30_000
const LISTEN_AGAIN_AFTER_MS = 2_000
const MOST_KNOWN = 1_000

/** Who may call: integration tokens by their text. */
export interface TokenDirectory {
  /** The token's id, or `undefined` where it is unknown or revoked. */
  find(text: string): Promise<string | undefined>
  close(): Promise<void>
}

/** The SHA-256 of a token's text: all that is ever kept of it. */
export function hashToken(text: string): Buffer {
  return hashOnce('sha256', text, 'buffer')
}

/**
 * Opens the directory. Good tokens are remembered for half a minute, and forgotten the moment Postgres tells that one was revoked;
 * while that line to Postgres is down nothing is remembered. Use is noted at most once a minute and never waited for.
 */
export async function openTokenDirectory(deps: {
  db: Db
  databaseUrl: string
  clock: Clock
  log: Log
}): Promise<TokenDirectory> {
  const known = new Map<string, { id: string; untilMs: number }>()
  let listener: Client | undefined
  let listening = false
  /** Goes up with every revocation: what was looked up before one is not remembered after it. */
  let revocations = 0
  let closed = false
  let again: NodeJS.Timeout | undefined

  function forget(): void {
    revocations += 1
    known.clear()
  }

  async function listen(): Promise<void> {
    const client = new Client({
      connectionString: deps.databaseUrl,
      application_name: 'gateway-tokens',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    })
    listener = client
    const lost = () => {
      if (listener !== client) return
      listener = undefined
      listening = false
      forget()
      void client.end().catch(() => undefined)
      if (!closed) again = setTimeout(() => void listen(), LISTEN_AGAIN_AFTER_MS)
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', forget)
    try {
      await client.connect()
      await client.query(`listen ${TOKEN_REVOKED_CHANNEL}`)
      listening = listener === client
    } catch (error) {
      deps.log.warn({ err: error }, 'no line to Postgres for revoked tokens: every call looks its token up')
      lost()
    }
  }

  await listen()
  return {
    async find(text) {
      const hash = hashToken(text)
      const name = hash.toString('latin1')
      const nowMs = deps.clock.now().getTime()
      const remembered = known.get(name)
      if (remembered && remembered.untilMs > nowMs) return remembered.id
      const before = revocations
      const id = await findLiveToken(deps.db, hash)
      if (id === undefined) return undefined
      if (known.size >= MOST_KNOWN) known.clear()
      if (listening && revocations === before) known.set(name, { id, untilMs: nowMs + KNOWN_FOR_MS })
      touchToken(deps.db, id).catch((error: unknown) =>
        deps.log.warn({ err: error }, 'the use of a token was not noted'),
      )
      return id
    },
    async close() {
      closed = true
      clearTimeout(again)
      const client = listener
      listener = undefined
      await client?.end().catch(() => undefined)
    },
  }
}
