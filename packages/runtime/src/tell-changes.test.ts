import { pino } from 'pino'
import { expect, test } from 'vitest'
import { tellChanges } from './tell-changes.ts'

test('what a check finds is logged when it changes and not each time it is asked', async () => {
  const lines: { level: number; problem?: string }[] = []
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) })
  let problem: string | undefined
  const check = tellChanges(log, 'redis', async () => problem)
  const ask = async (now: string | undefined) => {
    problem = now
    return [await check(), ...(await Promise.all([check(), check()]))]
  }
  expect(await ask(undefined)).toEqual([undefined, undefined, undefined])
  expect(lines).toEqual([])
  expect(await ask('evicts')).toEqual(['evicts', 'evicts', 'evicts'])
  await ask('keeps nothing')
  await ask(undefined)
  await ask('evicts')
  expect(lines.map((line) => [line.level, line.problem])).toEqual([
    [50, 'evicts'],
    [50, 'keeps nothing'],
    [30, undefined],
    [50, 'evicts'],
  ])
  expect(lines[0]).toMatchObject({ check: 'redis' })
})
