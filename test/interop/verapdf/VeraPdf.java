import java.io.FileInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

/** veraPDF about each file given: claimed flavour, verdict against PDF/A-2b, and what was broken. Tab-separated. */
public class VeraPdf {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    for (String file : files) System.out.println(String.join("\t", judge(file)));
  }

  private static List<String> judge(String file) throws Exception {
    PDFAFlavour claimed;
    try (InputStream in = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(in)) {
      claimed = parser.getFlavour();
    }
    try (InputStream in = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(in, PDFAFlavour.PDFA_2_B);
        PDFAValidator validator =
            Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_2_B, false)) {
      ValidationResult result = validator.validate(parser);
      String broken =
          result.getTestAssertions().stream()
              .map(a -> a.getRuleId().getClause() + " " + a.getMessage())
              .distinct()
              .limit(5)
              .collect(Collectors.joining("; "));
      return List.of(
          file,
          claimed.getId(),
          Boolean.toString(result.isCompliant()),
          Integer.toString(result.getTotalAssertions()),
          broken.replaceAll("\\s+", " "));
    }
  }
}
