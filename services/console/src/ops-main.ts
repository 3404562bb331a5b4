import { shellOfProcess } from '@bridge/runtime'
import { opsCommand } from './ops/ops-command.ts'

process.exitCode = await opsCommand(process.argv.slice(2), {
  ...shellOfProcess(process.env),
  operatorName: process.env['OPERATOR_NAME'],
})
