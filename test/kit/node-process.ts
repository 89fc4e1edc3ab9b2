/** Stand-ins in processes of their own: started, asked by JSON over HTTP, ended. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import { createInterface } from 'node:readline'

export function startNode(argv: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', ...argv], { stdio: ['pipe', 'pipe', 'inherit'] })
}

export async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the process has no output')
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`the process ended with ${String(code)} before it was ready`)
  })
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), died])) as [string]
  died.catch(() => undefined)
  return line
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

export function post(url: string, body: unknown, agent: http.Agent): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json' },
    })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (response.statusCode === 200) resolve(JSON.parse(text))
        else reject(new Error(`the stand-in answered ${response.statusCode}: ${text.slice(0, 300)}`))
      })
    })
    request.end(JSON.stringify(body))
  })
}
