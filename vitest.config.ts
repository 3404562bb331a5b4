import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { createClosingLineReporter } from './scripts/test-run/closing-line-reporter.ts'
import { LongestFirst } from './scripts/test-run/longest-first.ts'

export default defineConfig({
  test: {
    // Half of the time a test waits: for a clock, an answer, a process. One worker alone would leave a core idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
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
          include: ['{packages,services,scripts}/*/test/**/*.test.ts', 'test/**/*.test.ts'],
          globalSetup: ['packages/testkit/src/global-setup.ts', 'scripts/pages/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
