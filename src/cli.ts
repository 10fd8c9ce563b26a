#!/usr/bin/env node
import { cac } from 'cac';
import { bacaConfig, jalur } from './config.ts';
import { jelaskanGalat, keluaran, SalahPakai } from './cli/keluaran.ts';
import type { PilihanPenanda } from './cli/penanda.ts';
import type { ExtendLevel, SignatureLevel } from './pades/index.ts';

/** The `naskah` command. Each verb loads only what it needs, so `verify` starts without the service's weight. */
const cli = cac('naskah');
const versi = '0.1.0';

type Opsi = Readonly<Record<string, unknown>>;
/** A page counted from the end looks like an option to the parser: `--visible -1,…` is `--visible=-1,…`. */
const argv = process.argv.flatMap((satu, letak, semua) => {
  if (satu === '--visible' && /^-\d/.test(semua[letak + 1] ?? '')) return [];
  return semua[letak - 1] === '--visible' && /^-\d/.test(satu) ? `--visible=${satu}` : satu;
});
const teks = (opsi: Opsi, nama: string): string | null => {
  const nilai = opsi[nama];
  if (nilai === undefined) return null;
  if (Array.isArray(nilai)) throw new SalahPakai(`Pilihan ${bendera(nama)} hanya boleh sekali.`);
  if (typeof nilai === 'boolean') throw new SalahPakai(`Pilihan ${bendera(nama)} memerlukan nilai.`);
  const satu = typeof nilai === 'number' ? (ketikan(nama).at(-1) ?? String(nilai)) : (nilai as string);
  if (satu === '') throw new SalahPakai(`Pilihan ${bendera(nama)} memerlukan nilai.`);
  return satu;
};
/** As they were typed: the parser makes numbers of `007`, `1e1` and the empty word. */
const ketikan = (nama: string): string[] => {
  const tanda = bendera(nama);
  return argv.flatMap((satu, letak) => {
    if (satu === tanda) return argv[letak + 1] ?? [];
    return satu.startsWith(`${tanda}=`) ? satu.slice(tanda.length + 1) : [];
  });
};
/** `passwordFile` is typed `--password-file`. */
const bendera = (nama: string): string => `--${nama.replace(/[A-Z]/g, (huruf) => `-${huruf.toLowerCase()}`)}`;
/** As typed: the parser would make a number of a NIP and round it. */
const apaAdanya = (bendera: string): string => {
  const letak = process.argv.findIndex((satu) => satu === bendera || satu.startsWith(`${bendera}=`));
  const satu = process.argv[letak];
  const nilai = satu === bendera ? process.argv[letak + 1] : satu?.slice(bendera.length + 1);
  if (letak < 0 || nilai === undefined || nilai === '')
    throw new SalahPakai(`Pilihan ${bendera} wajib diisi.`);
  return nilai;
};
const wajib = (opsi: Opsi, nama: string, bendera: string): string => {
  const nilai = teks(opsi, nama);
  if (nilai === null) throw new SalahPakai(`Pilihan ${bendera} wajib diisi.`);
  return nilai;
};
const berkas = (path: string): string => jalur(path, process.env);
const daftar = (nilai: unknown): string[] =>
  nilai === undefined ? [] : (Array.isArray(nilai) ? nilai : [nilai]).map((satu) => berkas(String(satu)));
const daftarTeks = (nilai: unknown): string[] =>
  nilai === undefined ? [] : (Array.isArray(nilai) ? nilai : [nilai]).map(String);
const config = (opsi: Opsi, bawaan: { port?: number } = {}) => {
  const data = teks(opsi, 'data');
  const port = teks(opsi, 'port');
  return bacaConfig(process.env, {
    ...bawaan,
    ...(data === null ? {} : { data }),
    ...(port === null ? {} : { port: bacaPort(port) }),
  });
};
const bacaPort = (port: string): number => {
  const nilai = Number(port);
  if (!Number.isInteger(nilai) || nilai < 1 || nilai > 65_535)
    throw new SalahPakai(`Port tidak sah: ${port}`);
  return nilai;
};

cli
  .command('serve', 'Menjalankan layanan')
  .option('--port <port>', 'Port HTTP (bawaan 8080)')
  .option('--data <dir>', 'Folder data (bawaan ./data)')
  .action(async (opsi: Opsi) => (await import('./cli/serve.ts')).serve(config(opsi), keluaran));

