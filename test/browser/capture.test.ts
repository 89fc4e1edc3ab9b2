import { accessSync, constants } from 'node:fs'
import type { RequestListener } from 'node:http'
import { delimiter, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { look } from '../../src/capture/index.ts'
import { openStage, type Stage } from '../kit/stage.ts'

const there = '93.184.215.14'
const goneWords = ['akun ini telah ditangguhkan']
const offer =
  'Dicari admin online Kamboja gaji lima belas juta tanpa ijazah tiket paspor kami urus hubungi sekarang juga'
const chromium =
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'chromium'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    }) ?? null

describe('look', () => {
  let stage: Stage
  let page: (url: string) => string = () => ''
  let status = 200
  const asked: string[] = []
  const pages: RequestListener = ({ url = '', headers }, answer) => {
    asked.push(`${headers.host}${url}`)
    answer.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(page(url))
  }
  beforeAll(async () => {
    stage = await openStage(pages)
    stage.host(there)
    stage.name('lowongan.test.id', [there])
    stage.name('gambar.test.id', [there])
    stage.name('dalam.test.id', ['10.0.0.8'])
  })
  afterAll(() => stage.close())
  const see = (before: string | null = null) =>
    look('http://lowongan.test.id/', before, { network: stage.network, chromium, goneWords })

  it('pictures a page as a phone shows it, also what its script writes', async () => {
    page = () => `<body style="background:#ff0000"><script>document.body.append('${offer}')</script></body>`
    const looked = await see()
    expect(looked).toMatchObject({ result: 'alive', seen: { status: 200, url: 'http://lowongan.test.id/' } })
    expect(looked.seen.text).toContain('Dicari admin')
    const { data, info } = await sharp(looked.picture?.bytes).raw().toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([412, 915])
    const corner = (info.height - 1) * info.width * info.channels
    expect([...data.subarray(corner, corner + 3)]).toEqual([255, 0, 0])
    expect((await see(looked.seen.text)).result).toBe('alive')
    page = () => '<body>Toko bunga melati, buka setiap hari, pesan antar ke seluruh kota</body>'
    expect((await see(looked.seen.text)).result).toBe('changed')
    page = () => '<body>Maaf. Akun ini telah ditangguhkan.</body>'
    expect((await see(looked.seen.text)).result).toBe('gone')
    status = 404
    expect((await see(looked.seen.text)).result).toBe('gone')
    status = 200
  })

  it('lets no page reach this machine or its network, by any way a browser has', async () => {
    asked.length = 0
    const inner = [
      '127.0.0.1',
      'localhost',
      '[::1]',
      '10.0.0.8',
      'dalam.test.id',
      '169.254.169.254',
      '0x7f000001',
    ]
    const frames = inner.map(
      (host) => `<iframe src="http://${host}/"></iframe><img src="http://${host}/a.png">`,
    )
    page = (url) =>
      url === '/'
        ? `<body>${offer}${frames.join('')}<img src="http://gambar.test.id/b.png"><script>
            for (const host of ${JSON.stringify(inner)}) {
              fetch('http://' + host + '/f', { mode: 'no-cors' }).catch(() => {})
              try { new WebSocket('ws://' + host + '/w') } catch {}
              navigator.sendBeacon('http://' + host + '/s')
            }
            new RTCPeerConnection({ iceServers: [{ urls: 'stun:127.0.0.1:3478' }] }).createDataChannel('x')
            window.open('http://127.0.0.1/')
            alert('halo')
          </script></body>`
        : ''
    const looked = await see()
    expect(looked.seen.text).toContain('Dicari admin')
    expect(stage.sung()).toBe(0)
    expect(asked).toContain('gambar.test.id/b.png')
    expect(asked.filter((each) => !/^(lowongan|gambar)\.test\.id/.test(each))).toEqual([])
  })

  it('follows no page into the network behind it', async () => {
    page = (url) => (url === '/' ? `<body>${offer}<script>location = 'http://10.0.0.8/'</script></body>` : '')
    await see()
    page = () => `<meta http-equiv="refresh" content="0; url=http://dalam.test.id/">${offer}`
    await see()
    expect(stage.sung()).toBe(0)
  })

  it('tells a name that is gone from a machine that is silent, also without a browser', async () => {
    const eyes = { network: stage.network, chromium: null, goneWords }
    expect((await look('http://tidak-ada.test.id/', null, eyes)).result).toBe('gone')
    expect((await look('http://dalam.test.id/', null, eyes)).result).toBe('unknown')
    page = () => `<body><p>${offer}</p><script>ignored()</script></body>`
    expect(await look('http://lowongan.test.id/', offer, eyes)).toMatchObject({
      result: 'alive',
      seen: { text: offer },
      picture: null,
    })
  })
})
