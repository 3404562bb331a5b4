import { describeMachine } from './machine.ts'

/** Prints figures for a person as a table, then the same as one line of JSON. */
export function report(name: string, rows: Record<string, string | number>[], goal: string): void {
  process.stdout.write(`\n${name} · ${describeMachine()}\n`)
  console.table(rows)
  process.stdout.write(`Goal: ${goal}\n${JSON.stringify({ bench: name, machine: describeMachine(), rows })}\n`)
}
