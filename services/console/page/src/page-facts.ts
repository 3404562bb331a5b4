/** What the console wrote into the page's head as `<meta>`. */
type PageFact = 'csp-nonce' | 'vendor-name' | 'identity-provider'

/** Reads one; empty where it is not there. */
export function pageFact(name: PageFact): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''
}

/** The vendor's name, as set by `VENDOR_NAME`. */
export const vendorName = pageFact('vendor-name')
