/**
 * What one count of a run costs: statements sent to Postgres and pages that it looks at for them, round trips to Redis, bytes sent to Redis, and what the worker allocates;
 * planning, the queue, the budget of requests and the partner's closing call are in them. `usual` is what `costs.test.ts` measured on 2026-11-29, on an idle machine and, but for pages and memory, on
 * one that four others kept busy (it prints its figures). More than `most` is a slip: two thirds of a statement or half of a round trip more is.
 * The worker's memory is what it allocates in a run so short that most of it is what a worker does once, such as compiling.
 */
export const RECORDED = {
  together: {
    statements: { usual: '1.6 to 1.8', most: 2.3 },
    postgresPages: { usual: '123 to 142', most: 180 },
    redisRoundTrips: { usual: '1.8 to 2.4', most: 2.9 },
    redisBytes: { usual: '1800 to 2080', most: 2_300 },
    allocatedKb: { usual: '540 to 650', most: 900 },
  },
  alone: {
    statements: { usual: '3.8', most: 4.4 },
    postgresPages: { usual: '156 to 191', most: 240 },
    redisRoundTrips: { usual: '2.3 to 2.4', most: 2.9 },
    redisBytes: { usual: '2300 to 2330', most: 2_700 },
    allocatedKb: { usual: '830 to 1030', most: 1_500 },
  },
}
