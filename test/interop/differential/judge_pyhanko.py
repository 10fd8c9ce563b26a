"""pyHanko about every file of the differential run: `judge_pyhanko.py LIST`, one JSON object a line.

LIST is a JSON array of {"path", "root", "at", "password"}. Each file has its own root as the only anchor and its own moment;
nothing is fetched, and a missing answer about revocation is tolerated. A file's class is that of its worst signature.
"""

import datetime
import json
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

ORDER = ["broken", "changed-later", "undecided", "valid"]


def classify(status):
    if not (status.intact and status.valid):
        return "broken"
    if status.modification_level == ModificationLevel.OTHER or not status.docmdp_ok:
        return "changed-later"
    return "valid" if status.bottom_line else "undecided"


def judge(asked):
    def context():
        return ValidationContext(
            trust_roots=[load_cert_from_pemder(asked["root"])],
            moment=datetime.datetime.fromisoformat(asked["at"].replace("Z", "+00:00")),
            allow_fetching=False,
            revocation_mode="soft-fail",
        )

    with open(asked["path"], "rb") as file:
        reader = PdfFileReader(file)
        if asked["password"]:
            reader.decrypt(asked["password"])
        found, said = [], []
        for signature in reader.embedded_regular_signatures:
            status = validate_pdf_signature(signature, context(), context())
            found.append(classify(status))
            said.append(status.summary())
    return (min(found, key=ORDER.index) if found else "not-read"), " | ".join(said)


for asked in json.load(open(sys.argv[1], encoding="utf-8")):
    try:
        verdict, said = judge(asked)
    except Exception as error:  # one unreadable file must not silence the judge about the others
        verdict, said = "not-read", f"{type(error).__name__}: {error}"
    print(json.dumps({"path": asked["path"], "class": verdict, "said": said[:300]}))