cli
  .command('demo', 'Menceritakan satu hari kantor, lalu membiarkan layanan berjalan')
  .option('--data <dir>', 'Folder data (bawaan ./data)')
  .option('--out <dir>', 'Folder hasil (bawaan ./keluaran)')
  .option('--port <port>', 'Port HTTP')
  .option('--exit', 'Berhenti setelah cerita selesai')
  .action(async (opsi: Opsi) => {
    const { demo, portBebasDari } = await import('./cli/demo.ts');
    const port = opsi['port'] === undefined ? await portBebasDari(bacaConfig(process.env).port) : undefined;
    return demo(
      config(opsi, port === undefined ? {} : { port }),
      { out: berkas(teks(opsi, 'out') ?? 'keluaran'), exit: opsi['exit'] === true },
      keluaran,
    );
  });

cli
  .command('schema <jenis>', 'Mencetak JSON Schema sebuah jenis naskah')
  .action(async (jenis: string) => (await import('./cli/issue.ts')).schema(jenis, keluaran));

cli
  .command('issue <konsep>', 'Menjalankan konsep sampai terbit bersama para pejabat contoh')
  .option('--out <pdf>', 'Berkas PDF hasil (wajib)')
  .option('--data <dir>', 'Folder data (bawaan ./data)')
  .action(async (konsep: string, opsi: Opsi) =>
    (await import('./cli/issue.ts')).issue(
      config(opsi),
      berkas(konsep),
      berkas(wajib(opsi, 'out', '--out')),
      keluaran,
    ),
  );

const berkasBila = (opsi: Opsi, nama: string): string | null => {
  const nilai = teks(opsi, nama);
  return nilai === null ? null : berkas(nilai);
};
const penanda = (opsi: Opsi): PilihanPenanda => ({
  p12: berkasBila(opsi, 'p12'),
  passphraseFile: berkasBila(opsi, 'passphraseFile'),
  key: berkasBila(opsi, 'key'),
  cert: daftar(opsi['cert']),
  pkcs11: berkasBila(opsi, 'pkcs11'),
  token: teks(opsi, 'token'),
  slot: teks(opsi, 'slot'),
  keyLabel: teks(opsi, 'keyLabel'),
  keyId: teks(opsi, 'keyId'),
  pinFile: berkasBila(opsi, 'pinFile'),
  csc: teks(opsi, 'csc'),
  credential: teks(opsi, 'credential'),
  bearerFile: berkasBila(opsi, 'bearerFile'),
  otpFile: berkasBila(opsi, 'otpFile'),
  algorithm: teks(opsi, 'algorithm'),
});

/** Both at once would change a file that was to be left alone. */
const tujuan = (opsi: Opsi): string | null => {
  if (opsi['inPlace'] !== true) return berkas(wajib(opsi, 'out', '--out'));
  if (opsi['out'] !== undefined) throw new SalahPakai('Pilih salah satu: --out atau --in-place.');
  return null;
};

