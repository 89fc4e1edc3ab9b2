/** The adapter on a phone in memory, as a stage for scripts. */
import { createWhatsAppWeb } from '../../../adapters/whatsapp/web/index.ts'
import { createFakeWhatsApp } from './fake-phone.ts'
import { createEcho, type Stage } from './scripts.ts'

export async function createFakeStage(folder: string): Promise<Stage & { close(): Promise<void> }> {
  const fake = createFakeWhatsApp()
  const adapter = createWhatsAppWeb({
    folder,
    // Never started: the phone is in memory.
    chromium: process.execPath,
    begin: fake.begin,
    address: (path) => path,
    tell: () => {},
    log: () => {},
    timing: { lookMs: 5, startMs: 500, readyMs: 40, sentMs: 60, spacingMs: 0 },
    againMs: 2,
  })
  const echo = createEcho(() => adapter)
  await adapter.start(echo.hear, () => {})
  return {
    adapter,
    delivered: () => fake.delivered,
    offences: () => fake.offences,
    // A phone in memory knows at once.
    untold: () => 0,
    write: fake.write,
    breathMs: 15,
    patienceMs: 20_000,
    acts: {
      scan: fake.scan,
      expire: fake.expireQr,
      disconnect: () => fake.state('TIMEOUT'),
      connect: () => fake.state('CONNECTED'),
      logout: fake.logout,
      crash: fake.crash,
      die: fake.die,
      stall: fake.stall,
      resume: fake.resume,
      reload: fake.reload,
      early: () => fake.syncEarly(true),
      timely: () => fake.syncEarly(false),
    },
    async close() {
      echo.stop()
      await adapter.stop()
      await adapter.close()
    },
  }
}
