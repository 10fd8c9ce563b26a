import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../src/adapters/keluar/alamat.ts';
import { outboundClient, type OutboundTarget } from '../../../src/adapters/keluar/klien.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** What an attacker's names resolve to. */
const names: Readonly<Record<string, readonly string[]>> = {
  localhost: ['127.0.0.1'],
  'localhost.': ['::1', '127.0.0.1'],
  'dalam.contoh': ['10.1.2.3'],
  'awan.contoh': ['169.254.169.254'],
  'campur.contoh': ['93.184.216.34', '127.0.0.1'],
  'campur6.contoh': ['2606:2800:220:1::1', 'fd00::1'],
  'terpetakan.contoh': ['::ffff:10.0.0.1'],
  'lama.contoh': ['::127.0.0.1'],
  'nat64.contoh': ['64:ff9b::a9fe:a9fe'],
  'zona.contoh': ['fe80::1%eth0'],
  'umumzona.contoh': ['2606:2800:220:1::1%eth0'],
  'kosong.contoh': [],
  'rusak.contoh': ['bukan-alamat'],
  'nip.contoh': ['127.0.0.1'],
};

const corpus = [
  ...[
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '0x7f000001',
    '0177.0.0.1',
    '017700000001',
    '0',
    '0.0.0.0',
  ],
  ...[
    '１２７.０.０.１',
    '127。0。0。1',
    '①②⑦.⓪.⓪.①',
    '127.255.255.254',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
  ],
  ...[
    '192.168.1.1',
    '100.64.0.1',
    '100.100.100.200',
    '169.254.169.254',
    '168.63.129.16',
    '198.18.0.1',
    '192.0.2.1',
  ],
  ...['203.0.113.9', '224.0.0.1', '240.0.0.1', '255.255.255.255', '[::1]', '[::]', '[::ffff:127.0.0.1]'],
  ...[
    '[::ffff:7f00:1]',
    '[::ffff:8.8.8.8]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::1]',
    '[2002:7f00:1::]',
  ],
  ...[
    '[2001:0:7f00:1::]',
    '[2001:db8::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
  ],
  ...['[100::1]', '[3fff::1]', '[0:0:0:0:0:ffff:0a00:0001]'],
  ...Object.keys(names),
  ...[
    '93.184.216.34:22',
    '93.184.216.34:6379',
    '93.184.216.34:8080',
    'pengguna:sandi@93.184.216.34',
    'a@93.184.216.34',
  ],
  ...[
    '93.184.216.34@127.0.0.1',
    '[fe80::1%25eth0]',
    '127.0.0.1#@93.184.216.34',
    '127.0.0.1\\@93.184.216.34',
    'tak-ada.contoh',
  ],
].flatMap((host) => [`http://${host}/`, `https://${host}/ocsp`]);

const otherSchemes = [
  'file:///etc/passwd',
  'ftp://93.184.216.34/',
  'gopher://93.184.216.34/',
  'data:text/plain,x',
  '',
  'ldap://93.184.216.34/',
  'http://',
  '//93.184.216.34/',
  'javascript:1',
  'http://a b/',
];

function recordingClient(allowedHosts: 'any' | readonly string[] = 'any') {
  const targets: OutboundTarget[] = [];
  const client = outboundClient({
    allowedHosts,
    resolve: (host) =>
      Object.hasOwn(names, host) ? Promise.resolve(names[host]!) : Promise.reject(new Error('ENOTFOUND')),
    connect: (target) => {
      targets.push(target);
      throw new Error('no connection may be made');
    },
  });
  return { client, targets };
}

