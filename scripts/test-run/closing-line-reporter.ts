import type { Reporter, TestModule } from 'vitest/node'
import { closingLine } from './closing-line.ts'
import { drawSlowestFiles } from './slowest-files.ts'

const SLOWEST_NAMED = 10

/**
 * Vitest's reporter that names the slowest files and closes a run with "N passed, N failed". A file that could not be loaded, a hook that broke and an error outside every
 * test count as one failure each: otherwise they would end in "0 failed".
 */
export function createClosingLineReporter(): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors) {
      const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
      for (const module of modules) {
        let failedHere = 0
        for (const test of module.children.allTests()) {
          const { state } = test.result()
          if (state === 'passed') counts.passed += 1
          else if (state === 'failed') failedHere += 1
          else counts.skipped += 1
        }
        counts.failed += failedHere + brokenOutsideTests(module, failedHere)
      }
      // Not even one file was run: the global setup broke, or nothing fits the filter.
      if (modules.length === 0 && counts.failed === 0) counts.failed = 1
      const files = modules.map((module) => ({ file: module.relativeModuleId, ms: module.diagnostic().duration }))
      process.stdout.write(`\n${drawSlowestFiles(files, SLOWEST_NAMED)}\n\n${closingLine(counts)}\n`)
    },
  }
}

function brokenOutsideTests(module: TestModule, failedTests: number): number {
  const suites = [...module.children.allSuites()]
  const errors = module.errors().length + suites.reduce((sum, suite) => sum + suite.errors().length, 0)
  return errors > 0 ? errors : module.state() === 'failed' && failedTests === 0 ? 1 : 0
}
