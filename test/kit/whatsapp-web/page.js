/** The inside of WhatsApp Web as far as whatsapp-web.js 1.34.7 reaches into it, over a server of ours instead of
 * WhatsApp's. It keeps only what a phone would keep: who it is linked as. What it does not know throws, as there. */
;(() => {
  class Emitter {
    #handlers = new Map()
    on(names, handler) {
      for (const name of names.split(' ')) {
        if (!this.#handlers.has(name)) this.#handlers.set(name, new Set())
        this.#handlers.get(name).add(handler)
      }
      return this
    }
    off(name, handler) {
      this.#handlers.get(name)?.delete(handler)
      return this
    }
    once(name, handler) {
      const once = (...args) => {
        this.off(name, once)
        handler(...args)
      }
      return this.on(name, once)
    }
    has(name) {
      return (this.#handlers.get(name)?.size ?? 0) > 0
    }
    trigger(name, ...args) {
      for (const handler of [...(this.#handlers.get(name) ?? [])]) handler(...args)
    }
  }

  class Model extends Emitter {
    constructor(attributes, parent) {
      super()
      Object.assign(this, attributes)
      hide(this, '$parent', parent)
    }
    set(patch) {
      for (const [name, value] of Object.entries(patch)) {
        const before = this[name]
        if (before === value) continue
        this[name] = value
        for (const each of [this, this.$parent].filter(Boolean)) {
          each.trigger(`change:${name}`, this, value, before)
          each.trigger('change', this)
        }
      }
      return this
    }
    serialize() {
      return JSON.parse(JSON.stringify(this))
    }
  }

  function hide(object, name, value) {
    Object.defineProperty(object, name, { value, writable: true, enumerable: false })
  }

  class Collection extends Emitter {
    #models = new Map()
    constructor(modelClass = Model) {
      super()
      this.modelClass = modelClass
    }
    get(id) {
      return this.#models.get(typeof id === 'object' && id ? id._serialized : id)
    }
    async find(id) {
      return this.get(id)
    }
    async update(id) {
      return this.get(id)
    }
    add(attributes) {
      const model = attributes instanceof this.modelClass ? attributes : new this.modelClass(attributes, this)
      this.#models.set(model.id._serialized, model)
      this.trigger('add', model)
      return model
    }
    getModelsArray() {
      return [...this.#models.values()]
    }
    /** What is not in memory is in the phone's own store. */
    async getMessagesById(ids) {
      const found = await Promise.all(ids.map(async (id) => this.get(id) ?? recall(id)))
      return { messages: found.filter(Boolean) }
    }
  }

  class Wid {
    constructor(text) {
      const [user, server] = String(text).split('@')
      if (!server) throw new Error(`wid error: invalid wid ${text}`)
      this.server = server
      this.user = user
      this._serialized = text
    }
    isLid() {
      return this.server === 'lid'
    }
    isGroup() {
      return this.server === 'g.us'
    }
    isUser() {
      return ['c.us', 'lid'].includes(this.server)
    }
    isStatus() {
      return this._serialized === 'status@broadcast'
    }
    isNewsletter() {
      return this.server === 'newsletter'
    }
    toString() {
      return this._serialized
    }
    toJid() {
      return this._serialized
    }
  }
  const createWid = (from) =>
    from instanceof Wid ? from : new Wid(typeof from === 'string' ? from : from._serialized)

  class MsgKey {
    constructor({ to, id, participant, selfDir, fromMe, remote }) {
      this.fromMe = fromMe ?? selfDir === 'out'
      this.remote = remote ?? to
      this.id = id
      if (participant) this.participant = participant
      this._serialized = [
        this.fromMe,
        this.remote._serialized,
        id,
        ...(participant ? [participant._serialized] : []),
      ].join('_')
    }
    static async newId() {
      const bytes = [...crypto.getRandomValues(new Uint8Array(9))]
      return `3EB0${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`.toUpperCase()
    }
  }

  class MsgModel extends Model {
    unsafe() {
      return this
    }
    async downloadMedia() {
      this.mediaData.mediaStage = 'RESOLVED'
    }
    avParams() {
      return {}
    }
  }

  const Msg = new Collection(MsgModel)
  const Chat = new Collection()
  const Contact = new Collection()
  const Socket = new Model({ state: 'OPENING', hasSynced: false, stream: 'DISCONNECTED' })
  Socket.logout = () => up({ kind: 'logout' })
  const Conn = new Model({ ref: '', pushname: '', platform: 'android', connected: true })
  const Cmd = new Emitter()
  Cmd.refreshQR = () => up({ kind: 'refresh-qr' })
  let me = null
  let myLid = null
  /** Both ids of people, as far as this phone has met them. */
  const lids = new Map()
  const phones = new Map()

  const device = localStorage.getItem('device')
  /** This loading of the page: what it says once it is gone, nobody hears. */
  const here = crypto.randomUUID()
  /** How much of what the server told this page it had acted on: with it the server judges what was let go. */
  let heard = 0
  const up = async (body) => {
    const answer = await fetch(`/stand-in/up?page=${here}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`the server refused ${body.kind}`)
    return answer.json()
  }

  function chatFor(wid) {
    const there = Chat.get(wid)
    if (there !== undefined) return there
    const chat = Chat.add({
      id: wid,
      formattedTitle: wid.user,
      unreadCount: 0,
      t: 0,
      archive: false,
      mute: { expiration: 0 },
    })
    hide(chat, 'msgs', new Collection(MsgModel))
    if (wid.isGroup()) hide(chat, 'groupMetadata', new Model({ id: wid, participants: [], announce: false }))
    return chat
  }

  /** A message of the server's as this page's model. */
  function modelOf(written) {
    const { chat, author, id, fromMe = false, media, people, ...rest } = written
    const remote = createWid(chat)
    const participant = author === undefined ? undefined : createWid(author)
    for (const { phone, lid } of people ?? []) {
      if (!phone || !lid) continue
      lids.set(phone, lid)
      phones.set(lid, phone)
    }
    return new MsgModel(
      {
        id: new MsgKey({ fromMe, remote, id, participant }),
        from: fromMe ? me : remote,
        to: fromMe ? remote : me,
        ...(participant === undefined ? {} : { author: participant }),
        ack: 1,
        type: 'chat',
        ...rest,
        ...(rest.mentionedJidList === undefined
          ? {}
          : { mentionedJidList: rest.mentionedJidList.map(createWid) }),
        ...(rest.quotedParticipant === undefined
          ? {}
          : { quotedParticipant: createWid(rest.quotedParticipant) }),
        ...(media === undefined
          ? {}
          : {
              directPath: `/${media.at}`,
              mimetype: media.mimetype,
              filename: media.filename,
              size: media.size,
              // The page keeps a small picture where a text has its words.
              body: '/9j/preview',
              mediaData: { mediaStage: 'INIT' },
              mediaObject: {},
            }),
      },
      Msg,
    )
  }

  function keep(written, isNewMsg) {
    const model = modelOf(written)
    model.isNewMsg = isNewMsg
    const chat = chatFor(model.id.remote)
    chat.msgs.add(model)
    Msg.add(model)
    chat.set({ t: model.t })
    return chat
  }

  async function recall(id) {
    const { message } = await up({ kind: 'message', id })
    return message === null ? undefined : modelOf(message)
  }

  const linkPattern = /\bhttps?:\/\/[^\s<>]+/gi
  const toBase64 = (buffer) =>
    btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(''))

  class OpaqueData {
    static async createFromData(blob, type) {
      const data = new OpaqueData()
      data.blob = blob instanceof OpaqueData ? blob.blob : blob
      data.type = type
      return data
    }
    url() {
      return URL.createObjectURL(this.blob)
    }
    autorelease() {}
    formData() {
      return this.blob
    }
  }

  function kindOf(mimetype, { asDocument, isPtt }) {
    if (asDocument) return 'document'
    if (isPtt) return 'ptt'
    const family = mimetype.split('/')[0]
    return ['image', 'video', 'audio'].includes(family) ? family : 'document'
  }

  async function prepare(data, params) {
    const bytes = await data.blob.arrayBuffer()
    const model = new Model({
      type: kindOf(data.type, params),
      mimetype: data.type,
      filehash: toBase64(await crypto.subtle.digest('SHA-256', bytes)),
      size: data.blob.size,
      filename: data.blob.name,
      isGif: false,
      upload: toBase64(bytes),
    })
    hide(model, 'mediaBlob', data)
    hide(model, 'toJSON', function toJson() {
      const { renderableUrl, ...rest } = { ...this }
      return rest
    })
    return model
  }

  /** On its way, then with the server: the page shows both. */
  function addAndSendMsgToChat(chat, message) {
    const model = Msg.add(message)
    chat.msgs?.add(model)
    const sending = up({
      kind: 'send',
      heard,
      message: {
        id: model.id._serialized,
        to: model.to._serialized,
        type: model.type,
        body: model.body,
        caption: model.caption,
        mimetype: model.mimetype,
        data: model.upload,
      },
    }).then(({ ack }) => {
      if (ack !== 0) model.set({ ack })
      return { messageSendResult: ack > 0 ? 'OK' : 'ERROR_UNKNOWN' }
    })
    return [Promise.resolve(model), sending]
  }

  const exists = async (wid) => (await up({ kind: 'exists', wid: wid._serialized })).exists

  const modules = {
    WAWebSocketModel: { Socket },
    WAWebCmd: { Cmd },
    WAWebConnModel: { Conn },
    WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
    WAWebAltDeviceLinkingApi: {
      setPairingType() {},
      async initializeAltDeviceLinking() {},
      async startAltLinkingFlow(phone) {
        return (await up({ kind: 'pairing-code', phone })).code
      },
      async initializeQRLinking() {},
    },
    WABase64: { encodeB64: toBase64 },
    WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: '1' },
    WAWebAdvSignatureApi: {},
    WAWebUserPrefsInfoStore: {
      waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: new Uint8Array(32).fill(1) } }) },
    },
    WAWebSignalStoreApi: {
      waSignalStore: {
        getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: new Uint8Array(32).fill(2) } }),
      },
    },
    WAWebUserPrefsMultiDevice: { getADVSecretKey: () => 'adv-secret' },
    WAWebUserPrefsMeUser: {
      getMaybeMePnUser: () => me,
      getMaybeMeLidUser: () => myLid,
      getMePnUserOrThrow: () => me,
    },
    WAWebCollections: {
      Msg,
      Chat,
      Contact,
      GroupMetadata: new Collection(),
      Blocklist: new Collection(),
      BusinessProfile: new Collection(),
      WAWebNewsletterCollection: new Collection(),
    },
    WAWebSyncGatingUtils: {},
    WAWebCallCollection: {},
    WAWebNonMessageDataRequestPlaceholderMessageResendUtils: { handlePlaceholderMsgsSeen() {} },
    WAWebLidMigrationUtils: {
      toPn: (wid) => (phones.has(wid._serialized) ? createWid(phones.get(wid._serialized)) : null),
    },
    WALinkify: {
      findLinks: (text) => [...String(text ?? '').matchAll(linkPattern)].map(([href]) => ({ href })),
      findLink: (text) =>
        String(text ?? '')
          .match(linkPattern)
          ?.map((href) => ({ href }))[0] ?? null,
    },
    WAWebWidFactory: { createWid, createWidFromWidLike: createWid, asUserWidOrThrow: createWid },
    WAWebChatGetters: {
      getIsNewsletter: (chat) => chat.id.isNewsletter(),
      getIsBroadcast: (chat) => chat.id.server === 'broadcast',
    },
    WAWebFindChatAction: {
      findOrCreateLatestChat: async (wid) => ((await exists(wid)) ? { chat: chatFor(wid) } : null),
    },
    WAWebQueryExistsJob: { queryWidExists: async (wid) => ((await exists(wid)) ? { wid } : null) },
    WAWebChatLoadMessages: { loadEarlierMsgs: async () => [] },
    WAWebStreamModel: { Stream: { markAvailable() {}, markUnavailable() {} } },
    WAWebUpdateUnreadChatAction: {
      async sendSeen({ chat }) {
        await up({ kind: 'seen', chat: chat.id._serialized })
        chat.set({ unreadCount: 0 })
      },
    },
    WAWebChatStateBridge: {
      sendChatStateComposing: (wid) => up({ kind: 'typing', chat: String(wid) }),
      sendChatStatePaused: (wid) => up({ kind: 'paused', chat: String(wid) }),
    },
    WAWebMsgKey: MsgKey,
    WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
    WAWebSendMsgChatAction: { addAndSendMsgToChat },
    WAWebApiContact: {
      getPhoneNumber: (wid) => (phones.has(wid._serialized) ? createWid(phones.get(wid._serialized)) : null),
      getCurrentLid: (wid) => (lids.has(wid._serialized) ? createWid(lids.get(wid._serialized)) : null),
    },
    WAWebMediaOpaqueData: OpaqueData,
    WAWebPrepRawMedia: {
      prepRawMedia: (data, params) => ({ waitForPrep: () => prepare(data, params) }),
    },
    WAWebMediaStorage: {
      getOrCreateMediaObject: (filehash) => ({
        filehash,
        size: 0,
        type: 'image',
        contentInfo: {},
        consolidate({ size, type }) {
          Object.assign(this, { size, type })
        },
      }),
    },
    WAWebMmsMediaTypes: { msgToMediaType: ({ type }) => type, castToV4: (type) => type },
    WAWebMediaDataUtils: { shouldUseMediaCache: () => false },
    WAWebMediaMmsV4Upload: {
      uploadMedia: async () => ({
        mediaEntry: {
          mmsUrl: 'https://mmg.invalid/x',
          directPath: '/v/x',
          mediaKey: 'a2V5',
          mediaKeyTimestamp: 1,
          encFilehash: 'ZW5j',
          uploadHash: 'dXA=',
        },
      }),
    },
    WAWebDownloadManager: {
      downloadManager: {
        async downloadAndMaybeDecrypt({ directPath }) {
          const answer = await fetch(`/stand-in/media${directPath}`)
          if (!answer.ok) throw Object.assign(new Error('media'), { status: answer.status })
          return answer.arrayBuffer()
        },
      },
    },
  }
  window.require = (name) => {
    if (Object.hasOwn(modules, name)) return modules[name]
    void up({ kind: 'unknown-module', name })
    throw new Error(`Requiring unknown module "${name}"`)
  }

  function sync() {
    Socket.set({ hasSynced: true })
    void up({ kind: 'synced' })
  }

  const on = {
    ref({ ref }) {
      Conn.set({ ref })
      if (Socket.state !== 'UNPAIRED') Socket.set({ state: 'UNPAIRED' })
    },
    state: ({ state }) => Socket.set({ state }),
    paired({ wid, lid, device, early, messages }) {
      localStorage.setItem('device', device)
      me = createWid(wid)
      myLid = createWid(lid)
      Conn.set({ pushname: 'Tanya Dulu' })
      for (const message of messages) {
        const chat = keep(message, false)
        chat.set({ unreadCount: chat.unreadCount + 1 })
      }
      // Finished before anybody listens: the library misses it for ever.
      if (early) sync()
      Socket.set({ state: 'CONNECTED' })
      if (early) return
      const timer = setInterval(() => {
        if (!Socket.has('change:hasSynced')) return
        clearInterval(timer)
        sync()
      }, 20)
    },
    incoming({ message }) {
      const chat = keep(message, true)
      if (!message.fromMe) chat.set({ unreadCount: chat.unreadCount + 1 })
    },
    ack: ({ id, ack }) => Msg.get(id)?.set({ ack }),
    revoke: ({ id }) => Msg.get(id)?.set({ type: 'revoked', body: '' }),
    edit: ({ id, body }) => Msg.get(id)?.set({ body }),
    logout() {
      localStorage.removeItem('device')
      me = null
      myLid = null
      Cmd.trigger('logout')
      setTimeout(() => location.assign('/?post_logout=1'), 50)
    },
    reload: () => location.reload(),
    navigate: ({ url }) => history.pushState({}, '', url),
  }
  const events = new EventSource(`/stand-in/events?page=${here}&device=${encodeURIComponent(device ?? '')}`)
  events.onmessage = ({ data }) => {
    const event = JSON.parse(data)
    on[event.kind](event)
    heard++
  }
  window.Debug = { VERSION: '2.3000.0-stand-in' }
})()
