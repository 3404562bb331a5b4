import { type RawBuilder, sql } from 'kysely'

/** A column by which a list can be sorted, and how a cursor carries it: as text. */
export interface SortColumn {
  value: RawBuilder<unknown>
  asText: RawBuilder<unknown>
  fromText(text: string): RawBuilder<unknown>
}

/** The parts of a statement that reads a sorted list from a place on. */
export interface SortedList {
  /** That a row comes after the place. */
  after: RawBuilder<unknown>
  order: RawBuilder<unknown>
  /** What the cursor carries of a row beside its ids. */
  sortValue: RawBuilder<unknown>
}

/** Ids that tell rows apart: their columns, and those of the row that the last page ended with, if there was one. */
interface Ids {
  columns: RawBuilder<unknown>[]
  after: RawBuilder<unknown>[] | null
}

/** In the order of the ids alone. */
export function sortedByIds(ids: Ids, descending: boolean): SortedList {
  return {
    after: ids.after ? isBeyond(ids, ids.after, descending) : sql`true`,
    order: sql.join(ids.columns.map((column) => sql`${column} ${descending ? sql`desc` : sql`asc`}`)),
    sortValue: sql`null::text`,
  }
}

/**
 * In the order of a column. Rows without a value come last in both directions; of equal ones the lower ids come first. `last` is the value of the
 * row that the last page ended with (null: it had none).
 */
export function sortedByColumn(
  { value, asText, fromText }: SortColumn,
  ids: Ids,
  descending: boolean,
  last: string | null,
): SortedList {
  const after = () => {
    if (!ids.after) return sql`true`
    const tie = isBeyond(ids, ids.after, false)
    if (last === null) return sql`(${value} is null and ${tie})`
    const next = descending ? sql`<` : sql`>`
    return sql`(${value} ${next} ${fromText(last)} or ${value} is null or (${value} = ${fromText(last)} and ${tie}))`
  }
  return {
    after: after(),
    order: sql`${value} ${descending ? sql`desc` : sql`asc`} nulls last, ${sql.join(ids.columns)}`,
    sortValue: asText,
  }
}

function isBeyond(ids: Ids, after: RawBuilder<unknown>[], descending: boolean): RawBuilder<unknown> {
  return sql`(${sql.join(ids.columns)}) ${descending ? sql`<` : sql`>`} (${sql.join(after)})`
}

/** The order of names that people expect, whatever their capitals. */
export function byName(name: RawBuilder<unknown>): SortColumn {
  return {
    value: sql`${name} collate by_name`,
    asText: name,
    fromText: (text) => sql`${text}::text collate by_name`,
  }
}

/** Whole numbers by their size. */
export function byNumber(value: RawBuilder<unknown>): SortColumn {
  return { value, asText: sql`${value}::text`, fromText: (text) => sql`${text}::integer` }
}

/** Times, to the microsecond. */
export function byTime(value: RawBuilder<unknown>): SortColumn {
  return {
    value,
    asText: sql`to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
    fromText: (text) => sql`${text}::timestamptz`,
  }
}

/** Words in the order of a list that has them all. */
export function byRank(word: RawBuilder<unknown>, words: readonly string[]): SortColumn {
  const rank = (of: RawBuilder<unknown>) => sql`array_position(${sql.lit(`{${words.join()}}`)}::text[], ${of})`
  return { value: rank(word), asText: word, fromText: (text) => rank(sql`${text}::text`) }
}
