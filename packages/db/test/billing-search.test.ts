import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { givenPartner } from '@bridge/testkit'
import { beforeAll, describe, expect, test } from 'vitest'
import { listCompanies } from '../src/index.ts'
import { useTestLedger } from './test-ledger.ts'

const { db } = useTestLedger()
const examples = join(import.meta.dirname, '../../../examples')

let partnerId: string
let names: string[]
beforeAll(async () => {
  const lines = readdirSync(examples)
    .filter((file) => file.endsWith('.csv'))
    .flatMap((file) => readFileSync(join(examples, file), 'utf8').split('\n').slice(1))
  const unquoted = lines.filter((line) => line !== '' && !line.includes('"'))
  names = [...new Set(unquoted.map((line) => line.split(',')[4] ?? ''))].filter((name) => name !== '')
  const odd = [
    '100% Bakery',
    'A_B Ltd',
    'AxB Ltd',
    'C\\D',
    "O'Neill; drop table company",
    'Straße 5',
    'ΣΟΦΟΣ',
    'ﾃｽﾄ株式会社',
  ]
  partnerId = await givenPartner(db(), {
    companies: [...names, ...odd].map((name, index) => ({ id: `Id-${String(index).padStart(3, '0')}`, name })),
  })
})

const search = async (text: string) => {
  const found = await listCompanies(db(), { partnerId, search: text, afterId: '', limit: 500 })
  return found.map(({ name }) => name)
}

describe('companies are found', () => {
  test('by any part of their name, in capitals or not, in every script of the examples', async () => {
    expect(names.length).toBeGreaterThan(20)
    for (const name of names) {
      const letters = [...name]
      const part = letters.slice(Math.floor(letters.length / 3), Math.ceil((letters.length * 2) / 3)).join('')
      for (const text of [name, part, part.toUpperCase(), name.toLowerCase()])
        expect(await search(text)).toContain(name)
    }
  })

  test('by their id, in capitals or not', async () => {
    expect(await search('id-000')).toEqual([names[0]])
    expect(await search('D-00')).toHaveLength(10)
  })

  test('by characters that mean something elsewhere, as they stand', async () => {
    expect(await search('%')).toEqual(['100% Bakery'])
    expect(await search('a_b')).toEqual(['A_B Ltd'])
    expect(await search('\\')).toEqual(['C\\D'])
    expect(await search("'neill;")).toEqual(["O'Neill; drop table company"])
    expect(await search('.*')).toEqual([])
    expect(await search('_')).toEqual(['A_B Ltd'])
  })

  test('by other ways of writing the same letters', async () => {
    expect(await search('STRASSE')).toEqual(['Straße 5'])
    expect(await search('σοφος')).toEqual(['ΣΟΦΟΣ'])
    expect(await search('σοφοσ')).toEqual(['ΣΟΦΟΣ'])
    expect(await search('テスト')).toContain('ﾃｽﾄ株式会社')
    const accented = names.find((name) => name.normalize('NFD') !== name) ?? ''
    expect(await search(accented.normalize('NFD'))).toContain(accented)
  })

  test('page by page', async () => {
    const first = await listCompanies(db(), { partnerId, search: 'id-0', afterId: '', limit: 3 })
    const next = await listCompanies(db(), { partnerId, search: 'id-0', afterId: first[2]?.id ?? '', limit: 3 })
    expect([...first, ...next].map(({ id }) => id)).toEqual(
      ['000', '001', '002', '003', '004', '005'].map((n) => `Id-${n}`),
    )
  })
})
