/**
 * What one count of a run costs: statements sent to Postgres and pages that it looks at for them, round trips to Redis, bytes sent to Redis, and what the worker allocates;
 * planning, the queue, the budget of requests and the partner's closing call are in them. `usual` is what `costs.test.ts` measured on 2026-12-01, on an idle machine and, but for pages and memory, on
 * one that four others kept busy (it prints its figures). More than `most`, three times, is a slip: two thirds of a statement or half of a round trip more is.
 * The worker's memory is what it allocates in a run so short that most of it is what a worker does once, such as compiling.
 */
export const RECORDED = {
  together: {
    statements: { usual: '1.5 to 1.8', most: 2.3 },
    postgresPages: { usual: '117 to 119', most: 160 },
    redisRoundTrips: { usual: '0.6 to 0.7', most: 1.1 },
    redisBytes: { usual: '540 to 580', most: 850 },
    allocatedKb: { usual: '365 to 370', most: 600 },
  },
  alone: {
    statements: { usual: '3.7 to 3.8', most: 4.4 },
    postgresPages: { usual: '109 to 112', most: 160 },
    redisRoundTrips: { usual: '1.3', most: 1.8 },
    redisBytes: { usual: '1260', most: 1_650 },
    allocatedKb: { usual: '690 to 740', most: 1_200 },
  },
}
