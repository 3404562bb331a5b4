/** The names under which answers lie in the cache; what is live is written there by `live/use-live.ts`. */
export const SESSION_KEY = ['session'] as const
export const CONNECTION_KEY = ['connection'] as const
export const SYNC_KEY = ['sync'] as const
export const RUN_KEY = ['run'] as const
/** Every list and sum of numbers begins with this, so that a run that moves has them asked for again. */
export const NUMBERS_KEY = ['numbers'] as const
