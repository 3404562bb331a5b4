import { defineConfig } from 'vitest/config'
import { createClosingLineReporter } from './scripts/test-run/closing-line-reporter.ts'

export default defineConfig({
  test: {
    reporters: ['default', createClosingLineReporter()],
    projects: [
      {
        test: {
          name: 'unit',
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
          globalSetup: ['packages/testkit/src/global-setup.ts', 'scripts/portal/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
