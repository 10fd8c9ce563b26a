import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.pades.validation.PDFDocumentValidator;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;

/**
 * EU DSS about every signature of every file: {@code Dss ROOT.pem LIST}. LIST has one file a line, tab-separated: path, {@code strict} or
 * {@code relaxed}, password (may be empty), milliseconds since 1970 of the moment that is asked about (empty: now). The answer, tab-separated: file, level, indication, sub-indication, errors.
 *
 * <p>The root is the only trust anchor and nothing is fetched (the verifier has no AIA, CRL or OCSP source): what a file does not carry
 * is not there. {@code strict} is DSS's own default policy. {@code relaxed} is the same without the demand for a revocation
 * answer, for B-B and B-T files, which carry none by definition.
 */
public class Dss {
  public static void main(String[] args) throws Exception {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    trusted.addCertificate(DSSUtils.loadCertificate(new File(args[0])));
    for (String line : Files.readAllLines(Path.of(args[1]))) {
      String[] asked = line.split("\t", -1);
      try {
        judge(asked[0], asked[1].equals("strict"), asked[2], asked[3], trusted);
      } catch (Exception e) {
        answer(asked[0], "", "EXCEPTION", e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
      }
    }
  }

  private static void judge(
      String file, boolean strict, String password, String moment, CommonTrustedCertificateSource trusted)
      throws Exception {
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(file));
    validator.setCertificateVerifier(verifier);
    if (!moment.isEmpty()) validator.setValidationTime(new Date(Long.parseLong(moment)));
    if (!password.isEmpty()) ((PDFDocumentValidator) validator).setPasswordProtection(password.toCharArray());
    SimpleReport report =
        (strict ? validator.validateDocument() : validator.validateDocument(relaxedPolicy())).getSimpleReport();
    for (String id : report.getSignatureIdList()) {
      List<String> errors =
          report.getAdESValidationErrors(id).stream().map(m -> m.getValue()).distinct().toList();
      answer(
          file,
          String.valueOf(report.getSignatureFormat(id)),
          String.valueOf(report.getIndication(id)),
          String.valueOf(report.getSubIndication(id)),
          String.join("; ", errors));
    }
  }

  private static void answer(String... cells) {
    for (int i = 0; i < cells.length; i++) cells[i] = cells[i].replaceAll("\\s+", " ");
    System.out.println(String.join("\t", cells));
  }

  private static InputStream relaxedPolicy() throws Exception {
    try (InputStream own = Dss.class.getResourceAsStream("/policy/constraint.xml")) {
      String text = new String(own.readAllBytes(), StandardCharsets.UTF_8);
      String relaxed =
          text.replaceAll("<(RevocationDataAvailable|AcceptableRevocationDataFound) Level=\"FAIL\"", "<$1 Level=\"IGNORE\"");
      if (relaxed.equals(text)) throw new IllegalStateException("DSS's default policy has another shape");
      return new ByteArrayInputStream(relaxed.getBytes(StandardCharsets.UTF_8));
    }
  }
}
