import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { connect, type Db, type IntegrationToken, insertToken, listTokens, revokeToken } from '@bridge/db'
import { EXIT_BAD_CONFIG } from '@bridge/runtime'
import { hashToken } from './token-directory.ts'

const USAGE = `Integration tokens: who may call the gateway.

  create --name NAME [--json]   makes one and prints it, this once; only its SHA-256 is kept
  list [--json]                 shows all, revoked ones too
  revoke ID                     ends one, at once

DATABASE_URL says where they are kept.
`
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  const read = readArguments(args)
  if (!read) return refuse(USAGE)
  const url = process.env['DATABASE_URL']
  if (!url) {
    refuse('Setting DATABASE_URL: is missing. See README.md, "Settings".\n')
    return EXIT_BAD_CONFIG
  }
  const { db, close } = connect({ url, applicationName: 'token', poolSize: 1 })
  try {
    return await carryOut(db, read)
  } catch (error) {
    return refuse(`It was not done: ${error instanceof Error ? error.message : String(error)}\n`)
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

async function carryOut(db: Db, order: Order): Promise<number> {
  switch (order.verb) {
    case 'create': {
      const token = `brt_${randomBytes(32).toString('base64url')}`
      const made = await insertToken(db, { name: order.name, hash: hashToken(token) })
      if (order.json) return say(`${JSON.stringify({ id: made.id, name: made.name, token })}\n`)
      return say(`${token}\n\nThis is token ${made.id} (${made.name}). Keep it now: it is not shown again.\n`)
    }
    case 'list': {
      const tokens = await listTokens(db)
      if (order.json) return say(`${JSON.stringify(tokens)}\n`)
      return say(tokens.length === 0 ? 'There is no token yet.\n' : tokens.map(describe).join(''))
    }
    case 'revoke': {
      const revoked = await revokeToken(db, order.id)
      if (!revoked) return refuse(`There is no token ${order.id}. "list" shows them all.\n`)
      return say(`Token ${revoked.id} (${revoked.name}) is revoked: calls with it are answered 401.\n`)
    }
  }
}

function describe(token: IntegrationToken): string {
  const used = token.lastUsedAt ? `last used ${token.lastUsedAt.toISOString()}` : 'never used'
  const state = token.revokedAt ? `revoked ${token.revokedAt.toISOString()}` : used
  return `${token.id}  ${token.name}  made ${token.createdAt.toISOString()}  ${state}\n`
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

function refuse(text: string): number {
  process.stderr.write(text)
  return 1
}
