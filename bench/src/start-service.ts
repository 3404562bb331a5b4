import { nodeFlagsOf } from '../../scripts/start/node-flags.ts'
import { type LineProcess, startLineProcess } from './line-process.ts'

/** Starts a service as a process of its own, with Gradient's double and no budget, and waits until it is at work. */
export async function startService(
  name: 'billing-worker' | 'scheduler',
  given: { databaseUrl: string; redisUrl: string; gradientUrl: string; encryptionKeys: string },
  env: Record<string, string> = {},
): Promise<LineProcess> {
  const service = startLineProcess(
    `services/${name}/src/main.ts`,
    {
      DATABASE_URL: given.databaseUrl,
      REDIS_URL: given.redisUrl,
      ENCRYPTION_KEYS: given.encryptionKeys,
      GRADIENT_VENDOR_API_KEY: 'bench',
      GRADIENT_BASE_URL: `${given.gradientUrl}/api`,
      GRADIENT_SERVICE_ID: 'bench',
      GRADIENT_PACE: 'none',
      LOG_LEVEL: 'info',
      ...env,
    },
    { nodeFlags: nodeFlagsOf(name) },
  )
  await service.next((line) => (line.includes('is at work') ? line : undefined))
  return service
}
