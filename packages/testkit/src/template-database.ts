import { randomBytes } from 'node:crypto'
import { migrate } from '@bridge/db'
import { runSql, withDatabase } from './run-sql.ts'

/** The migrated database that every test file's own is cloned from. */
export interface TemplateDatabase {
  name: string
  drop(): Promise<void>
}

/** Makes and migrates it, under a name of this run's own: the server may be shared with other runs (`DATABASE_URL`). */
export async function makeTemplateDatabase(serverUrl: string): Promise<TemplateDatabase> {
  const name = `bridge_template_${randomBytes(6).toString('hex')}`
  await runSql(serverUrl, `create database ${name}`)
  const drop = () => runSql(serverUrl, `drop database if exists ${name} with (force)`)
  try {
    await migrate(withDatabase(serverUrl, name))
    // Nobody may connect from here on: an open connection would stand in the way of cloning it.
    await runSql(serverUrl, `alter database ${name} with allow_connections false`)
  } catch (error) {
    await drop()
    throw error
  }
  return { name, drop }
}
