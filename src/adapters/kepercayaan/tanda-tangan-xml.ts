import { constants, createPublicKey, verify, type KeyObject, type X509Certificate } from 'node:crypto';
import { SignedXml, type Unsur } from './dom.ts';
import { tolakDaftar } from './tolakan.ts';
import { anak, bacaXml, semuaAnak } from './xml-ketat.ts';

const ds = 'http://www.w3.org/2000/09/xmldsig#';
const exc = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const c14n = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const enveloped = `${ds}enveloped-signature`;
const signedProperties = 'http://uri.etsi.org/01903#SignedProperties';

type Cara = (hash: string) => { readonly hash: string; readonly kind: 'rsa' | 'pss' | 'ec' };
const rsa: Cara = (hash) => ({ hash, kind: 'rsa' });
const pss: Cara = (hash) => ({ hash, kind: 'pss' });
const ec: Cara = (hash) => ({ hash, kind: 'ec' });

/** All that is accepted; SHA-1 and HMAC are not there, so they cannot be asked for. RFC 6931, RFC 9231. */
const algoritma: ReadonlyMap<string, ReturnType<Cara>> = new Map([
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', rsa('sha256')],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha384', rsa('sha384')],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', rsa('sha512')],
  ['http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1', pss('sha256')],
  ['http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1', pss('sha384')],
  ['http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1', pss('sha512')],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', ec('sha256')],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384', ec('sha384')],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512', ec('sha512')],
]);
const sidik = new Set(['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512']);

/**
 * Verifies the enveloped signature of a document (XML-DSig; TS 119 612 §5.7.1) with one of the pinned certificates, and
 * answers the canonical text of what was signed: the caller reads that, and never the document, so what is read is what
 * was verified (signature wrapping). Certificates inside the document are not looked at. Throws TolakanKepercayaan.
 */
export function teksTertandaTangan(
  teks: string,
  penandatangan: readonly X509Certificate[],
): { readonly teks: string; readonly penandatangan: X509Certificate } {
  const akar = bacaXml(teks);
  const tanda = satuTandaTangan(akar);
  const letak = periksaRujukan(tanda, akar);
  for (const satu of penandatangan) {
    const kunci = kunciKuat(satu.publicKey);
    const hasil = coba(teks, tanda, kunci);
    if (hasil !== null) return { teks: hasil[letak] ?? '', penandatangan: satu };
  }
  throw tolakDaftar('TANDA_TANGAN_SALAH');
}

/** Exactly one in the whole document, a child of the root, in the order XML-DSig gives its parts. */
function satuTandaTangan(akar: Unsur): Unsur {
  const semua = Array.from(akar.getElementsByTagNameNS('*', 'Signature'));
  const [tanda] = semua;
  if (tanda === undefined || semua.length !== 1 || tanda.namespaceURI !== ds || tanda.parentNode !== akar)
    throw tolakDaftar('TANDA_TANGAN_TIDAK_ADA');
  const urutan = semuaAnak(tanda).map((satu) => (satu.namespaceURI === ds ? satu.localName : '?'));
  if (!/^SignedInfo SignatureValue( KeyInfo)?( Object)*$/.test(urutan.join(' ')))
    throw tolakDaftar('TANDA_TANGAN_BENTUK');
  return tanda;
}

/** Which reference is the whole document; every other one may only be XAdES' SignedProperties. */
function periksaRujukan(tanda: Unsur, akar: Unsur): number {
  tanpaIdGanda(akar);
  const info = satu(tanda, 'SignedInfo');
  const urutan = semuaAnak(info).map((anggota) => (anggota.namespaceURI === ds ? anggota.localName : '?'));
  if (!/^CanonicalizationMethod SignatureMethod Reference( Reference)?$/.test(urutan.join(' ')))
    throw tolakDaftar('TANDA_TANGAN_BENTUK');
  const algo = (unsur: Unsur): string => unsur.getAttribute('Algorithm') ?? '';
  if (![exc, c14n].includes(algo(satu(info, 'CanonicalizationMethod'))))
    throw tolakDaftar('TANDA_TANGAN_BENTUK');
  if (!algoritma.has(algo(satu(info, 'SignatureMethod')))) throw tolakDaftar('TANDA_TANGAN_ALGORITMA');
  const letak = anak(info, ds, 'Reference').flatMap((rujukan, i) => {
    if (!sidik.has(algo(satu(rujukan, 'DigestMethod')))) throw tolakDaftar('TANDA_TANGAN_ALGORITMA');
    const ubah = anak(rujukan, ds, 'Transforms').flatMap((t) => anak(t, ds, 'Transform').map(algo));
    const bentuk = ubah.filter((t) => t !== enveloped);
    if (bentuk.some((t) => t !== exc && t !== c14n) || bentuk.length > 1)
      throw tolakDaftar('TANDA_TANGAN_BENTUK');
    const uri = rujukan.getAttribute('URI');
    const id = akar.getAttribute('Id') ?? '';
    // An absent URI is something the application decides; here it decides nothing.
    if (rujukan.hasAttribute('URI') && (uri === '' || (id !== '' && uri === `#${id}`))) {
      if (ubah[0] !== enveloped || ubah.length > 2) throw tolakDaftar('TANDA_TANGAN_BENTUK');
      return [i];
    }
    if (rujukan.getAttribute('Type') !== signedProperties || ubah.length !== bentuk.length)
      throw tolakDaftar('TANDA_TANGAN_BENTUK');
    return [];
  });
  if (letak.length !== 1) throw tolakDaftar('TANDA_TANGAN_BENTUK');
  return letak[0] ?? 0;
}

