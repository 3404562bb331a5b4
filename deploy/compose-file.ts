import { parse, type ScalarTag } from 'yaml'

/** A map of a compose file. */
export type ComposeMap = { [key: string]: unknown }

/** A variable without a default that is not set, with the file's words; as Compose would refuse it. */
export class MissingVariableError extends Error {
  override readonly name = 'MissingVariableError'
}

const RESET = Symbol('reset')
const resetTag: ScalarTag = { tag: '!reset', resolve: () => RESET }

/**
 * Reads compose files, later ones laid over earlier ones, and puts the variables in: `${NAME:-default}` and `${NAME:?words}`, the two forms
 * that ours use. It stands in for `docker compose config`, as far as our files go. Throws MissingVariableError.
 */
export function readCompose(texts: string[], env: Record<string, string>): ComposeMap {
  const merged = texts
    .map((text): unknown => parse(text, { merge: true, customTags: [resetTag] }))
    .reduce((base, over) => layOver(base, over))
  return substitute(merged, env) as ComposeMap
}

/** The names of all variables in a compose file. */
export function variablesIn(text: string): Set<string> {
  return new Set([...text.matchAll(VARIABLE)].map(([, name = '']) => name))
}

export function isMap(value: unknown): value is ComposeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const VARIABLE = /\$\{(\w+):([-?])([^}]*)\}/g

function layOver(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over
  const merged: ComposeMap = { ...base }
  for (const [key, value] of Object.entries(over)) {
    if (value === RESET) delete merged[key]
    else merged[key] = key in base ? layOver(base[key], value) : value
  }
  return merged
}

function substitute(value: unknown, env: Record<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => substitute(item, env))
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, env)]))
  if (typeof value !== 'string') return value
  return value.replace(VARIABLE, (_, name: string, kind: string, words: string) => {
    const set = env[name]
    if (set) return set
    if (kind === '?') throw new MissingVariableError(`${name}: ${words}`)
    return words
  })
}