cli
  .command('sign <pdf>', 'Menandatangani PDF dengan kunci dalam berkas, token, atau layanan jarak jauh')
  .option('--out <pdf>', 'Berkas hasil (wajib, kecuali dengan --in-place)')
  .option('--in-place', 'Menambahkan tanda tangan pada berkas itu sendiri')
  .option('--password-file <file>', 'Kata sandi PDF terenkripsi, pada baris pertama berkas ini')
  .option('--p12 <file>', 'Kunci dalam berkas PKCS#12')
  .option('--key <pem>', 'Kunci dalam berkas PEM, bersama --cert')
  .option('--cert <pem>', 'Sertifikat penanda tangan dan penerbitnya (boleh berulang)')
  .option('--passphrase-file <file>', 'Berkas berisi frasa sandi pada baris pertama')
  .option('--pkcs11 <modul>', 'Kunci dalam token: jalur modul PKCS#11')
  .option('--token <label>', 'Label token')
  .option('--slot <nomor>', 'Nomor slot, sebagai ganti --token')
  .option('--key-label <label>', 'Label kunci pada token')
  .option('--key-id <hex>', 'Id kunci pada token, misalnya 0a:1b')
  .option('--pin-file <file>', 'Berkas berisi PIN pada baris pertama')
  .option('--csc <url>', 'Kunci pada layanan jarak jauh: alamat CSC yang berakhir /csc/v1 atau /csc/v2')
  .option('--credential <id>', 'Id kredensial pada layanan itu')
  .option('--bearer-file <file>', 'Berkas berisi token akses layanan itu')
  .option('--otp-file <file>', 'Berkas berisi kode sekali pakai')
  .option('--algorithm <nama>', 'Misalnya rsa-pss-sha256 (bawaan: yang cocok dengan kunci)')
  .option('--level <level>', 'B-B, B-T, B-LT atau B-LTA (bawaan B-B, atau B-T bila --tsa diberikan)')
  .option('--tsa <url>', 'Layanan cap waktu RFC 3161')
  .option(
    '--trust <pem>',
    'Jangkar kepercayaan untuk B-LT dan B-LTA: berkas PEM atau folder (boleh berulang)',
  )
  .option('--allow <url>', 'Layanan OCSP, CRL atau penerbit yang boleh beralamat privat (boleh berulang)')
  .option('--vri', 'Tulis juga kamus VRI untuk pembaca lama')
  .option('--field <name>', 'Nama bidang tanda tangan')
  .option(
    '--visible <kotak>',
    'HALAMAN,X,Y,LEBAR,TINGGI dalam poin dari kiri bawah; halaman -1 yang terakhir',
  )
  .option('--tag <teks>', 'Sebagai ganti --visible: kotak berpusat pada teks ini')
  .option('--size <ukuran>', 'LEBAR,TINGGI kotak --tag dalam poin')
  .option('--image <file>', 'Gambar PNG atau JPEG di dalam kotak')
  .option('--qr <teks>', 'Kode QR di kiri kotak')
  .option('--post <teks>', 'Jabatan, ditulis di atas nama')
  .option('--zone <zona>', 'WIB, WITA, WIT, atau UTC untuk waktu di dalam kotak (bawaan WIB)')
  .option('--reason <teks>', 'Alasan')
  .option('--location <teks>', 'Tempat')
  .option('--json', 'Hasil sebagai JSON')
  .action(async (pdf: string, opsi: Opsi) => {
    const { sign } = await import('./cli/sign.ts');
    const tsa = teks(opsi, 'tsa');
    return sign(
      berkas(pdf),
      {
        out: tujuan(opsi),
        passwordFile: berkasBila(opsi, 'passwordFile'),
        ...penanda(opsi),
        level: tingkat(teks(opsi, 'level') ?? (tsa === null ? 'B-B' : 'B-T')),
        tsa,
        trust: daftar(opsi['trust']),
        allow: daftarTeks(opsi['allow']),
        vri: opsi['vri'] === true,
        field: teks(opsi, 'field'),
        visible: teks(opsi, 'visible'),
        tag: teks(opsi, 'tag'),
        size: teks(opsi, 'size'),
        image: teks(opsi, 'image') === null ? null : berkas(wajib(opsi, 'image', '--image')),
        qr: teks(opsi, 'qr'),
        post: teks(opsi, 'post'),
        zone: teks(opsi, 'zone'),
        reason: teks(opsi, 'reason'),
        location: teks(opsi, 'location'),
        json: opsi['json'] === true,
      },
      keluaran,
    );
  });

cli
  .command('extend <pdf>', 'Menaikkan PDF bertanda tangan ke tingkat jangka panjang, atau memperpanjangnya')
  .option('--out <pdf>', 'Berkas hasil (wajib)')
  .option('--password-file <file>', 'Kata sandi PDF terenkripsi, pada baris pertama berkas ini')
  .option('--level <level>', 'B-T, B-LT atau B-LTA (bawaan B-LTA; pada B-LTA berarti memperpanjang)')
  .option('--tsa <url>', 'Layanan cap waktu RFC 3161')
  .option('--trust <pem>', 'Jangkar kepercayaan: berkas PEM atau folder (boleh berulang)')
  .option('--allow <url>', 'Layanan OCSP, CRL atau penerbit yang boleh beralamat privat (boleh berulang)')
  .option('--vri', 'Tulis juga kamus VRI untuk pembaca lama')
  .option('--json', 'Hasil sebagai JSON')
  .action(async (pdf: string, opsi: Opsi) => {
    const { extend } = await import('./cli/extend.ts');
    return extend(
      berkas(pdf),
      {
        out: berkas(wajib(opsi, 'out', '--out')),
        passwordFile: berkasBila(opsi, 'passwordFile'),
        level: tingkatNaik(teks(opsi, 'level') ?? 'B-LTA'),
        tsa: teks(opsi, 'tsa'),
        trust: daftar(opsi['trust']),
        allow: daftarTeks(opsi['allow']),
        vri: opsi['vri'] === true,
        json: opsi['json'] === true,
      },
      keluaran,
    );
  });

