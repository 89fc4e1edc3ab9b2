/** The reader of letters: Tesseract with its Indonesian and English models from the packages, and no way to a network. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Grey } from './fingerprint.ts'

/** A part of the picture in pixels; the end is not in it. */
export interface Box {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}
export interface SeenWord {
  readonly text: string
  /** How sure the reader is, 0 to 100. */
  readonly sure: number
  readonly box: Box
}
export interface SeenLine {
  readonly words: readonly SeenWord[]
  readonly sure: number
  readonly box: Box
}

export type Letters = (picture: Grey) => Promise<readonly SeenLine[]>

/** What the library's own thread is told and answers (`tesseract.js/src/worker-script`). Here it runs in our process,
 * which is a separate one already: nothing is copied, and its end is the end of all of it. */
interface Script {
  setAdapter(adapter: Readonly<Record<string, unknown>>): void
  dispatchHandlers(
    packet: {
      readonly workerId: string
      readonly jobId: string
      readonly action: string
      readonly payload: object
    },
    answer: (message: { readonly status: string; readonly data: unknown }) => void,
  ): void
}
/** The shape of what `recognize` gives for `blocks` (tesseract.js 7, `index.d.ts`: Block to Word). */
interface Seen {
  readonly text: string
  readonly confidence: number
  readonly bbox: Box
}
interface Page {
  readonly blocks:
    | readonly {
        readonly paragraphs: readonly {
          readonly lines: readonly (Seen & { readonly words: readonly Seen[] })[]
        }[]
      }[]
    | null
}

const languages = ['ind', 'eng']
const require = createRequire(import.meta.url)

/** Loads the models: about half a second, and 100 MB that stay. */
export async function openLetters(): Promise<Letters> {
  const script: Script = require('tesseract.js/src/worker-script/index.js')
  script.setAdapter({
    getCore: require('tesseract.js/src/worker-script/node/getCore.js'),
    gunzip: gunzipSync,
    readCache: (path: string) => readFile(path),
    fetch: () => Promise.reject(new Error('nothing is fetched while reading a picture')),
  })
  const ask = (action: string, payload: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      script.dispatchHandlers({ workerId: 'letters', jobId: action, action, payload }, ({ status, data }) => {
        if (status === 'resolve') resolve(data)
        else if (status === 'reject')
          reject(new Error(`the reader of letters fails at ${action}`, { cause: data }))
      })
    })
  await ask('load', { options: { lstmOnly: true } })
  for (const language of languages)
    await ask('loadLanguage', {
      langs: [language],
      options: { langPath: modelFolder(language), cacheMethod: 'none', gzip: true, lstmOnly: true },
    })
  await ask('initialize', { langs: languages.join('+'), oem: 1, config: {} })
  await ask('setParameters', { params: { debug_file: '/dev/null' } })
  return async (picture) => {
    const page = (await ask('recognize', {
      image: asPgm(picture),
      options: {},
      output: { blocks: true, text: false },
    })) as Page
    return (page.blocks ?? [])
      .flatMap(({ paragraphs }) => paragraphs)
      .flatMap(({ lines }) => lines)
      .map(({ words, confidence, bbox }) => ({
        words: words.map((word) => ({ text: word.text, sure: word.confidence, box: word.bbox })),
        sure: confidence,
        box: bbox,
      }))
  }
}

const modelFolder = (language: string): string =>
  join(dirname(require.resolve(`@tesseract.js-data/${language}/package.json`)), '4.0.0_best_int')

/** Netpbm's grey map: a header and the pixels, so that nothing is packed and unpacked in between. */
function asPgm({ data, width, height }: Grey): Uint8Array {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data])
}
