import type { z } from 'zod'

/** `EX_CONFIG` of sysexits.h: the process was configured wrongly and starting it again will not help. */
export const EXIT_BAD_CONFIG = 78

/**
 * Reads the settings once, at start. A bad or missing one is named (never its value: it may be a secret) on
 * standard error, and the process stops with exit code 78. An empty variable counts as absent.
 */
export function parseEnv<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv): z.output<Schema> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(present)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    process.stderr.write(`Setting ${issue.path.join('.')}: ${issue.message}. See README.md, "Settings".\n`)
  }
  process.exit(EXIT_BAD_CONFIG)
}