describe('the outbound client', () => {
  it('connects to none of the addresses that a stranger’s URL must not reach', async () => {
    const { client, targets } = recordingClient();
    for (const url of [...corpus, ...otherSchemes]) {
      for (const method of ['GET', 'POST'] as const) {
        await expect(client.request({ url, method, maxBytes: 10 }), url).rejects.toMatchObject({
          name: 'OutboundError',
        });
      }
    }
    expect(targets).toEqual([]);
    expect(corpus.length).toBeGreaterThan(120);
  });

  it('says the same sentence for every refusal', async () => {
    const { client } = recordingClient();
    const messages = await Promise.all(
      ['http://127.0.0.1/', 'http://tak-ada.contoh/', 'file:///x', 'http://93.184.216.34/'].map((url) =>
        client
          .request({ url, method: 'GET', maxBytes: 1 })
          .catch((error: unknown) => (error as Error).message),
      ),
    );
    expect(new Set(messages).size).toBe(1);
  });

  it('would connect to a public address, and to exactly the one it checked', async () => {
    const { client, targets } = recordingClient();
    for (const url of ['http://93.184.216.34/', 'https://[2606:2800:220:1::1]/']) {
      await expect(client.request({ url, method: 'GET', maxBytes: 1 })).rejects.toMatchObject({
        reason: 'connect-failed',
      });
    }
    expect(targets).toEqual([
      { host: '93.184.216.34', address: '93.184.216.34', port: 80, tls: false },
      { host: '2606:2800:220:1::1', address: '2606:2800:220:1::1', port: 443, tls: true },
    ]);
  });

  it('looks a name up once, so that a second answer cannot redirect the connection', async () => {
    const port = await listen((_, response) => response.end('umum'));
    const targets: OutboundTarget[] = [];
    let lookups = 0;
    const client = outboundClient({
      allowedHosts: ['ocsp.contoh'],
      resolve: () => {
        lookups += 1;
        return Promise.resolve([lookups === 1 ? '93.184.216.34' : '127.0.0.1']);
      },
      connect: (target) => {
        targets.push(target);
        return connect({ host: '127.0.0.1', port }); // stands for the public server
      },
    });
    const response = await client.request({ url: 'http://OCSP.contoh./x', method: 'GET', maxBytes: 10 });
    expect(Buffer.from(response.body).toString()).toBe('umum');
    expect(lookups).toBe(1);
    expect(targets).toEqual([{ host: 'ocsp.contoh.', address: '93.184.216.34', port: 80, tls: false }]);
  });

  it('calls only hosts on its list', async () => {
    const { client, targets } = recordingClient(['ocsp.contoh']);
    for (const url of ['http://93.184.216.34/', 'http://ocsp.contoh.jahat/', 'http://x.ocsp.contoh/']) {
      await expect(client.request({ url, method: 'GET', maxBytes: 1 })).rejects.toMatchObject({
        reason: 'host-refused',
      });
    }
    expect(targets).toEqual([]);
  });

  it('reaches a private address only at the scheme, host and port the operator configured', async () => {
    const port = await listen((request, response) => response.end(request.headers.host));
    const other = await listen((_, response) => response.end('bukan untuk Anda'));
    const client = outboundClient({ allowedHosts: [], configuredUrls: [`http://127.0.0.1:${port}/tsa`] });
    const response = await client.request({
      url: `http://127.0.0.1:${port}/lain`,
      method: 'GET',
      maxBytes: 99,
    });
    expect(Buffer.from(response.body).toString()).toBe(`127.0.0.1:${port}`);
    for (const url of [
      `http://127.0.0.1:${other}/`,
      `https://127.0.0.1:${port}/`,
      `http://localhost:${port}/`,
    ]) {
      await expect(client.request({ url, method: 'GET', maxBytes: 99 })).rejects.toMatchObject({
        name: 'OutboundError',
      });
    }
  });

  it('follows no redirect and opens no second connection', async () => {
    let hits = 0;
    const canary = await listen((_, response) => {
      hits += 1;
      response.end();
    });
    const connections: Socket[] = [];
    for (const status of [301, 302, 303, 307, 308]) {
      const port = await listen((_, response) => {
        response.writeHead(status, { location: `http://127.0.0.1:${canary}/` });
        response.end();
      });
      const url = `http://127.0.0.1:${port}/`;
      const client = outboundClient({
        allowedHosts: 'any',
        configuredUrls: [url, `http://127.0.0.1:${canary}/`],
        connect: (target) => {
          const socket = connect({ host: target.address, port: target.port });
          connections.push(socket);
          return socket;
        },
      });
      await expect(client.request({ url, method: 'GET', maxBytes: 99 })).rejects.toMatchObject({
        reason: 'redirect',
      });
    }
    expect(hits).toBe(0);
    expect(connections).toHaveLength(5);
  });

  it('heeds no proxy of the environment', async () => {
    let hits = 0;
    const proxy = await listen((_, response) => {
      hits += 1;
      response.end();
    });
    const port = await listen((_, response) => response.end('langsung'));
    const before = { ...process.env };
    Object.assign(process.env, {
      http_proxy: `http://127.0.0.1:${proxy}`,
      HTTP_PROXY: `http://127.0.0.1:${proxy}`,
    });
    try {
      const url = `http://127.0.0.1:${port}/`;
      const client = outboundClient({ allowedHosts: [], configuredUrls: [url] });
      const response = await client.request({ url, method: 'GET', maxBytes: 99 });
      expect(Buffer.from(response.body).toString()).toBe('langsung');
    } finally {
      process.env = before;
    }
    expect(hits).toBe(0);
  });

  it('lets its owner forbid a call before anything is looked up', async () => {
    let lookups = 0;
    const client = outboundClient({
      allowedHosts: 'any',
      before: () => {
        throw new Error('inside a transaction');
      },
      resolve: () => {
        lookups += 1;
        return Promise.resolve(['93.184.216.34']);
      },
    });
    await expect(client.request({ url: 'http://a.contoh/', method: 'GET', maxBytes: 1 })).rejects.toThrow(
      'inside a transaction',
    );
    expect(lookups).toBe(0);
  });

  it('gives up on a resolver that never answers', async () => {
    const client = outboundClient({ allowedHosts: 'any', resolve: () => new Promise(() => undefined) });
    await expect(
      client.request({ url: 'http://a.contoh/', method: 'GET', maxBytes: 1, totalMs: 30 }),
    ).rejects.toMatchObject({ reason: 'timeout' });
  });
});

describe('a public address', () => {
  it('is one of the open internet', () => {
    const open = [
      '8.8.8.8',
      '93.184.216.34',
      '172.15.0.1',
      '172.32.0.1',
      '100.63.0.1',
      '2606:4700::1111',
      '2a00::1',
    ];
    for (const address of open) expect(isPublicAddress(address), address).toBe(true);
  });

  it('is never something that is no address', () => {
    for (const text of ['', 'localhost', '8.8.8', '8.8.8.8 ', '::g', '0x8.8.8.8', '2606:4700::1111%lo']) {
      expect(isPublicAddress(text), text).toBe(false);
    }
  });
});
