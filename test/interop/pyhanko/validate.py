"""pyHanko about every signature of every file: `validate.py ROOT.pem LIST`, one JSON object a line.

LIST is a JSON array of {"path", "level", "password"}. The root is the only anchor and nothing is fetched: what a file does not
carry is not there. A B-B or B-T file carries no answer about revocation by definition, so there a missing one is tolerated
(soft-fail). Files of level B-LT and B-LTA are judged by pyHanko's own long-term validation, which demands one for every
certificate. Everything else is pyHanko's default, difference analysis included.
"""

import asyncio
import json
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager


def long_term(signature, root):
    """EN 319 102-1 clause 5.6.3, a revocation answer demanded for every certificate, nothing fetched."""
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[root]), revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO)
    )
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(cert_validation_policy=policy))
    result = asyncio.run(ades_lta_validation(signature, spec))
    return result.api_status, result.ades_subindic == AdESPassed.OK, f"{result.ades_subindic} {result.failure_msg or ''}"


def now(signature, root):
    context = lambda: ValidationContext(  # noqa: E731  a context remembers, so each use gets its own
        trust_roots=[root], allow_fetching=False, revocation_mode="soft-fail"
    )
    status = validate_pdf_signature(signature, context(), context())
    return status, status.bottom_line, status.summary()


def judge(signature, level, root):
    status, passed, summary = (long_term if level in ("B-LT", "B-LTA") else now)(signature, root)
    stamp = status.timestamp_validity
    return {
        "field": signature.field_name,
        "bottomLine": passed,
        "intact": status.intact,
        "valid": status.valid,
        "trusted": status.trusted,
        "coverage": status.coverage.name,
        "modification": status.modification_level.name if status.modification_level else None,
        "docmdp": status.docmdp_ok,
        "timestamp": bool(stamp and stamp.valid and stamp.intact and stamp.trusted),
        "summary": summary,
    }


def judge_file(asked, root):
    with open(asked["path"], "rb") as file:
        reader = PdfFileReader(file)
        if asked["password"]:
            reader.decrypt(asked["password"])
        signatures = [judge(signature, asked["level"], root) for signature in reader.embedded_regular_signatures]
    return {"file": asked["path"], "signatures": signatures, "failure": None}


def main():
    root = load_cert_from_pemder(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as file:
        questions = json.load(file)
    for asked in questions:
        try:
            answer = judge_file(asked, root)
        except Exception as error:  # one unreadable file must not silence the judge about the others
            answer = {"file": asked["path"], "signatures": [], "failure": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer))


main()
