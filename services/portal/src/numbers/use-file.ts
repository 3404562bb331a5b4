import { useMutation } from '@tanstack/react-query'
import { ApiError } from '../api/api-error.ts'

/** How long a browser may take to begin to keep a file. */
const KEPT_MS = 60_000

/** A file of the gateway's, and the name under which it is kept. */
export interface WantedFile {
  address: string
  accept: 'text/csv' | 'text/html'
  name: string
}

/** Fetches a file and hands it to the browser to be kept. By a plain link the browser would not ask for CSV, and would show a refusal as a page. */
export function useFile() {
  return useMutation({
    mutationFn: async (file: WantedFile) => {
      keep(await fetchFile(file), file.name)
    },
  })
}

async function fetchFile({ address, accept }: WantedFile): Promise<Blob> {
  let response: Response
  try {
    response = await fetch(address, { headers: { accept }, credentials: 'same-origin' })
    if (response.ok) return await response.blob()
  } catch {
    throw new ApiError(0, {})
  }
  throw new ApiError(response.status, (await response.json().catch(() => ({}))) as { code?: string; detail?: string })
}

function keep(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS)
}
