/**
 * Tests that judge how fast calls go to Gradient, by the clock, or how many go together. They mostly wait, and tell nothing true beside others that take the cores. Three of them run at
 * a time, in this order: what starts whole systems comes last, when those that ask for a part of the budget are done.
 */
export const RATES = [
  'services/gateway/test/budget-without-redis.test.ts',
  'packages/gradient/test/pace-redis-trouble.test.ts',
  'packages/gradient/test/pace.test.ts',
  'packages/gradient/test/fleet.test.ts',
  'packages/gradient/test/last-look.test.ts',
  'test/costs/costs.test.ts',
]
