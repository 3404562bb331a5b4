import { expect, test } from 'vitest'
import { isSameName } from './same-name.ts'

test('a name typed by hand is the name, whatever the keyboard makes of its signs', () => {
  expect(isSameName(' harbour & pine technology,  llc ', 'Harbour & Pine Technology, LLC')).toBe(true)
  expect(isSameName('Mesogeia Cloud - Υπηρεσίες Νέφους', 'Mesogeia Cloud – Υπηρεσίες Νέφους')).toBe(true)
  expect(isSameName("O'Dell", 'O’Dell')).toBe(true)
  expect(isSameName('Soluciones Tierra Alta', 'Soluciones Tierra Alta')).toBe(true)
})

test('another name, or none, is not', () => {
  expect(isSameName('', 'Nordlys Drift & Støtte AS')).toBe(false)
  expect(isSameName('Nordlys Drift & Stotte AS', 'Nordlys Drift & Støtte AS')).toBe(false)
  expect(isSameName('Nordlys', 'Nordlys Drift & Støtte AS')).toBe(false)
})
