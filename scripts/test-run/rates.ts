/**
 * Tests over the budget of calls and what one count costs: how many counts go together is a matter of the time that there is for them, and whether a Redis answers in time one of the disk. They
 * wait for three quarters of their time, so all go at once, when all others are done.
 */
export const RATES = [
  'services/gateway/test/budget-without-redis.test.ts',
  'packages/gradient/test/pace-redis-trouble.test.ts',
  'packages/gradient/test/pace.test.ts',
  'packages/gradient/test/fleet.test.ts',
  'packages/gradient/test/last-look.test.ts',
  'test/costs/costs.test.ts',
]
