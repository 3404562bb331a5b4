import { createTestDatabase, type TestDatabase } from '@bridge/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findVendorServiceOnce, vendorServiceId } from '../src/index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('of many processes that start at once one makes the service, and all are told its id', async () => {
  let made = 0
  const make = async () => {
    made += 1
    return `service-${made}`
  }
  const ids = await Promise.all(Array.from({ length: 8 }, () => findVendorServiceOnce(database.db, 'name:Phin', make)))
  expect(new Set(ids)).toEqual(new Set(['service-1']))
  expect(made).toBe(1)
})

test('a look-up that fails keeps nothing, and the next one finds it', async () => {
  const fail = async () => {
    throw new Error('Gradient does not answer')
  }
  await expect(findVendorServiceOnce(database.db, 'id:42', fail)).rejects.toThrow('does not answer')
  expect(await vendorServiceId(database.db, 'id:42')).toBeNull()
  expect(await findVendorServiceOnce(database.db, 'id:42', async () => '42')).toBe('42')
})
