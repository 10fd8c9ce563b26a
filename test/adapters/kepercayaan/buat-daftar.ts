import { createRequire } from 'node:module';
import { sign, type KeyObject } from 'node:crypto';

interface Penanda {
  addReference(rujukan: {
    xpath: string;
    uri?: string;
    transforms: string[];
    digestAlgorithm: string;
    isEmptyUri?: boolean;
  }): void;
  computeSignature(xml: string): void;
  getSignedXml(): string;
  SignatureAlgorithms: Record<string, unknown>;
}
const { SignedXml } = createRequire(import.meta.url)('xml-crypto') as {
  SignedXml: new (opsi: {
    privateKey: string;
    signatureAlgorithm: string;
    canonicalizationAlgorithm: string;
  }) => Penanda;
};

export interface LayananUji {
  readonly jenis: string;
  readonly status: string;
  readonly mulai: string;
  readonly sertifikat: Uint8Array;
  readonly riwayat?: readonly { readonly status: string; readonly mulai: string }[];
}

interface PilihanDaftar {
  readonly urutan?: number;
  readonly berikutnya?: string | null;
  readonly awal?: string;
}

export const qc = 'http://uri.etsi.org/TrstSvc/Svctype/CA/QC';
export const status = (nama: string): string => `http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/${nama}`;

/** A list of TS 119 612 with one provider, unsigned. */
export function daftarXml(
  layanan: readonly LayananUji[],
  { urutan = 7, berikutnya = '2027-01-01T00:00:00Z', awal = '' }: PilihanDaftar = {},
): string {
  const satu = ({ jenis, status: s, mulai, sertifikat, riwayat = [] }: LayananUji): string => `
    <TSPService><ServiceInformation><ServiceTypeIdentifier>${jenis}</ServiceTypeIdentifier>
      <ServiceName><Name xml:lang="en">CA of the test</Name></ServiceName>
      <ServiceDigitalIdentity><DigitalId><X509Certificate>${Buffer.from(sertifikat).toString('base64')}</X509Certificate></DigitalId></ServiceDigitalIdentity>
      <ServiceStatus>${s}</ServiceStatus><StatusStartingTime>${mulai}</StatusStartingTime></ServiceInformation>
      <ServiceHistory>${riwayat
        .map(
          (r) =>
            `<ServiceHistoryInstance><ServiceTypeIdentifier>${jenis}</ServiceTypeIdentifier><ServiceName><Name xml:lang="en">CA of the test</Name></ServiceName><ServiceDigitalIdentity/><ServiceStatus>${r.status}</ServiceStatus><StatusStartingTime>${r.mulai}</StatusStartingTime></ServiceHistoryInstance>`,
        )
        .join('')}</ServiceHistory></TSPService>`;
  return `<?xml version="1.0" encoding="UTF-8"?>${awal}<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" Id="daftar" TSLTag="http://uri.etsi.org/19612/TSLTag"><SchemeInformation><TSLVersionIdentifier>5</TSLVersionIdentifier><TSLSequenceNumber>${urutan}</TSLSequenceNumber><SchemeOperatorName><Name xml:lang="en">Operator of the test</Name></SchemeOperatorName><SchemeTerritory>ID</SchemeTerritory><PointersToOtherTSL><OtherTSLPointer><TSLLocation>https://lotl.test/lotl.xml</TSLLocation></OtherTSLPointer></PointersToOtherTSL><ListIssueDateTime>2026-07-01T00:00:00Z</ListIssueDateTime><NextUpdate>${berikutnya === null ? '' : `<dateTime>${berikutnya}</dateTime>`}</NextUpdate></SchemeInformation><TrustServiceProviderList><TrustServiceProvider><TSPInformation><TSPName><Name xml:lang="en">Provider of the test</Name></TSPName></TSPInformation><TSPServices>${layanan.map(satu).join('')}</TSPServices></TrustServiceProvider></TrustServiceProviderList></TrustServiceStatusList>`;
}

export const ecdsa = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

/** Signs enveloped, as lists are; every part can be exchanged for a bad one. */
export function tandai(
  xml: string,
  kunci: KeyObject,
  {
    algoritma = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    sidik = 'http://www.w3.org/2001/04/xmlenc#sha256',
    xpath = "/*[local-name(.)='TrustServiceStatusList']",
    uri = undefined as string | undefined,
    transforms = [
      'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
      'http://www.w3.org/2001/10/xml-exc-c14n#',
    ],
  } = {},
): string {
  const penanda = new SignedXml({
    privateKey: String(kunci.export({ type: 'pkcs8', format: 'pem' })),
    signatureAlgorithm: algoritma,
    canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  });
  penanda.SignatureAlgorithms[ecdsa] = class {
    getAlgorithmName = () => ecdsa;
    getSignature = (isi: string) =>
      sign('sha256', Buffer.from(isi), { key: kunci, dsaEncoding: 'ieee-p1363' }).toString('base64');
  };
  penanda.addReference({
    xpath,
    transforms,
    digestAlgorithm: sidik,
    ...(uri === undefined ? { isEmptyUri: true } : { uri }),
  });
  penanda.computeSignature(xml);
  return penanda.getSignedXml();
}
