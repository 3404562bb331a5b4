import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { LONG_FILES, orderFiles, WAITING_FILES } from './order-files.ts'
import { RATES } from './rates.ts'

const order = (paths: string[]) =>
  orderFiles(
    paths.map((path) => `/here/${path}`),
    (path) => ({ path, project: path.startsWith('/here/test/') ? 'programs' : 'integration' }),
  ).map((path) => path.slice('/here/'.length))

test('the long ones come first, those that wait stand apart, the longest first, and a project stays together', () => {
  const files = ['a.test.ts', 'services/gateway/test/redis-down.test.ts', 'services/gateway/test/process.test.ts']
  const all = [...files, 'b.test.ts', 'test/readme.test.ts', 'c.test.ts', 'test/faults/faults.test.ts', 'd.test.ts']
  expect(order(all)).toEqual([
    'test/faults/faults.test.ts',
    'test/readme.test.ts',
    'services/gateway/test/process.test.ts',
    'a.test.ts',
    'b.test.ts',
    'services/gateway/test/redis-down.test.ts',
    'c.test.ts',
    'd.test.ts',
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
  expect([...LONG_FILES, ...WAITING_FILES, ...RATES].filter((file) => !existsSync(resolve(root, file)))).toEqual([])
})
