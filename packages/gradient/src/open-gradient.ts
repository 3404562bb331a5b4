import { Redis } from 'ioredis'
import { createGradientClient } from './client.ts'
import type { GradientClient } from './client-types.ts'
import { createPace, type Pace } from './pace.ts'
import type { GradientTarget } from './settings.ts'

/** The way to Gradient for one process: its client, at the pace of the whole fleet. */
export interface OpenGradient {
  gradient: GradientClient
  pace: Pace
  close(): void
}

/**
 * Opens it. The budget is shared through Redis under `prefix`, which is the same in every process. `onMode` hears when this process
 * falls back to its own small share, because Redis does not answer, and when it is back.
 * @throws TargetUrlError where the target is neither https nor loopback.
 */
export function openGradient(options: {
  target: GradientTarget
  redisUrl: string
  prefix: string
  clock: { now(): Date }
  onError: (error: Error) => void
  onMode: (mode: 'shared' | 'local', cause: Error | null) => void
}): OpenGradient {
  const { target } = options
  const redis = new Redis(options.redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0 })
  redis.on('error', options.onError)
  const pace = createPace({
    redis,
    key: `${options.prefix}:pace`,
    requestsPerSecond: target.requestsPerSecond,
    onMode: options.onMode,
  })
  const gradient = createGradientClient({ ...target, pace, clock: options.clock })
  return {
    gradient,
    pace,
    close() {
      gradient.close()
      redis.disconnect()
    },
  }
}
