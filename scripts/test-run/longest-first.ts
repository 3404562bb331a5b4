import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { RATES } from './rates.ts'

/**
 * Test files that take long, about the longest first, as the end of a run names them: begun last, one of them would hold everybody up alone. The
 * two that kill and start processes all the time do not stand together, nor the second beside what walks in a browser for minutes.
 */
const LONG_FILES = [
  'test/faults/faults.test.ts',
  'test/pages/numbers.test.ts',
  'test/pages/console-numbers.test.ts',
  'test/deploy/replay.test.ts',
  'test/faults/whole.test.ts',
  'test/pages/console-orders.test.ts',
  'test/npm-start/running.test.ts',
  'test/pages/connect.test.ts',
  'test/system/calendar-restarts.test.ts',
  'test/system/moods.test.ts',
  'test/system/rate-limited.test.ts',
  'test/system/console-board.test.ts',
  'test/system/keys.test.ts',
  'test/model/protocol.test.ts',
]
const ORDER = [...LONG_FILES, ...RATES]

/** Vitest's order of files, with the long ones in front. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = ORDER.findIndex((file) => moduleId.endsWith(`/${file}`))
      return place === -1 ? ORDER.length : place
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
