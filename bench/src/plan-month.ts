import { type Db, planRun, startRun } from '@bridge/db'

const LATER = new Date('2100-01-01')

/** Starts and plans a run of everybody for a month; answers how many pushes were opened. */
export async function planMonth(db: Db, period: string): Promise<number> {
  const run = await startRun(db, {
    period,
    kind: 'scheduled',
    partnerId: null,
    deadlineAt: LATER,
    connectedBy: LATER,
  })
  return (await planRun(db, run?.id ?? '', LATER)).opened
}
