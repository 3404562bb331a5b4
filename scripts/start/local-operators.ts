import { randomBytes } from 'node:crypto'
import { runStep, StepFailedError } from './run-step.ts'
import { settingsFor } from './settings.ts'
import type { Start } from './start-context.ts'

/** Somebody who may open the console of this start; named as their role is. */
export interface LocalOperator {
  name: string
  /** Undefined: not the one that is kept here. */
  password: string | undefined
}

/** Their passwords, kept for the next start. */
const FILE = 'operators.json'
const ROLES = ['viewer', 'operator'] as const

/**
 * Makes one operator of each role, in our own database alone: where `DATABASE_URL` names another, nobody (undefined). A password is kept before its operator is
 * made, and to make one again changes nothing: so a start that was killed in between, or comes second, finds the same two.
 */
export async function makeLocalOperators(start: Start, env: NodeJS.ProcessEnv): Promise<LocalOperator[] | undefined> {
  if (start.env['DATABASE_URL']) return undefined
  const kept = start.folder.read<Record<string, string>>(FILE) ?? {}
  const passwords = Object.fromEntries(ROLES.map((role) => [role, kept[role] ?? randomBytes(15).toString('base64url')]))
  start.folder.write(FILE, passwords)
  return Promise.all(ROLES.map((role) => makeOne(start, env, { role, password: passwords[role] ?? '' })))
}

async function makeOne(
  { root, signal }: Start,
  env: NodeJS.ProcessEnv,
  { role, password }: { role: string; password: string },
): Promise<LocalOperator> {
  const order = ['create', '--name', role, '--role', role, '--password-stdin']
  try {
    await runStep({
      name: `Making the operator ${role}`,
      cwd: root,
      args: ['services/console/src/operator-main.ts', ...order],
      env: settingsFor(env, {}, ['DATABASE_URL']),
      signal,
      stdin: password,
    })
    return { name: role, password }
  } catch (error) {
    // Somebody has given them another password, or shut them out.
    if (error instanceof StepFailedError && error.message.includes('is taken'))
      return { name: role, password: undefined }
    throw error
  }
}