cli
  .command('pki', 'Membuat PKI pengembangan dan mencetak letak sertifikat akarnya')
  .option('--data <dir>', 'Folder data (bawaan ./data)')
  .action(async (opsi: Opsi) => (await import('./cli/pki.ts')).pki(config(opsi), keluaran));

cli
  .command(
    'provider <aksi> [pdf]',
    'Akun pada penyelenggara sertifikat: check, enroll, seal, seal-activation, seal-totp, seal-revoke',
  )
  .option('--nik-file <file>', 'check: berkas berisi NIK pengguna uji (0600)')
  .option('--email <surel>', 'check, enroll: pengguna menurut surel')
  .option('--passphrase-file <file>', 'check: berkas berisi frasa sandi (0600)')
  .option('--totp-file <file>', 'check, seal: berkas berisi kode sekali pakai atau aktivasi (0600)')
  .option('--api <versi>', 'check: v1, v2, atau semua (bawaan NASKAH_PENYEDIA_VERSI)')
  .option('--try-wrong-passphrase', 'check: mencoba frasa sandi yang salah; dapat mengunci pengguna')
  .option('--report <file>', 'check: menulis laporan JSON, dan FILE.txt di sampingnya')
  .option('--json', 'check: laporan sebagai JSON')
  .option('--trust <pem>', 'check, seal: jangkar kepercayaan (boleh berulang)')
  .option('--government <kode>', 'enroll: kode pemerintah')
  .option('--person <nip>', 'enroll: NIP atau id orang')
  .option('--certificate <pem>', 'enroll: sertifikat yang disematkan')
  .option('--subscriber <id>', 'seal: idSubscriber instansi')
  .option('--out <pdf>', 'seal: berkas hasil')
  .option('--data <dir>', 'enroll: folder data (bawaan ./data)')
  .action(async (aksi: string, pdf: string | undefined, opsi: Opsi) => {
    const path = (nama: string): string | null => {
      const nilai = teks(opsi, nama);
      return nilai === null ? null : berkas(nilai);
    };
    const trust = daftar(opsi['trust']);
    if (aksi === 'check') {
      const api = teks(opsi, 'api');
      const versi = (['v1', 'v2', 'semua'] as const).find((satu) => satu === api) ?? null;
      if (api !== null && versi === null) throw new SalahPakai('--api harus v1, v2, atau semua.');
      const pilihan = {
        nikFile: path('nikFile'),
        email: teks(opsi, 'email'),
        passphraseFile: path('passphraseFile'),
        totpFile: path('totpFile'),
        versi,
        trust,
        tryWrongPassphrase: opsi['tryWrongPassphrase'] === true,
        report: path('report'),
        json: opsi['json'] === true,
      };
      return (await import('./cli/provider.ts')).check(config(opsi), pilihan, keluaran);
    }
    if (aksi === 'enroll') {
      const pilihan = {
        pemerintah: wajib(opsi, 'government', '--government'),
        orang: apaAdanya('--person'),
        email: teks(opsi, 'email'),
        certificate: path('certificate'),
      };
      return (await import('./cli/enroll.ts')).enroll(config(opsi), pilihan, keluaran);
    }
    const { aksiSegel, segel } = await import('./cli/segel.ts');
    const segelApa = aksiSegel.find((satu) => satu === aksi);
    if (segelApa === undefined) throw new SalahPakai(`Tindakan tidak dikenal: ${aksi}`);
    const pilihan = {
      subscriber: apaAdanya('--subscriber'),
      totpFile: path('totpFile'),
      pdf: pdf === undefined ? null : berkas(pdf),
      out: path('out'),
      trust,
    };
    return segel(config(opsi), segelApa, pilihan, keluaran);
  });

