import { Redis } from 'ioredis'
import { createGradientClient } from './client.ts'
import type { GradientClient } from './client-types.ts'
import { createFreePace } from './free-pace.ts'
import { createPace, type Pace, type PaceMode } from './pace.ts'
import type { GradientTarget } from './settings.ts'
import type { SpareSlots } from './spare-slots.ts'
import { checkTargetUrl, isLoopback, TargetUrlError } from './target-url.ts'

/** The way to Gradient for one process: its client, at the pace of the whole fleet. */
export interface OpenGradient {
  gradient: GradientClient
  pace: Pace
  close(): void
}

/**
 * Opens it. The budget is shared through Redis under `prefix`, which is the same in every process, and through `spare` while some process cannot
 * reach Redis. `onMode` hears of each change between the two.
 * @throws TargetUrlError where the target is neither https nor loopback, or not loopback and without a pace.
 */
export function openGradient(options: {
  target: GradientTarget
  redisUrl: string
  prefix: string
  spare: SpareSlots
  clock: { now(): Date }
  onError: (error: Error) => void
  onMode: (mode: PaceMode, cause: Error | null) => void
}): OpenGradient {
  const { target } = options
  const baseUrl = checkTargetUrl(target.baseUrl)
  if (target.pace === 'none' && !isLoopback(baseUrl.hostname))
    throw new TargetUrlError('must be on this machine where GRADIENT_PACE is none')
  const redis = new Redis(options.redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: 0 })
  redis.on('error', options.onError)
  const pace =
    target.pace === 'none'
      ? createFreePace()
      : createPace({
          redis,
          spare: options.spare,
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
