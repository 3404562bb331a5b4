/**
 * What one count of a run costs: statements sent to Postgres, round trips to Redis, bytes sent to Redis; planning, the queue, the budget of requests and the
 * partner's closing call are in them. `usual` is what `costs.test.ts` measured on 2026-11-29, on an idle machine and on one that four others kept busy (it prints its
 * figures). More than `most` is a slip: two thirds of a
 * statement or half of a round trip more is.
 */
export const RECORDED = {
  together: {
    statements: { usual: '1.6 to 1.8', most: 2.3 },
    redisRoundTrips: { usual: '2.0 to 2.4', most: 2.9 },
    redisBytes: { usual: '1880 to 2080', most: 2_300 },
  },
  alone: {
    statements: { usual: '3.8', most: 4.4 },
    redisRoundTrips: { usual: '2.3 to 2.4', most: 2.9 },
    redisBytes: { usual: '2300 to 2330', most: 2_700 },
  },
}
