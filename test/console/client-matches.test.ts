import { join } from 'node:path'
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startConsoleForTest, type TestConsole } from '../../services/console/test/start-console-for-test.ts'
import { openapiOf } from './openapi.ts'

const SHAPES = join(import.meta.dirname, '../../services/console/page/src/api/schema.gen.ts')
const HEAD =
  '// Made from the schemas of the console’s routes by: npm test -- --project system test/console/client-matches -u\n\n'

let running: TestConsole
beforeAll(async () => {
  running = await startConsoleForTest()
})
afterAll(() => running.close())

test('the operators’ page’s shapes are those of the console’s schemas', async () => {
  const document = openapiOf(running.routes) as unknown as OpenAPI3
  await expect(HEAD + astToString(await openapiTS(document))).toMatchFileSnapshot(SHAPES)
})
