import type { Db } from '@bridge/db'
import { sql } from 'kysely'
import { calls } from './calls.ts'
import { history } from './history.ts'
import { ledger } from './ledger.ts'
import { people } from './people.ts'
import { type ConsoleSeed, dropShapeTables, shapeOf, shapeTables } from './shape.ts'

/**
 * Gives an empty, migrated database partners, companies, twelve months of reports, runs, pushes in every outcome with every cause, and their
 * calls. Set by set, and the same each time for the same input. The connections' keys do not open.
 */
export async function seedConsole(db: Db, seed: ConsoleSeed): Promise<void> {
  const shape = shapeOf(seed)
  const statements = [
    ...shapeTables(shape),
    ...people(shape),
    ...ledger(shape),
    ...calls(shape),
    ...(seed.withOperators ? history(shape) : []),
    ...dropShapeTables(),
  ]
  await db.connection().execute(async (one) => {
    for (const statement of statements) await statement.execute(one)
  })
  await sql`vacuum analyze`.execute(db)
}
