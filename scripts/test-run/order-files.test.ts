import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { LONG_FILES, orderFiles, WAITING_FILES } from './order-files.ts'

const order = (paths: string[]) =>
  orderFiles(
    paths.map((path) => `/here/${path}`),
    (path) => ({ path, project: /(^|[/])[a-m][^/]*$/.test(path) ? 'first half' : 'second half' }),
  ).map((path) => path.slice('/here/'.length))

test('a project stays together, that of the longest first; its long ones come first, and those that wait stand apart, the longest first', () => {
  const waiting = ['services/console/test/events.test.ts', 'packages/gradient/test/fleet.test.ts']
  const long = ['test/npm-start/running.test.ts', 'test/pages/numbers.test.ts', 'test/faults/faults.test.ts']
  expect(order(['a.test.ts', 'n.test.ts', ...waiting, 'b.test.ts', ...long, 'e.test.ts', 'f.test.ts'])).toEqual([
    'test/faults/faults.test.ts',
    'a.test.ts',
    'b.test.ts',
    'packages/gradient/test/fleet.test.ts',
    'e.test.ts',
    'services/console/test/events.test.ts',
    'f.test.ts',
    'test/pages/numbers.test.ts',
    'test/npm-start/running.test.ts',
    'n.test.ts',
  ])
})

test('none is lost, however many there are of each kind', () => {
  const waiting = ['services/gateway/test/process.test.ts', 'services/console/test/events.test.ts']
  for (let busy = 0; busy < 8; busy += 1)
    for (let count = 0; count <= waiting.length; count += 1) {
      const all = [...waiting.slice(0, count), ...Array.from({ length: busy }, (_, index) => `${index}.test.ts`)]
      expect(order(all).toSorted()).toEqual(all.toSorted())
    }
})

test('each file that has a place is there', () => {
  const root = resolve(import.meta.dirname, '../..')
  expect([...LONG_FILES, ...WAITING_FILES].filter((file) => !existsSync(resolve(root, file)))).toEqual([])
})
