import { alarmOverdueRuns } from '@bridge/db'
import type { Parts } from './plan-runs.ts'

/** Says each monthly run once, loudly, that is not finished at its deadline. The run goes on. */
export async function alarmDeadlines({ db, log, clock }: Parts): Promise<void> {
  for (const { id, ...run } of await alarmOverdueRuns(db, clock.now())) {
    log.error(
      { runId: id, ...run },
      'a billing run is not finished at its deadline, and goes on: see what /readyz of the gateway says, whether sending is stopped (npm run ops -- pauses), and the lines of the run that wait (GET /v1/billing-runs/{id}/pushes?outcome=waiting)',
    )
  }
}
