import { expect, test } from 'vitest'
import { createPasswordChecker, hashPassword, passwordProblem } from './password.ts'

test('a password is kept as argon2id with the work that OWASP asks for, each time with other salt', async () => {
  const [one, other] = await Promise.all([hashPassword('the same password'), hashPassword('the same password')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(other)
})

test('the right password is right, a wrong one is wrong, and so is any where none is kept', async () => {
  const checker = await createPasswordChecker('nobody’s')
  const kept = await hashPassword('Zoë’s long password')
  expect(await checker.isRight('Zoë’s long password'.normalize('NFD'), kept)).toBe(true)
  expect(await checker.isRight('zoë’s long password', kept)).toBe(false)
  for (const nothing of [null, undefined]) {
    expect(await checker.isRight('anything', nothing)).toBe(false)
    expect(await checker.isRight('nobody’s', nothing)).toBe(false)
  }
})

test('it takes as long to find a password wrong where none is kept', async () => {
  const checker = await createPasswordChecker('nobody’s')
  const kept = await hashPassword('Zoë’s long password')
  const timed = async (of: string | null) => {
    const began = performance.now()
    await checker.isRight('wrong', of)
    return performance.now() - began
  }
  // In turns, so that what else the machine does strikes both. An answer without the work comes within a hundredth of the time.
  const turns: [number, number][] = []
  for (let n = 0; n < 7; n += 1) turns.push([await timed(null), await timed(kept)])
  const [quickestOfNone, quickestOfKept] = [
    Math.min(...turns.map(([none]) => none)),
    Math.min(...turns.map(([, of]) => of)),
  ]
  expect(quickestOfNone / quickestOfKept).toBeGreaterThan(0.2)
})

test('too short and too long ones are refused', () => {
  expect(passwordProblem('eleven char')).toMatch(/12 letters at least/)
  expect(passwordProblem('x'.repeat(257))).toMatch(/256/)
  expect(passwordProblem('twelve chars')).toBeUndefined()
})
