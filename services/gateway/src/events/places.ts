/** Why there is no place: this caller has all that it may have, or there is none left for anybody. */
export type NoPlace = 'caller' | 'all'

/** Counts the streams that are open: by caller, and altogether. */
export function createPlaces(most: { perCaller: number; altogether: number }) {
  const byCaller = new Map<string, number>()
  let taken = 0

  return {
    /** Takes a place; it is given back by calling the answer, of which twice is once. */
    take(caller: string): (() => void) | NoPlace {
      const own = byCaller.get(caller) ?? 0
      if (own >= most.perCaller) return 'caller'
      if (taken >= most.altogether) return 'all'
      byCaller.set(caller, own + 1)
      taken += 1
      let given = false
      return () => {
        if (given) return
        given = true
        taken -= 1
        const left = (byCaller.get(caller) ?? 1) - 1
        if (left === 0) byCaller.delete(caller)
        else byCaller.set(caller, left)
      }
    },
  }
}
