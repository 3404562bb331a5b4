/**
 * What one count of a run costs: statements sent to Postgres, round trips to Redis, bytes sent to Redis; planning, the queue, the budget of requests and the
 * partner's closing call are in them. `usual` is what `costs.test.ts` measured on 2026-11-29, on an idle machine and on one that four others kept busy (it prints its
 * figures). More than `most` is a slip: two thirds of a
 * statement or half of a round trip more is.
 */
export const RECORDED = {
  together: {
    statements: { usual: '0.6 to 0.8', most: 1.3 },
    redisRoundTrips: { usual: '0.9 to 1.1', most: 1.6 },
    redisBytes: { usual: '1610 to 1640', most: 1_900 },
  },
  alone: {
    statements: { usual: '3.8', most: 4.4 },
    redisRoundTrips: { usual: '2.3 to 2.4', most: 2.9 },
    redisBytes: { usual: '2300 to 2330', most: 2_700 },
  },
}
