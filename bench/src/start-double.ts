import { type LineProcess, startLineProcess } from './line-process.ts'

/** The Gradient double in a process of its own. */
export interface GradientDouble {
  url: string
  process: LineProcess
}

/** Starts it; it answers every call after so many milliseconds. */
export async function startDouble(answerAfterMs: number): Promise<GradientDouble> {
  const process = startLineProcess('bench/src/gradient-double.ts', {}, { args: [String(answerAfterMs)] })
  const url = await process.next((line) => (JSON.parse(line) as { url?: string }).url)
  return { url, process }
}
