import { hostname } from 'node:os'
import { type Actor, connect, type Db, findOperator } from '@bridge/db'
import { EXIT_BAD_CONFIG, EXIT_USAGE, refuse, type Shell, saidUsage, systemClock } from '@bridge/runtime'
import { change, preview, retry } from './change.ts'
import { look } from './look.ts'
import { type ReadOrder, readOrder } from './read-order.ts'
import { notDone, type Said } from './said.ts'

const USAGE = `The console's questions and orders, for the shell.

  run-status                              the run of the newest month: is it complete?
  failures [--run ID]                     what failed, by cause
  story PARTNER COMPANY                   all that happened to one company
  search TEXT                             partners, companies and pushes
  pauses                                  what is stopped
  retry SCOPE                             a preview: what would be sent, and what not, and why
  retry SCOPE --reason WHY --preview P    orders just what that preview showed; P stands below it
  retry-status ID                         how far a retry is
  retry-stop ID --reason WHY              stops one
  pause all|accounts|billing --reason WHY stops it; one partner: pause --partner ID --reason WHY
  resume ID --reason WHY                  lets it go on; "pauses" shows the ids

  SCOPE: --run ID --cause ID, or --run ID --outcomes failed,refused,unmapped, or --partner ID --period YYYY-MM, or --push ID (again and again)
  --as NAME    who you are: an operator of the console; else OPERATOR_NAME. Needed for what sends or stops
  --json       answers as JSON

What sends or stops something stands in the audit. DATABASE_URL says where the system keeps its data.
`

/**
 * Carries out what `pnpm ops` was asked for, by `operatorName` where the order names nobody. Answers the exit code: 0, 1 (not done), 64 (not understood) or 78 (no database
 * named).
 */
export async function opsCommand(
  args: string[],
  { operatorName, ...shell }: Shell & { operatorName: string | undefined },
): Promise<number> {
  if (saidUsage(shell, args, USAGE)) return 0
  const read = readOrder(args)
  if (!read) return refuse(shell, USAGE, EXIT_USAGE)
  const url = shell.databaseUrl
  if (!url) return refuse(shell, 'Setting DATABASE_URL: is missing. See README.md, "Settings".\n', EXIT_BAD_CONFIG)
  const { db, close } = connect({ url, applicationName: 'ops', poolSize: 4 })
  try {
    const { words, json, failed = false } = await carryOut(db, { ...read, as: read.as ?? operatorName })
    const text = read.asJson ? JSON.stringify(json) : words
    if (failed && !read.asJson) return refuse(shell, `${text}\n`)
    shell.say(`${text}\n`)
    return failed ? 1 : 0
  } catch (error) {
    return refuse(shell, `It was not done: ${error instanceof Error ? error.message : String(error)}\n`)
  } finally {
    await close()
  }
}

async function carryOut(db: Db, { order, as }: ReadOrder): Promise<Said> {
  switch (order.verb) {
    case 'retry': {
      const { scope, seen } = order
      return seen === undefined ? preview(db, scope) : asOperator(db, as, (by) => retry({ db, by }, { scope, seen }))
    }
    case 'retry-stop':
    case 'pause':
    case 'resume':
      return asOperator(db, as, (by) => change({ db, by }, order))
    default:
      return look({ db, now: systemClock.now() }, order)
  }
}

/** Does it in the name of an operator of the console: one who may change things, and is not shut out. */
async function asOperator(db: Db, name: string | undefined, does: (by: Actor) => Promise<Said>): Promise<Said> {
  if (!name) return notDone('Say who you are: --as NAME, or OPERATOR_NAME.')
  const operator = await findOperator(db, name)
  if (!operator || operator.disabledAt) return notDone(`There is no operator ${name}.`)
  if (operator.role !== 'operator') return notDone(`${operator.name} may look at everything, and change nothing.`)
  return does({ operatorId: operator.id, name: operator.name, address: hostname(), via: 'shell' })
}
