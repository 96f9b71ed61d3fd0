import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { TrialfanError } from '../../contract/errors.ts'
import type { AppContext } from '../../infra/app-settings.ts'
import type { Cdk } from './find-cdk.ts'
import type { Surroundings } from './surroundings.ts'

export interface CdkToolkitOptions {
  readonly cdk: Cdk
  readonly region: string
  readonly context: AppContext & { readonly stack: string }
  readonly surroundings: Surroundings
}

/** The CDK's command line on one synthesized stack. It is the user's own copy: the CDK is an optional peer dependency. */
export class CdkToolkit implements AsyncDisposable {
  readonly #options: CdkToolkitOptions
  /** Holds the assembly, and no cdk.json of somebody else's. */
  readonly #folder: string

  /** @throws ShapeError for a name, sizes or a runtime that do not fit */
  static async open(options: CdkToolkitOptions): Promise<CdkToolkit> {
    const toolkit = new CdkToolkit(options, await mkdtemp(join(tmpdir(), 'trialfan-deploy-')))
    try {
      options.cdk.synthesize(join(toolkit.#folder, 'assembly'), options.context)
      return toolkit
    } catch (cause) {
      await toolkit[Symbol.asyncDispose]()
      throw cause
    }
  }

  private constructor(options: CdkToolkitOptions, folder: string) {
    this.#options = options
    this.#folder = folder
  }

  /** Shows what a deployment would change. False when it would change nothing. */
  async diff(): Promise<boolean> {
    const said = await this.#run('diff', '--method=template')
    return !said.includes('Number of stacks with differences: 0')
  }

  async deploy(): Promise<void> {
    await this.#run('deploy', '--require-approval=never', '--progress=events')
  }

  async destroy(): Promise<void> {
    await this.#run('destroy', '--force')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** @throws TrialfanError `CDK_FAILED`; what went wrong was printed */
  async #run(command: string, ...rest: readonly string[]): Promise<string> {
    const { cdk, region, context, surroundings } = this.#options
    const args = [cdk.program, command, context.stack, '--app', join(this.#folder, 'assembly'), '--no-notices', ...rest]
    const child = spawn(process.execPath, args, {
      cwd: this.#folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...surroundings.env,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        CDK_DISABLE_VERSION_CHECK: '1',
        CDK_DISABLE_CLI_TELEMETRY: 'true',
      },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
        surroundings.stderr.write(text)
      })
    }
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
    if (code === 0) return said
    throw new TrialfanError('CDK_FAILED', `cdk ${command} failed (exit code ${code}); what it said is above`, { command, code })
  }
}
