import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'

type Way = (packed: Buffer, options: { maxOutputLength: number }) => Buffer

const WAYS = new Map<string, Way>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
  ['zstd', zstdDecompressSync],
])

/**
 * Unpacks a small body that was packed although nobody asked for it; as it is where its encoding is none or not known.
 * @throws whatever zlib says where it is broken, or larger than `maxBytes` once unpacked.
 */
export function unpack(body: Buffer, contentEncoding: string | null, maxBytes: number): Buffer {
  const way = WAYS.get(contentEncoding?.trim().toLowerCase() ?? '')
  return way === undefined || body.length === 0 ? body : way(body, { maxOutputLength: maxBytes })
}
