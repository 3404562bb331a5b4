import { join } from 'node:path'
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGatewayForTest, type TestGateway } from '../../services/gateway/test/start-gateway-for-test.ts'

const SHAPES = join(import.meta.dirname, '../../services/portal/src/api/schema.gen.ts')
const HEAD =
  '// Made from the gateway’s /openapi.json by: npm test -- --project system test/portal/client-matches -u\n\n'

let gateway: TestGateway
beforeAll(async () => {
  gateway = await startGatewayForTest()
})
afterAll(() => gateway.close())

test('the portal’s shapes are those of the gateway’s OpenAPI document', async () => {
  const response = await fetch(`${gateway.url}/openapi.json`)
  const document = (await response.json()) as OpenAPI3
  await expect(HEAD + astToString(await openapiTS(document))).toMatchFileSnapshot(SHAPES)
})
