/** The names under which answers lie in the cache; what is live is written there by `live/use-live.ts`. */
export const SESSION_KEY = ['session'] as const
export const OVERVIEW_KEY = ['overview'] as const
/** Every list and every push begins with this, so that a run that moves, or an order that was given, has them asked for again. */
export const LISTS_KEY = ['lists'] as const
