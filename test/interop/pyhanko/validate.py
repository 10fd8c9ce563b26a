"""pyHanko about every signature of every file: `validate.py ROOT.pem LIST`, one JSON object a line.

LIST is a JSON array of {"path", "level", "password"}. The root is the only anchor and nothing is fetched: what a file does not
carry is not there. A B-B or B-T file carries no answer about revocation by definition, so there a missing one is tolerated
(soft-fail). At B-LT one is demanded for every certificate, out of the file's own DSS. At B-LTA pyHanko's whole long-term
validation is run (EN 319 102-1 clause 5.6.3), with the same demand. Everything else is pyHanko's default, difference analysis included.
"""

import asyncio
import json
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager


def now(signature, root):
    context = lambda: ValidationContext(  # noqa: E731  a context remembers, so each use gets its own
        trust_roots=[root], allow_fetching=False, revocation_mode="soft-fail"
    )
    status = validate_pdf_signature(signature, context(), context())
    return status, status.bottom_line, status.summary()


def from_dss(signature, root):
    rules = {"trust_roots": [root], "allow_fetching": False, "revocation_mode": "require"}
    context = lambda: DocumentSecurityStore.read_dss(signature.reader).as_validation_context(rules)  # noqa: E731
    status = validate_pdf_signature(signature, context(), context())
    return status, status.bottom_line, status.summary()


def archival(signature, root):
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[root]), revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO)
    )
    offline = RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY)
    spec = SignatureValidationSpec(cert_validation_policy=policy, revinfo_gathering_policy=offline)
    result = asyncio.run(ades_lta_validation(signature, PdfSignatureValidationSpec(spec)))
    proven = result.ades_subindic == AdESPassed.OK and result.oldest_evidence_record_timestamp is not None
    return result.api_status, proven, f"{result.ades_subindic} {result.failure_msg or ''}"


ways = {"B-B": now, "B-T": now, "B-LT": from_dss, "B-LTA": archival}


def judge(signature, level, root):
    status, passed, summary = ways[level](signature, root)
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
        if reader.xrefs.hybrid_xrefs_present:
            reader = PdfFileReader(file, strict=False)  # strictly read, no hybrid file is judged at all
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
