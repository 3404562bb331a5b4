/** Who may use a route: anybody, whoever is signed in, or operators alone. */
export type Right = 'nobody' | 'viewer' | 'operator'

/**
 * Every route of the console and who may use it, bull-board's included. A HEAD is a GET. What is not here is refused to everybody, and a route
 * without a line, or a line without a route, ends the start.
 */
export const RIGHTS: Readonly<Record<string, Right>> = {
  'GET /healthz': 'nobody',
  'GET /readyz': 'nobody',
  'GET /metrics': 'nobody',

  // the page itself, which asks for everything that it shows
  'GET /*': 'nobody',

  'POST /api/session': 'nobody',
  'GET /api/session': 'viewer',
  'DELETE /api/session': 'viewer',
  'GET /api/oidc/start': 'nobody',
  'GET /api/oidc/callback': 'nobody',

  'GET /api/audit': 'viewer',
  'GET /api/overview': 'viewer',
  'GET /api/events': 'viewer',
  'GET /api/runs': 'viewer',
  'GET /api/runs/:runId': 'viewer',
  'GET /api/runs/:runId/partners': 'viewer',
  'GET /api/runs/:runId/pushes': 'viewer',
  'GET /api/pushes/:pushId': 'viewer',
  'GET /api/failures': 'viewer',
  'GET /api/failures/:causeId/pushes': 'viewer',
  'GET /api/search': 'viewer',
  'GET /api/story': 'viewer',
  'GET /api/pauses': 'viewer',
  'GET /api/retries': 'viewer',
  'GET /api/retries/:retryId': 'viewer',
  // a look at what a retry would do; it changes nothing
  'POST /api/retries/preview': 'viewer',
  'POST /api/retries': 'operator',
  'POST /api/retries/:retryId/stop': 'operator',
  'POST /api/pauses': 'operator',
  'DELETE /api/pauses/:pauseId': 'operator',
  'POST /api/runs': 'operator',
  'POST /api/partners/:partnerId/sync-accounts': 'operator',
  'POST /api/sweep': 'operator',

  'GET /api/pushes/:pushId/job': 'viewer',
  'GET /api/board-reason': 'viewer',
  'PUT /api/board-reason': 'operator',

  // the queue dashboard: looking
  'GET /board': 'viewer',
  'GET /board/': 'viewer',
  'GET /board/metrics-history': 'viewer',
  'GET /board/job-schedulers': 'viewer',
  'GET /board/queue/:queueName': 'viewer',
  'GET /board/queue/:queueName/:jobId': 'viewer',
  'GET /board/static/*': 'viewer',
  'GET /board/style-nonce.js': 'viewer',
  'GET /board/reason-bar.js': 'viewer',
  'GET /board/reason-bar.css': 'viewer',
  'GET /board/api/redis/stats': 'viewer',
  'GET /board/api/queues': 'viewer',
  'GET /board/api/job-schedulers': 'viewer',
  'GET /board/api/queues/:queueName/metrics': 'viewer',
  'GET /board/api/queues/:queueName/default-job-options': 'viewer',
  'GET /board/api/queues/:queueName/workers': 'viewer',
  'GET /board/api/queues/:queueName/rate-limit': 'viewer',
  'GET /board/api/queues/:queueName/job-data-schema': 'viewer',
  'GET /board/api/queues/:queueName/:jobId/logs': 'viewer',
  'GET /board/api/queues/:queueName/:jobId/flow': 'viewer',
  'GET /board/api/queues/:queueName/:jobId': 'viewer',
  // what it offers (board/offers.ts)
  'PUT /board/api/queues/pause': 'operator',
  'PUT /board/api/queues/resume': 'operator',
  'POST /board/api/queues/:queueName/add': 'operator',
  'PUT /board/api/queues/:queueName/retry/:queueStatus': 'operator',
  'PUT /board/api/queues/:queueName/promote': 'operator',
  'PUT /board/api/queues/:queueName/clean/:queueStatus': 'operator',
  'PUT /board/api/queues/:queueName/pause': 'operator',
  'PUT /board/api/queues/:queueName/resume': 'operator',
  'PUT /board/api/queues/:queueName/empty': 'operator',
  'PUT /board/api/queues/:queueName/job-schedulers/:schedulerId/run': 'operator',
  'PUT /board/api/queues/:queueName/:jobId/retry': 'operator',
  'PUT /board/api/queues/:queueName/:jobId/clean': 'operator',
  'PUT /board/api/queues/:queueName/:jobId/promote': 'operator',
  // what bull-board has and we do not offer: 404 for operators
  'PUT /board/api/queues/:queueName/concurrency': 'operator',
  'PUT /board/api/queues/:queueName/rate-limit': 'operator',
  'PUT /board/api/queues/:queueName/rate-limit/release': 'operator',
  'PUT /board/api/queues/:queueName/obliterate': 'operator',
  'PUT /board/api/queues/:queueName/job-schedulers/:schedulerId/remove': 'operator',
  'PATCH /board/api/queues/:queueName/job-schedulers/:schedulerId': 'operator',
  'PATCH /board/api/queues/:queueName/:jobId/update-data': 'operator',
  'PATCH /board/api/queues/:queueName/:jobId/delay': 'operator',
  'PATCH /board/api/queues/:queueName/:jobId/priority': 'operator',
  'PUT /board/api/queues/:queueName/:jobId/remove-unprocessed-children': 'operator',
}
