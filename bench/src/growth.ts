import { startThrowawayPostgres, startThrowawayRedis } from '@bridge/testkit'
import { emptyDatabase } from './empty-database.ts'
import { type GrowthFigures, growTo } from './growth-run.ts'
import { report } from './report.ts'
import { startDouble } from './start-double.ts'

// What a count costs as the work grows: plan, nudge, send and settle, the same system over ever more companies, and over ever more partners of few.
// `growth.ts <companies>[/<of a partner, else 100>] …`.
const SIZES = ['1000', '10000', '100000', '1000000', '10000/5', '100000/5']
const GIVEN = process.argv.length > 2 ? process.argv.slice(2) : SIZES
/** As one sets up a Postgres for such a size; ours are for a laptop. */
const SETTINGS = { shared_buffers: '2GB', max_wal_size: '4GB' }

const [postgres, redis, double] = await Promise.all([
  startThrowawayPostgres(SETTINGS),
  startThrowawayRedis(),
  startDouble(0),
])
const figures: GrowthFigures[] = []
try {
  for (const size of GIVEN) {
    const [companies = Number.NaN, ofAPartner = 100] = size.split('/').map(Number)
    const databaseUrl = await emptyDatabase(postgres.url, 'growth')
    const partners = companies / ofAPartner
    figures.push(await growTo({ companies, partners }, { databaseUrl, redisUrl: redis.url, gradientUrl: double.url }))
  }
} finally {
  await double.process.stop()
  await Promise.all([postgres.close(), redis.close()])
}
report(
  'growth',
  figures.map((figure) => ({
    companies: figure.companies,
    partners: figure.partners,
    'plan, s': figure.planSeconds.toFixed(1),
    'send, s': figure.pushSeconds.toFixed(1),
    'counts a second': Math.round(figure.companies / figure.pushSeconds),
    'µs CPU a count: ours · Postgres · Redis': Object.values(figure.cpuUsPerPush)
      .map((us) => us.toFixed(0))
      .join(' · '),
    'worker MB above idle · most': `${figure.workerAboveIdleMb.toFixed(0)} · ${figure.workerPeakMb.toFixed(0)}`,
    'scheduler MB above idle': figure.schedulerAboveIdleMb.toFixed(0),
    'Redis MB': figure.redisPeakMb.toFixed(1),
    'tables MB': Object.entries(figure.tablesMb)
      .map(([table, mb]) => `${table} ${mb}`)
      .join(', '),
  })),
  'a count of 1,000,000 costs at most 1.15 times one of 10,000, whether companies grow or partners do; workers within 50 MB of idle; Redis under 100 MB',
)
