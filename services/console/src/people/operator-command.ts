import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { connect, findOperator, listOperators, type Operator, type OperatorRole } from '@bridge/db'
import { EXIT_BAD_CONFIG, EXIT_USAGE, refuse, type Shell, saidUsage, systemClock } from '@bridge/runtime'
import { changePassword, createOperator, type OrderDeps, setDisabled, type WithPassword } from './operator-orders.ts'
import { createPasswordChecker, passwordProblem } from './password.ts'
import { newSecretText } from './secret-text.ts'
import { shellActor } from './shell-actor.ts'

const USAGE = `Operators: who may open the console.

  create --name NAME --role viewer|operator   makes one, with a password that is printed this once
  list                                        shows all, disabled ones too
  password NAME                               gives another password, printed this once; ends all sessions of theirs
  disable NAME                                shuts one out, at once; the name stays theirs, since the audit has it
  enable NAME                                 lets one in again

  --password-stdin   create, password: take the password from the standard input instead (12 letters at least).
                     To create one who is there already in that role, with that password, changes nothing and is no error
  --json             answer as JSON

A viewer sees everything and changes nothing. What is done here stands in the audit.
DATABASE_URL says where they are kept.
`

type Order =
  | { verb: 'create'; name: string; role: OperatorRole; password: string | undefined }
  | { verb: 'password'; name: string; password: string | undefined }
  | { verb: 'disable' | 'enable'; name: string }
  | { verb: 'list' }

interface Said {
  words: string
  json: unknown
}

/** Carries out what `pnpm operator` was asked for. Answers the exit code: 0, 1 (not done), 64 (not understood) or 78 (no database named). */
export async function operatorCommand(args: string[], shell: Shell): Promise<number> {
  if (saidUsage(shell, args, USAGE)) return 0
  const read = await readArguments(args, shell.input)
  if (!read) return refuse(shell, USAGE, EXIT_USAGE)
  const { order, asJson } = read
  const problem = 'password' in order && order.password !== undefined ? passwordProblem(order.password) : undefined
  if (problem) return refuse(shell, `${problem}\n`)
  const url = shell.databaseUrl
  if (!url) return refuse(shell, 'Setting DATABASE_URL: is missing. See README.md, "Settings".\n', EXIT_BAD_CONFIG)
  const { db, close } = connect({ url, applicationName: 'operator', poolSize: 1 })
  try {
    const said = await carryOut({ db, by: shellActor(), now: systemClock.now() }, order)
    if (typeof said === 'string') return refuse(shell, `${said}\n`)
    shell.say(asJson ? `${JSON.stringify(said.json)}\n` : `${said.words}\n`)
    return 0
  } catch (error) {
    return refuse(shell, `It was not done: ${error instanceof Error ? error.message : String(error)}\n`)
  } finally {
    await close()
  }
}

async function readArguments(args: string[], input: Readable): Promise<{ order: Order; asJson: boolean } | undefined> {
  const flag = { type: 'boolean', default: false } as const
  const options = {
    name: { type: 'string' },
    role: { type: 'string' },
    'password-stdin': flag,
    json: flag,
  } as const
  let parsed: ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: typeof options }>>
  try {
    parsed = parseArgs({ args, allowPositionals: true, options })
  } catch {
    // An option that we do not know: the usage says which there are.
    return undefined
  }
  const { values, positionals } = parsed
  const [verb, positional, ...more] = positionals
  const name = (values.name ?? positional ?? '').trim()
  if (more.length > 0 || name.length > 200 || /\p{Cc}/u.test(name)) return undefined
  const asJson = values.json
  if (verb === 'list' && name === '') return { order: { verb }, asJson }
  if (name === '') return undefined
  if (verb === 'disable' || verb === 'enable') return { order: { verb, name }, asJson }
  const password = values['password-stdin'] ? (await text(input)).replace(/\r?\n$/, '') : undefined
  if (verb === 'password') return { order: { verb, name, password }, asJson }
  const { role } = values
  if (verb === 'create' && (role === 'viewer' || role === 'operator'))
    return { order: { verb, name, role, password }, asJson }
  return undefined
}

/** Answers what was done, or, as a text, why it was not. */
async function carryOut(deps: OrderDeps, order: Order): Promise<Said | string> {
  const unknown = () => `There is no operator ${'name' in order ? order.name : ''}. "list" shows them all.`
  switch (order.verb) {
    case 'create': {
      const made = await createOperator(deps, order)
      if (made) return tell(made, 'may open the console')
      const same = await findSame(deps, order)
      return same
        ? tell(same, 'is there already, with this password')
        : `The name ${order.name} is taken. "list" shows them all.`
    }
    case 'password': {
      const changed = await changePassword(deps, order)
      return changed ? tell(changed, 'has another password, and is signed in nowhere') : unknown()
    }
    case 'disable':
    case 'enable': {
      const disabled = order.verb === 'disable'
      const operator = await setDisabled(deps, { name: order.name, disabled })
      if (!operator) return unknown()
      const { id, name } = operator
      return { words: `${name} ${disabled ? 'is shut out' : 'may come in'}.`, json: { id, name, disabled } }
    }
    case 'list': {
      const operators = await listOperators(deps.db)
      return { words: operators.map(describe).join('\n') || 'There is no operator yet.', json: operators }
    }
  }
}

/** The operator whom this order would make, where they may come in already with the password that it brings. */
async function findSame(
  { db }: OrderDeps,
  order: Extract<Order, { verb: 'create' }>,
): Promise<WithPassword | undefined> {
  const found = await findOperator(db, order.name)
  if (!found || order.password === undefined || found.role !== order.role || found.disabledAt) return undefined
  const passwords = await createPasswordChecker(newSecretText())
  if (!(await passwords.isRight(order.password, found.passwordHash))) return undefined
  return { id: found.id, name: found.name, role: found.role, password: null }
}

function tell(operator: WithPassword, what: string): Said {
  const { password, ...shown } = operator
  const words = `${operator.name} (${operator.role}) ${what}.`
  if (password === null) return { words, json: shown }
  return { words: `${password}\n\n${words} The password above is not shown again.`, json: operator }
}

function describe(operator: Operator): string {
  const state = operator.disabledAt ? `disabled ${operator.disabledAt.toISOString()}` : operator.role
  const way = operator.hasPassword ? 'by password' : 'by the identity provider'
  return `${operator.name}  ${state}  ${way}  since ${operator.createdAt.toISOString()}`
}
