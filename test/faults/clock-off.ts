/* Loaded into a process before its own code (`node --import`): its wall clock is off by CLOCK_OFF_MS from then on. */
const offMs = Number(process.env['CLOCK_OFF_MS'] ?? '0')
const RealDate = Date

class OffDate extends RealDate {
  constructor(...args: [] | [number | string | Date]) {
    if (args.length === 0) super(RealDate.now() + offMs)
    else super(args[0])
  }
  static override now(): number {
    return RealDate.now() + offMs
  }
}

globalThis.Date = OffDate as DateConstructor
