import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fetchGuarded, type Limits, openProxy } from '../../src/guard/index.ts'
import { hostileAddress, hostileUrl } from '../kit/hostile-addresses.ts'
import { randomFrom } from '../kit/random.ts'
import { openStage, type Stage } from '../kit/stage.ts'

const limits: Limits = { ms: 5_000, bytes: 100_000, redirects: 3 }
const there = '93.184.215.14'

describe('fetchGuarded', () => {
  let stage: Stage
  let pages: RequestListener
  beforeEach(async () => {
    stage = await openStage((asked, answer) => pages(asked, answer))
    stage.host(there)
    stage.name('lowongan.test.id', [there])
  })
  afterEach(() => stage.close())

  const get = (url: string, within: Partial<Limits> = {}) =>
    fetchGuarded(url, { ...limits, ...within }, stage.network)
  const text = async (url: string) => {
    const got = await get(url)
    return got.kind === 'fetched' ? got.body.toString() : got
  }

  it('brings a page, through redirects, and says where it was', async () => {
    pages = ({ url }, answer) =>
      url === '/a'
        ? answer.writeHead(302, { location: 'b' }).end()
        : answer.writeHead(404, { 'content-type': 'text/html' }).end('tidak ada')
    const got = await get('http://lowongan.test.id/a')
    expect(got).toMatchObject({
      kind: 'fetched',
      status: 404,
      type: 'text/html',
      url: 'http://lowongan.test.id/b',
    })
    expect(got.hops).toEqual(['http://lowongan.test.id/a', 'http://lowongan.test.id/b'])
  })

  it('says nothing of who asks, and keeps nothing it is given', async () => {
    const heads: unknown[] = []
    pages = ({ headers, url }, answer) => {
      heads.push(headers)
      if (url === '/') answer.writeHead(302, { location: '/again', 'set-cookie': 'a=b' }).end()
      else answer.end('ya')
    }
    await get('http://lowongan.test.id/')
    expect(heads).toHaveLength(2)
    for (const each of heads) {
      expect(each).not.toHaveProperty('cookie')
      expect(each).not.toHaveProperty('referer')
      expect(each).not.toHaveProperty('authorization')
    }
  })

  it('unpacks within its limit: a bomb is too big before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    pages = ({ url }, answer) => {
      if (url === '/bomb') return void answer.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
      if (url === '/long') return void answer.end(Buffer.alloc(200_000))
      if (url === '/br')
        return void answer.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync('loker'))
      answer.writeHead(200, { 'content-encoding': 'gzip' }).end('tidak dikemas')
    }
    expect(await get('http://lowongan.test.id/bomb')).toMatchObject({ kind: 'failed', why: 'too-big' })
    expect(await get('http://lowongan.test.id/long')).toMatchObject({ kind: 'failed', why: 'too-big' })
    expect(await text('http://lowongan.test.id/br')).toBe('loker')
    expect(await get('http://lowongan.test.id/')).toMatchObject({ kind: 'failed', why: 'broken' })
  })

  it('ends in time, whoever keeps it waiting', async () => {
    pages = ({ url }, answer) => {
      if (url === '/drip') answer.write('.')
    }
    expect(await get('http://lowongan.test.id/silent', { ms: 200 })).toMatchObject({ why: 'timeout' })
    expect(await get('http://lowongan.test.id/drip', { ms: 200 })).toMatchObject({ why: 'timeout' })
    const slow = { ...stage.network, resolve: () => new Promise<never>(() => {}) }
    expect(await fetchGuarded('http://lowongan.test.id/', { ...limits, ms: 200 }, slow)).toMatchObject({
      why: 'timeout',
    })
  })

  it('gives up on circles, and tells a name that is not there from one that is silent', async () => {
    pages = (_, answer) => answer.writeHead(301, { location: '/' }).end()
    expect(await get('http://lowongan.test.id/')).toMatchObject({
      kind: 'refused',
      why: 'too-many-redirects',
    })
    expect(await get('http://tidak-ada.test.id/')).toMatchObject({ kind: 'failed', why: 'no-such-name' })
  })

  it('reaches nothing that is hostile, by whatever way it is led there', async () => {
    const draw = randomFrom(8)
    let to = ''
    pages = (_, answer) => answer.writeHead(302, { location: to }).end()
    for (let at = 0; at < 150; at++) {
      const url = hostileUrl(draw)
      expect([url, (await get(url)).kind]).toEqual([url, 'refused'])
      // What begins with neither scheme nor slashes is a path of the page that says it.
      to = /^\s*[a-z]+:|^\/\//i.test(url) ? encodeURI(url).replaceAll('%25', '%') : 'http://10.0.0.1/'
      expect([to, (await get('http://lowongan.test.id/')).kind]).toEqual([to, 'refused'])
      const address = hostileAddress(draw)
      stage.name('dalam.test.id', [address])
      expect([address, (await get('http://dalam.test.id/')).kind]).toEqual([address, 'refused'])
      stage.name('campur.test.id', [there, address])
      expect([address, (await get('http://campur.test.id/')).kind]).toEqual([address, 'refused'])
    }
    expect(stage.sung()).toBe(0)
  })

  it('asks a name once for each hop, and goes where it was told then', async () => {
    const answers = [there, '127.0.0.1']
    stage.name('berubah.test.id', () => [answers.shift() ?? '10.0.0.1'])
    pages = (_, answer) => answer.end('halaman')
    expect(await text('http://berubah.test.id/')).toBe('halaman')
    expect(stage.asked).toEqual(['berubah.test.id'])
    expect(await get('http://berubah.test.id/')).toMatchObject({ kind: 'refused', why: 'address' })
    expect(stage.sung()).toBe(0)
  })

  it('goes through a proxy to the address it checked, and the proxy hears no name', async () => {
    pages = (_, answer) => answer.end('lewat')
    const heard: string[] = []
    const tunnel = createServer().on('connect', ({ url = '' }, socket) => {
      heard.push(url)
      const { host, port } = stage.network.reach(url.split(':')[0] ?? '', 80)
      const to = connect(port, host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        socket.pipe(to).pipe(socket)
      })
    })
    await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve))
    const proxy = { host: '127.0.0.1', port: (tunnel.address() as AddressInfo).port }
    const through = { ...stage.network, proxy, reach: (host: string, port: number) => ({ host, port }) }
    const got = await fetchGuarded('http://lowongan.test.id/', limits, through)
    expect(got).toMatchObject({ kind: 'fetched', status: 200 })
    expect(heard).toEqual([`${there}:80`])
    tunnel.close()
  })
})

