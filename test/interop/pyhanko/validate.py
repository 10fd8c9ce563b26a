"""pyHanko about every signature of every file given: `validate.py ROOT.pem FILE...`, one JSON object a line.

The root is the only anchor and nothing is fetched. The development PKI's OCSP and CRL servers are not running here, so a
missing answer about revocation is tolerated (soft-fail); everything else is pyHanko's default, difference analysis included.
"""

import json
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def judge(signature, root):
    context = lambda: ValidationContext(  # noqa: E731  a context remembers, so each use gets its own
        trust_roots=[root], allow_fetching=False, revocation_mode="soft-fail"
    )
    status = validate_pdf_signature(signature, context(), context())
    stamp = status.timestamp_validity
    return {
        "field": signature.field_name,
        "bottomLine": status.bottom_line,
        "intact": status.intact,
        "valid": status.valid,
        "trusted": status.trusted,
        "coverage": status.coverage.name,
        "modification": status.modification_level.name if status.modification_level else None,
        "docmdp": status.docmdp_ok,
        "timestamp": bool(stamp and stamp.valid and stamp.intact and stamp.trusted),
        "summary": status.summary(),
    }


def main():
    root = load_cert_from_pemder(sys.argv[1])
    for path in sys.argv[2:]:
        with open(path, "rb") as file:
            reader = PdfFileReader(file)
            signatures = [judge(signature, root) for signature in reader.embedded_signatures]
        print(json.dumps({"file": path, "signatures": signatures}))


main()