function satu(induk: Unsur, nama: string): Unsur {
  const [pertama, ...lain] = anak(induk, ds, nama);
  if (pertama === undefined || lain.length > 0) throw tolakDaftar('TANDA_TANGAN_BENTUK');
  return pertama;
}

/** An id that two elements carry names neither. */
function tanpaIdGanda(akar: Unsur): void {
  const terlihat = new Set<string>();
  for (const unsur of [akar, ...Array.from(akar.getElementsByTagName('*'))]) {
    for (const nama of ['Id', 'ID', 'id']) {
      const id = unsur.getAttribute(nama);
      if (id === null || id === '') continue;
      if (terlihat.has(id)) throw tolakDaftar('TANDA_TANGAN_BENTUK');
      terlihat.add(id);
    }
  }
}

function kunciKuat(kunci: KeyObject): KeyObject {
  const { modulusLength = 0 } = kunci.asymmetricKeyDetails ?? {};
  const kuat = kunci.asymmetricKeyType === 'ec' || modulusLength >= 2048;
  if (!kuat) throw tolakDaftar('PENANDATANGAN_LEMAH');
  return kunci;
}

/** Canonical texts of the references in their order, or null where this key did not make the signature. */
function coba(teks: string, tanda: Unsur, kunci: KeyObject): readonly string[] | null {
  try {
    const pemeriksa = new SignedXml({
      publicCert: kunci.export({ type: 'spki', format: 'pem' }),
      getCertFromKeyInfo: () => null,
    });
    const { [exc]: eksklusif, [c14n]: biasa, [enveloped]: tersemat } = pemeriksa.CanonicalizationAlgorithms;
    const sidikDikenal = Object.entries(pemeriksa.HashAlgorithms).filter(([uri]) => sidik.has(uri));
    pemeriksa.CanonicalizationAlgorithms = Object.fromEntries(
      Object.entries({ [exc]: eksklusif, [c14n]: biasa, [enveloped]: tersemat }).flatMap(([uri, cara]) =>
        cara === undefined ? [] : [[uri, cara]],
      ),
    );
    pemeriksa.HashAlgorithms = Object.fromEntries(sidikDikenal);
    pemeriksa.SignatureAlgorithms = Object.fromEntries(
      [...algoritma].map(([uri, cara]) => [uri, pemeriksaNilai(uri, cara)]),
    );
    pemeriksa.loadSignature(tanda);
    return pemeriksa.checkSignature(teks) ? pemeriksa.getSignedReferences() : null;
  } catch {
    // Whatever the library stumbles over was not verified; the reason would be the document's own words.
    return null;
  }
}

/** Every value is verified by OpenSSL, with the padding and form the algorithm's name demands. */
function pemeriksaNilai(uri: string, { hash, kind }: ReturnType<Cara>) {
  return class {
    getAlgorithmName = () => uri;
    getSignature = (): never => {
      throw new Error('this side only verifies');
    };
    verifySignature = (isi: string, pem: unknown, nilai: string): boolean => {
      const key = createPublicKey(String(pem));
      if ((key.asymmetricKeyType === 'ec') !== (kind === 'ec')) return false;
      const cara =
        kind === 'ec'
          ? { dsaEncoding: 'ieee-p1363' as const }
          : kind === 'pss'
            ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
            : { padding: constants.RSA_PKCS1_PADDING };
      return verify(hash, Buffer.from(isi, 'utf8'), { key, ...cara }, Buffer.from(nilai, 'base64'));
    };
  };
}
