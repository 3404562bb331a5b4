import { shellOfProcess } from '@bridge/runtime'
import { operatorCommand } from './people/operator-command.ts'

process.exitCode = await operatorCommand(process.argv.slice(2), shellOfProcess(process.env))
