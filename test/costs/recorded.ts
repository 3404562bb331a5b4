/**
 * What one count of a run costs: statements sent to Postgres, round trips to Redis, bytes sent to Redis; planning, the queue, the budget of requests and the
 * partner's closing call are in them. `usual` is what `costs.test.ts` measured on 2026-11-24 and 25 (it prints its figures). More than `most` is a slip: one
 * statement or round trip more is. Round trips vary with how many commands travel together, the statements hardly.
 */
export const RECORDED = {
  statements: { usual: '1.6 in groups, 4.1 where each goes alone', most: 4.6 },
  redisRoundTrips: { usual: '2.1 to 2.8', most: 3.1 },
  redisBytes: { usual: '1780 to 1980', most: 2_300 },
}
