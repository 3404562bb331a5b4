import { hostname, userInfo } from 'node:os'
import type { Actor } from '@bridge/db'

/** Whoever runs a command of ours, as the audit keeps it: the machine's user. */
export function shellActor(): Actor {
  return { operatorId: null, name: userInfo().username, address: hostname(), via: 'shell' }
}
