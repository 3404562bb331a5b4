import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { connect, type Db, type IntegrationToken, insertToken, listTokens, revokeToken } from '@bridge/db'
import { EXIT_BAD_CONFIG, refuse, type Shell, saidUsage } from '@bridge/runtime'
import { hashToken } from './token-directory.ts'

const USAGE = `Integration tokens: who may call the gateway.

  create --name NAME [--json]   makes one and prints it, this once; only its SHA-256 is kept
  list [--json]                 shows all, revoked ones too
  revoke ID                     ends one, at once

DATABASE_URL says where they are kept.
`
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Carries out what `pnpm token` was asked for. Answers the exit code: 0, 1 (not done, or not understood) or 78 (no database named). */
export async function tokenCommand(args: string[], shell: Shell): Promise<number> {
  if (saidUsage(shell, args, USAGE)) return 0
  const read = readArguments(args)
  if (!read) return refuse(shell, USAGE)
  const url = shell.databaseUrl
  if (!url) return refuse(shell, 'Setting DATABASE_URL: is missing. See README.md, "Settings".\n', EXIT_BAD_CONFIG)
  const { db, close } = connect({ url, applicationName: 'token', poolSize: 1 })
  try {
    const said = await carryOut(db, read)
    if ('refused' in said) return refuse(shell, said.refused)
    shell.say(said.words)
    return 0
  } catch (error) {
    return refuse(shell, `It was not done: ${error instanceof Error ? error.message : String(error)}\n`)
  } finally {
    await close()
  }
}

type Order =
  | { verb: 'create'; name: string; json: boolean }
  | { verb: 'list'; json: boolean }
  | { verb: 'revoke'; id: string }

function readArguments(args: string[]): Order | undefined {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { name: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    const [verb, id, ...more] = positionals
    const name = values.name?.trim()
    if (verb === 'create' && name && name.length <= 200 && id === undefined) return { verb, name, json: values.json }
    if (verb === 'list' && id === undefined) return { verb, json: values.json }
    if (verb === 'revoke' && id !== undefined && UUID.test(id) && more.length === 0) return { verb, id }
  } catch {
    // An option that we do not know: the usage says which there are.
  }
  return undefined
}

async function carryOut(db: Db, order: Order): Promise<{ words: string } | { refused: string }> {
  switch (order.verb) {
    case 'create': {
      const token = `brt_${randomBytes(32).toString('base64url')}`
      const made = await insertToken(db, { name: order.name, hash: hashToken(token) })
      if (order.json) return { words: `${JSON.stringify({ id: made.id, name: made.name, token })}\n` }
      return { words: `${token}\n\nThis is token ${made.id} (${made.name}). Keep it now: it is not shown again.\n` }
    }
    case 'list': {
      const tokens = await listTokens(db)
      if (order.json) return { words: `${JSON.stringify(tokens)}\n` }
      return { words: tokens.map(describe).join('') || 'There is no token yet.\n' }
    }
    case 'revoke': {
      const revoked = await revokeToken(db, order.id)
      if (!revoked) return { refused: `There is no token ${order.id}. "list" shows them all.\n` }
      return { words: `Token ${revoked.id} (${revoked.name}) is revoked: calls with it are answered 401.\n` }
    }
  }
}

function describe(token: IntegrationToken): string {
  const used = token.lastUsedAt ? `last used ${token.lastUsedAt.toISOString()}` : 'never used'
  const state = token.revokedAt ? `revoked ${token.revokedAt.toISOString()}` : used
  return `${token.id}  ${token.name}  made ${token.createdAt.toISOString()}  ${state}\n`
}
