"""Files signed by others, for us to judge: `sign.py UNSIGNED.pdf OUT-FOLDER`.

pyHanko signs with certificates of a CA made in this process and forgotten with it. Writes root.pem and one PDF for each
row of CASES, and prints one JSON object a line: {"name", "signatures", "level"}.
"""

import datetime
import json
import sys
from pathlib import Path

from asn1crypto import keys, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator.registry import SimpleCertificateStore

DAY = datetime.timedelta(days=1)
NOW = datetime.datetime.now(datetime.timezone.utc)


def new_rsa():
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def new_p256():
    return ec.generate_private_key(ec.SECP256R1())


class Ca:
    """A root that lives as long as this process."""

    def __init__(self):
        self.key = new_rsa()
        self.name = name("Interop throw-away root")
        self.certificate = self.issue(self.key.public_key(), self.name, ca=True)

    def issue(self, public_key, subject, ca=False, eku=None):
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - DAY)
            .not_valid_after(NOW + 30 * DAY)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(usage(ca), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
            )
        )
        if eku is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage([eku]), critical=True)
        return builder.sign(self.key, hashes.SHA256())

    def credentials(self, common_name, key, eku=None):
        """(certificate, key) in the classes pyHanko works with."""
        certificate = self.issue(key.public_key(), name(common_name), eku=eku)
        return to_asn1(certificate), keys.PrivateKeyInfo.load(
            key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )


def name(common_name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def usage(ca):
    given = {"key_cert_sign", "crl_sign"} if ca else {"digital_signature", "content_commitment"}
    every = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
        "key_cert_sign crl_sign encipher_only decipher_only"
    ).split()
    return x509.KeyUsage(**{word: word in given for word in every})


def to_asn1(certificate):
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


# name, one key maker for each signer in turn, timestamp, RSA-PSS, certification (DocMDP)
CASES = [
    ("rsa-bb", [new_rsa], False, False, False),
    ("p256-bt", [new_p256], True, False, False),
    ("rsa-pss-bt", [new_rsa], True, True, False),
    ("sertifikasi-bt", [new_rsa], True, False, True),
    ("dua-penandatangan-bt", [new_rsa, new_p256], True, False, False),
]


def main():
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    ca = Ca()
    store = SimpleCertificateStore()
    store.register(to_asn1(ca.certificate))
    tsa_certificate, tsa_key = ca.credentials("Interop TSA", new_rsa(), ExtendedKeyUsageOID.TIME_STAMPING)
    tsa = timestamps.DummyTimeStamper(tsa_certificate, tsa_key, certs_to_embed=store)
    (folder / "root.pem").write_bytes(ca.certificate.public_bytes(serialization.Encoding.PEM))

    for case, makers, timestamped, pss, certify in CASES:
        path = folder / f"{case}.pdf"
        path.write_bytes(source.read_bytes())
        for i, make in enumerate(makers, start=1):
            certificate, key = ca.credentials(f"Interop signer {i}", make())
            signer = signers.SimpleSigner(
                signing_cert=certificate, signing_key=key, cert_registry=store, prefer_pss=pss
            )
            metadata = signers.PdfSignatureMetadata(
                field_name=f"Sig{i}",
                md_algorithm="sha256",
                subfilter=fields.SigSeedSubFilter.PADES,
                certify=certify,
            )
            with open(path, "r+b") as file:
                signers.sign_pdf(
                    IncrementalPdfFileWriter(file),
                    metadata,
                    signer=signer,
                    timestamper=tsa if timestamped else None,
                    in_place=True,
                )
        level = "PAdES-BASELINE-T" if timestamped else "PAdES-BASELINE-B"
        print(json.dumps({"name": path.name, "signatures": len(makers), "level": level}))


main()
