/**
 * The states of a connection. `pending`: keyed, no count accepted yet. `active`: Gradient takes our counts.
 * `needs_key`: Gradient refuses the key, the partner must paste a new one. `disconnected`: over for good, its key destroyed.
 */
export const CONNECTION_STATES = ['pending', 'active', 'needs_key', 'disconnected'] as const
export type ConnectionState = (typeof CONNECTION_STATES)[number]

/** The states in which calls with the connection's key may start. */
export const CALLABLE_CONNECTION_STATES = ['pending', 'active'] as const satisfies ConnectionState[]

/** What we know of a company in Gradient: to be made, seen there, refused there, or no longer there. */
export const ACCOUNT_STATES = ['waiting', 'present', 'failed', 'gone'] as const
export type AccountState = (typeof ACCOUNT_STATES)[number]