cli
  .command('key <aksi>', 'Kunci para penandatangan di luar layanan ini: enroll')
  .option('--kind <jenis>', 'pkcs11 (token) atau csc (layanan jarak jauh)')
  .option('--government <kode>', 'Kode pemerintah')
  .option('--person <nip>', 'NIP atau id orang')
  .option('--token <label>', 'pkcs11: label token')
  .option('--serial <nomor>', 'pkcs11: nomor seri token, sebagai ganti --token')
  .option('--key-label <label>', 'pkcs11: label kunci pada token')
  .option('--key-id <hex>', 'pkcs11: id kunci pada token, misalnya 0a:1b')
  .option('--pin-file <file>', 'pkcs11: berkas berisi PIN pada baris pertama (0600)')
  .option('--cert <pem>', 'pkcs11: sertifikat dan penerbitnya bila token tidak memuatnya (boleh berulang)')
  .option('--credential <id>', 'csc: id kredensial pada layanan itu')
  .option('--algorithm <nama>', 'Misalnya rsa-pss-sha256 (bawaan: yang cocok dengan kunci)')
  .option('--data <dir>', 'Folder data (bawaan ./data)')
  .action(async (aksi: string, opsi: Opsi) => {
    if (aksi !== 'enroll') throw new SalahPakai(`Tindakan tidak dikenal: ${aksi}`);
    const bila = (nama: string, bendera: string) => (opsi[nama] === undefined ? null : apaAdanya(bendera));
    const pilihan = {
      kind: wajib(opsi, 'kind', '--kind'),
      pemerintah: wajib(opsi, 'government', '--government'),
      orang: apaAdanya('--person'),
      token: bila('token', '--token'),
      serial: bila('serial', '--serial'),
      keyLabel: bila('keyLabel', '--key-label'),
      keyId: bila('keyId', '--key-id'),
      pinFile: berkasBila(opsi, 'pinFile'),
      cert: daftar(opsi['cert']),
      credential: bila('credential', '--credential'),
      algorithm: teks(opsi, 'algorithm'),
    };
    return (await import('./cli/kunci.ts')).daftarkanKunci(config(opsi), pilihan, keluaran);
  });

cli
  .command('trust <aksi> [berkas]', 'Otoritas yang dipercaya saat memeriksa: add, list, remove')
  .option('--pin <sha256>', 'add: sidik SHA-256 dari sumber yang Anda percaya (boleh berulang)')
  .option('--signer <pem>', 'add: penandatangan daftar tepercaya (ETSI TS 119 612) yang disematkan')
  .option('--psre', 'add: otoritas ini penyelenggara sertifikasi elektronik Indonesia yang diakui')
  .option('--government <kode>', 'Hanya untuk pemerintah ini (bawaan: untuk semua)')
  .option('--data <dir>', 'Folder data (bawaan ./data)')
  .option('--json', 'list: hasil sebagai JSON')
  .action(async (aksi: string, sasaran: string | undefined, opsi: Opsi) => {
    const pilihan = {
      government: teks(opsi, 'government'),
      pin: opsi['pin'] === undefined ? [] : ketikan('pin'),
      signer: berkasBila(opsi, 'signer'),
      psre: opsi['psre'] === true,
      json: opsi['json'] === true,
    };
    // `remove` names a source as `list` shows it, `add` a file anywhere.
    const apa = sasaran === undefined ? null : aksi === 'add' ? berkas(sasaran) : sasaran;
    return (await import('./cli/trust.ts')).trust(config(opsi), aksi, apa, pilihan, keluaran);
  });

