/** The adapter with the real library in a real browser on the stand-in, as a stage for scripts. */
import { join } from 'node:path'
import { holderOf } from '../../../adapters/whatsapp/web/child/lock.ts'
import { createWhatsAppWeb, type WhatsAppWebEvent } from '../../../adapters/whatsapp/web/index.ts'
import { beginProcess, type Line } from '../../../adapters/whatsapp/web/process.ts'
import { openWhatsAppWebSite } from './index.ts'
import { createEcho, type Stage } from './scripts.ts'

export async function createRealStage(
  folder: string,
  log: (event: WhatsAppWebEvent) => void = () => {},
): Promise<Stage & { close(): Promise<void> }> {
  const site = await openWhatsAppWebSite()
  let line: Line | null = null
  const adapter = createWhatsAppWeb({
    folder,
    browserArgs: site.browserArgs,
    begin(heard, over) {
      line = beginProcess(heard, over)
      return line
    },
    address: (path) => path,
    tell: () => {},
    log,
    timing: { lookMs: 200, readyMs: 3_000, sentMs: 2_000, startMs: 20_000 },
    againMs: 100,
  })
  const echo = createEcho(() => adapter)
  await adapter.start(echo.hear, () => {})
  return {
    adapter,
    delivered: () => site.delivered.map(({ text }) => text),
    offences: () => site.offences,
    untold: () => site.untold,
    write: (chat, body) => void site.write({ chat, body }),
    breathMs: 1_000,
    patienceMs: 90_000,
    acts: {
      scan() {
        if (site.qr !== null) site.scan(site.qr)
      },
      expire: site.expireQr,
      disconnect: () => site.state('TIMEOUT'),
      connect: () => site.state('CONNECTED'),
      logout: site.logout,
      crash() {
        const pid = holderOf(join(folder, 'session'))
        if (pid !== null) kill(pid)
      },
      die: () => line?.kill(),
      stall: site.stall,
      resume: site.resume,
      reload: site.reload,
      early: () => site.syncEarly(true),
      timely: () => site.syncEarly(false),
    },
    async close() {
      echo.stop()
      site.resume()
      await adapter.stop()
      await adapter.close()
      await site.close()
    },
  }
}

/** It may have gone in this very moment. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {}
}
