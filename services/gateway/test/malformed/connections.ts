import type { Malformed } from './malformed.ts'

const connection = '/v1/partners/p1/gradient-connection'

/** A partner’s connection to Gradient. */
export const connections: Malformed[] = [
  [
    'a sync nobody knows',
    'GET',
    `${connection}/account-syncs/2ca9ccf9-89db-4840-912f-d67350ce8394`,
    undefined,
    {},
    404,
    'sync_not_found',
  ],
  ['a key that is too short', 'PUT', connection, { partnerApiKey: 'abc' }, {}, 422, 'partner_key_rejected'],
  ['a key that is too long', 'PUT', connection, { partnerApiKey: 'a'.repeat(513) }, {}, 400, 'malformed_request'],
  ['a key with a space', 'PUT', connection, { partnerApiKey: 'abcd efgh' }, {}, 400, 'malformed_request'],
  ['a key with a line break', 'PUT', connection, { partnerApiKey: 'abcdefgh\r\n' }, {}, 400, 'malformed_request'],
  ['a key with an accent', 'PUT', connection, { partnerApiKey: 'abcdefghé' }, {}, 400, 'malformed_request'],
  ['no key', 'PUT', connection, {}, {}, 400, 'malformed_request'],
  [
    'a key for a partner nobody knows',
    'PUT',
    '/v1/partners/zz/gradient-connection',
    { partnerApiKey: 'abcdefgh' },
    {},
    404,
    'partner_not_found',
  ],
  [
    'a connection of a partner nobody knows',
    'GET',
    '/v1/partners/zz/gradient-connection',
    undefined,
    {},
    404,
    'partner_not_found',
  ],
  ['a sync where nothing is connected', 'POST', `${connection}/sync-accounts`, undefined, {}, 409, 'not_connected'],
  [
    'a sync with a body that means nothing',
    'POST',
    `${connection}/sync-accounts`,
    { all: true },
    {},
    400,
    'malformed_request',
  ],
  [
    'a disconnect of a partner nobody knows',
    'DELETE',
    '/v1/partners/zz/gradient-connection',
    undefined,
    {},
    404,
    'partner_not_found',
  ],
]
