import { csv, json, type Malformed } from './malformed.ts'

const columns = 'partner_id,partner_name,company_id,company_name'

/** Imports. */
export const imports: Malformed[] = [
  ['JSON where CSV is taken', 'POST', '/v1/imports', '[]', json, 415, 'unsupported_media_type'],
  ['an import without a type', 'POST', '/v1/imports', undefined, {}, 415, 'unsupported_media_type'],
  [
    'a compressed import',
    'POST',
    '/v1/imports',
    'partner_id\np2',
    { ...csv, 'content-encoding': 'gzip' },
    415,
    'unsupported_media_type',
  ],
  ['an empty import', 'POST', '/v1/imports', '', csv, 400, 'bad_columns'],
  ['an import without a header', 'POST', '/v1/imports', 'p2,Partner Two,c2,Company Two\n', csv, 400, 'bad_columns'],
  ['a column nobody knows', 'POST', '/v1/imports', `${columns},colour\np2,P,c2,C,red\n`, csv, 400, 'bad_columns'],
  ['a column twice', 'POST', '/v1/imports', `${columns},company_id\np2,P,c2,C,c3\n`, csv, 400, 'bad_columns'],
  ['no partner_id column', 'POST', '/v1/imports', 'partner_name\nP\n', csv, 400, 'bad_columns'],
  [
    'a header in UTF-16',
    'POST',
    '/v1/imports',
    new Uint8Array(Buffer.from(`${columns}\np2,P,c2,C\n`, 'utf16le')),
    csv,
    400,
    'bad_columns',
  ],
  ['a header that never ends', 'POST', '/v1/imports', 'a'.repeat(300_000), csv, 400, 'bad_columns'],
]
