import type { TestContext } from 'vitest'
import { type Stack, type StackOptions, startStack } from './stack.ts'

/**
 * Starts a stack of one test's own, so that the tests of a file can run beside each other. It is closed when the test ends, after what the
 * test opened over it and had closed by `onTestFinished`.
 */
export async function startOwnStack(test: TestContext, options: StackOptions = {}): Promise<Stack> {
  const stack = await startStack(options)
  test.onTestFinished(() => stack.close())
  return stack
}
