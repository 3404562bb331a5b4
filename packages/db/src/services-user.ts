import pg from 'pg'

/** The services' address names no user that could be made, or one that could do too much. */
export class ServicesUserError extends Error {
  override name = 'ServicesUserError'
}

/**
 * Gives the services a database user of their own: makes the one that `servicesUrl` names where there is none, with its password, and lets it read and write
 * every table, those of later migrations too, and gather rows in temporary ones. To what operators did (operator_action) it can only add, and it owns nothing: it cannot drop the
 * trigger that refuses changes there. Done again it changes nothing but the password. `ownerUrl` names who owns the tables and may make roles.
 * @throws ServicesUserError
 */
export async function giveTablesToServices(ownerUrl: string, servicesUrl: string): Promise<{ user: string }> {
  const { username, password } = new URL(servicesUrl)
  const user = decodeURIComponent(username)
  if (user === '' || password === '') throw new ServicesUserError('needs a user and its password')
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'migrate' })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin')
    // Of several at once, one after the other: as in `keepAuditToAdding`, which changes the same rights.
    await client.query("select pg_advisory_xact_lock(hashtext('operator_action'))")
    const known = await stateOf(client, user)
    if (known.isTooMuch) throw new ServicesUserError(`must name another user than ${user}, which could do anything`)
    const role = pg.escapeIdentifier(user)
    await client.query(
      `${known.isThere ? 'alter' : 'create'} role ${role} login password ${pg.escapeLiteral(decodeURIComponent(password))}`,
    )
    const { rows } = await client.query<{ name: string }>('select current_database() as name')
    await client.query(`
      grant connect, temporary on database ${pg.escapeIdentifier(rows[0]?.name ?? '')} to ${role};
      grant usage on schema public to ${role};
      grant select, insert, update, delete on all tables in schema public to ${role};
      alter default privileges in schema public grant select, insert, update, delete on tables to ${role};
      revoke update, delete, truncate on operator_action from ${role};
      revoke insert, update, delete on kysely_migration, kysely_migration_lock from ${role}`)
    await client.query('commit')
    return { user }
  } finally {
    // What was not committed is gone with the connection.
    await client.end()
  }
}

async function stateOf(client: pg.Client, user: string): Promise<{ isThere: boolean; isTooMuch: boolean }> {
  const { rows } = await client.query<{ isTooMuch: boolean }>(
    "select r.rolsuper or pg_has_role(r.oid, c.relowner, 'member') as \"isTooMuch\" from pg_roles r, pg_class c where r.rolname = $1 and c.oid = to_regclass('operator_action')",
    [user],
  )
  return { isThere: rows.length > 0, isTooMuch: rows[0]?.isTooMuch ?? false }
}
