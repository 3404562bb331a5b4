import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'
import { createClosingLineReporter } from './scripts/test-run/closing-line-reporter.ts'
import { LongestFirst } from './scripts/test-run/longest-first.ts'
import { RATES } from './scripts/test-run/rates.ts'

/** The services within the test's own process. */
const SYSTEM = 'test/{console,model,portal,system}/**/*.test.ts'

/** What V8 lets grow before it clears away: most of what runs here runs once, and is garbage at once. A twentieth less CPU than with what V8 begins with (docs/performance.md). */
const ROOM_FOR_GARBAGE = ['--min-semi-space-size=32', '--max-semi-space-size=64']

/** A test ends by what it waits for; this is for one that would wait for ever, on a slow and busy machine too. */
const PATIENCE = { testTimeout: 150_000, hookTimeout: 150_000 }

export default defineConfig({
  test: {
    // A test waits for much of its time: for a clock, an answer, a process. With a file for each core they would be idle meanwhile (docs/performance.md).
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', createClosingLineReporter()],
    projects: [
      {
        test: {
          name: 'unit',
          // Rules, which share nothing: a process for each file would cost four times as much as the tests.
          pool: 'threads',
          isolate: false,
          include: [
            'packages/*/src/**/*.test.ts',
            'services/*/{src,page}/**/*.test.ts',
            '{scripts/*,bench/src}/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'integration',
          execArgv: ROOM_FOR_GARBAGE,
          // One room at a time, over servers of the run's own: loading the rooms anew for each file would cost a third of the time.
          isolate: false,
          include: ['{packages,services,scripts}/*/test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...RATES],
          globalSetup: ['packages/testkit/src/global-setup.ts', 'scripts/pages/global-setup.ts'],
          ...PATIENCE,
        },
      },
      {
        test: {
          // Whole programs: killed and started again, walked in a browser, by npm start, by their images.
          name: 'programs',
          execArgv: ROOM_FOR_GARBAGE,
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, SYSTEM, ...RATES],
          globalSetup: ['packages/testkit/src/global-setup.ts', 'scripts/pages/global-setup.ts'],
          ...PATIENCE,
        },
      },
      {
        test: {
          name: 'system',
          execArgv: ROOM_FOR_GARBAGE,
          // What has run before in a process takes a fifth less CPU.
          isolate: false,
          include: [SYSTEM],
          globalSetup: ['packages/testkit/src/global-setup.ts', 'scripts/pages/global-setup.ts'],
          ...PATIENCE,
          // By themselves, for they would wait too long beside what takes the cores.
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'rates',
          include: RATES,
          globalSetup: ['packages/testkit/src/global-setup.ts'],
          ...PATIENCE,
          // When all others are done.
          sequence: { groupOrder: 2 },
          maxWorkers: RATES.length,
        },
      },
    ],
  },
})