describe('openProxy', () => {
  it('lets a browser have public pages and nothing else', async () => {
    const stage = await openStage(({ url, headers }, answer) =>
      answer.end(`${headers.host} ${url} ${headers['proxy-connection'] ?? 'bersih'}`),
    )
    stage.host(there)
    stage.name('lowongan.test.id', [there])
    stage.name('dalam.test.id', ['10.0.0.8'])
    const proxy = await openProxy(stage.network, { bytes: 1_000, ms: 10_000 })
    const [host = '', port = ''] = proxy.address.split(':')
    const say = (words: string): Promise<string> =>
      new Promise((resolve, reject) => {
        let heard = ''
        const socket = connect(Number(port), host, () => socket.write(words))
        socket.on('data', (part) => {
          heard += part
          if (heard.includes('\r\n\r\n') && !heard.includes('200 OK\r\n\r\n')) socket.end()
        })
        socket.on('close', () => resolve(heard)).on('error', reject)
        socket.setTimeout(1_000, () => socket.destroy())
      })
    const ask = (url: string) =>
      say(`GET ${url} HTTP/1.1\r\nhost: x\r\nproxy-connection: keep-alive\r\nconnection: close\r\n\r\n`)
    expect(await ask('http://lowongan.test.id/a')).toContain('lowongan.test.id /a bersih')
    expect(await ask('http://dalam.test.id/')).toContain('403')
    expect(await ask('http://127.0.0.1/')).toContain('403')
    expect(await ask('http://tidak-ada.test.id/')).toContain('502')
    expect(await say('CONNECT 169.254.169.254:443 HTTP/1.1\r\nhost: x\r\n\r\n')).toContain('403')
    expect(await say('CONNECT dalam.test.id:443 HTTP/1.1\r\nhost: x\r\n\r\n')).toContain('403')
    expect(await say('CONNECT lowongan.test.id:22 HTTP/1.1\r\nhost: x\r\n\r\n')).toContain('403')
    expect(
      await say(
        'CONNECT lowongan.test.id:80 HTTP/1.1\r\nhost: x\r\n\r\nGET /dalam HTTP/1.0\r\nhost: y\r\n\r\n',
      ),
    ).toContain('y /dalam')
    expect(proxy.refused()).toBe(5)
    expect(stage.sung()).toBe(0)
    await proxy.close()
    await stage.close()
  })
})
