/**
 * Tests that judge how fast calls go to Gradient, by the clock, or how many go together. They mostly wait, and tell nothing true beside others that take the cores. Three of them run at
 * a time, in this order: who loses a Redis is not beside who starts the whole system and stops it, nor who fills the whole budget beside its start.
 */
export const RATES = [
  'test/costs/costs.test.ts',
  'packages/gradient/test/pace.test.ts',
  'packages/gradient/test/last-look.test.ts',
  'packages/gradient/test/fleet.test.ts',
  'services/gateway/test/budget-without-redis.test.ts',
  'packages/gradient/test/pace-redis-trouble.test.ts',
]
