import { createLog } from '@bridge/runtime'
import { startScheduler } from '../../services/scheduler/src/scheduler.ts'
import { hastyScheduler, type SchedulerPlace } from './calendar-scheduler.ts'

// A scheduler as a process of its own, which a test may kill. Its parent tells it where its servers are and what its clock shows.
let nowMs = 0
process.on('message', async (told: { place?: SchedulerPlace; now: string }) => {
  nowMs = Date.parse(told.now)
  if (!told.place) return
  const log = createLog({ name: 'scheduler', level: 'silent' })
  await startScheduler({ config: hastyScheduler(told.place), log, clock: { now: () => new Date(nowMs) } })
  process.send?.('at work')
})
process.send?.('loaded')