cli
  .command('verify [...files]', 'Memeriksa tanda tangan pada berkas PDF, folder, atau pola (*, ?, **)')
  .option('--trust, --anchors <pem>', 'Jangkar kepercayaan: berkas PEM atau folder (boleh berulang)')
  .option('--at <waktu>', 'Waktu pemeriksaan (ISO 8601)')
  .option('--policy <nama>', 'Dinilai seperti terbitan siapa: naskah, penyedia, umum (bawaan)')
  .option('--offline', 'Tidak menghubungi siapa pun; selalu begitu, jadi hanya penegasan')
  .option('--progress', 'Menulis kemajuan ke stderr juga bila bukan terminal')
  .option('--password-file <file>', 'Kata sandi PDF terenkripsi, pada baris pertama berkas ini')
  .option('--json', 'JSON Lines, satu objek untuk setiap berkas')
  .option('--data <dir>', 'Ikut memakai jangkar pemasangan ini (naskah trust)')
  .option('--government <kode>', 'Ikut memakai jangkar pemerintah ini; memerlukan --data')
  .option('--lang <bahasa>', 'Bahasa hasil untuk orang: id (bawaan) atau en')
  .option(
    '--report <file>',
    'Laporan satu berkas: FILE.json atau FILE.xml (rinci, ETSI TS 119 102-2), FILE.pdf (lembar untuk orang)',
  )
  .option('--key <pem>', 'FILE.pdf: kunci privat yang menandatangani laporan (lihat naskah sign)')
  .option('--cert <pem>', 'FILE.pdf: sertifikat kunci itu dan penerbitnya (boleh berulang)')
  .option('--p12 <file>', 'FILE.pdf: kunci dalam PKCS#12; bawaan segel NASKAH_SEGEL_P12')
  .option('--passphrase-file <file>', 'FILE.pdf: frasa sandi kunci itu, pada baris pertama berkas ini')
  .option('--tsa <url>', 'FILE.pdf: layanan cap waktu, menjadikan laporan B-T')
  .action(async (files: readonly string[], opsi: Opsi) => {
    const { verify } = await import('./cli/verify.ts');
    return verify(
      files,
      {
        trust: daftar(opsi['anchors']),
        at: teks(opsi, 'at'),
        json: opsi['json'] === true,
        policy: teks(opsi, 'policy'),
        kemajuan:
          opsi['progress'] === true || process.stderr.isTTY
            ? (kemajuan) => void process.stderr.write(kemajuan)
            : null,
        data: teks(opsi, 'data') === null ? null : config(opsi).data,
        government: teks(opsi, 'government'),
        bahasa: teks(opsi, 'lang') === 'en' ? 'en' : 'id',
        report:
          teks(opsi, 'report') === null
            ? null
            : { path: berkas(wajib(opsi, 'report', '--report')), versi, segel: await segelLaporan(opsi) },
        passwordFile: berkasBila(opsi, 'passwordFile'),
      },
      keluaran,
    );
  });

/** The key a PDF report is sealed with: the one named, or the installation's. */
async function segelLaporan(opsi: Opsi) {
  const bawaan = config(opsi).segel;
  const { segelUntukLaporan } = await import('./cli/segel-laporan.ts');
  return segelUntukLaporan(
    {
      key: berkasBila(opsi, 'key'),
      cert: daftar(opsi['cert']),
      p12: berkasBila(opsi, 'p12'),
      passphraseFile: berkasBila(opsi, 'passphraseFile'),
    },
    teks(opsi, 'tsa'),
    bawaan,
  );
}

const tingkat = (nilai: string): SignatureLevel => {
  if (nilai === 'B-B') return nilai;
  return tingkatNaik(nilai, 'B-B, ');
};
const tingkatNaik = (nilai: string, juga = ''): ExtendLevel => {
  if (nilai !== 'B-T' && nilai !== 'B-LT' && nilai !== 'B-LTA')
    throw new SalahPakai(`--level harus ${juga}B-T, B-LT atau B-LTA.`);
  return nilai;
};

/** Misuse and failure have their own exit codes; `verify` keeps 1 for "not valid" and uses 4 (issue 2, part 12). */
const kodeGagal = (perintah: string | undefined, galat: unknown): number =>
  perintah === 'verify' ? 4 : salahPakai(galat) ? 2 : 1;
const salahPakai = (galat: unknown): boolean =>
  galat instanceof SalahPakai || (galat instanceof Error && galat.name === 'CACError');

/** What the parser of the command line says, in Indonesian. */
const dalamBahasa = (pesan: string): string =>
  pesan
    .replace(/^Unknown option /, 'Pilihan tidak dikenal: ')
    .replace(/^missing required args for command /, 'Argumen wajib belum diisi: ')
    .replace(/^Unused args: /, 'Argumen berlebih: ')
    .replace(/^option (`.*`) value is missing$/, 'Pilihan $1 memerlukan nilai.');

cli.help();
cli.version(versi);

try {
  cli.parse(argv, { run: false });
  if (cli.matchedCommand !== undefined) process.exitCode = (await cli.runMatchedCommand()) as number;
  else if (cli.options['help'] !== true && cli.options['version'] !== true) {
    cli.outputHelp();
    process.exitCode = 2;
  }
} catch (galat) {
  const { code, kalimat } = salahPakai(galat)
    ? { code: 'MASUKAN_TIDAK_SAH', kalimat: dalamBahasa((galat as Error).message) }
    : jelaskanGalat(galat);
  keluaran.kata(`[${code}] ${kalimat}`);
  process.exitCode = kodeGagal(cli.matchedCommand?.name, galat);
}
