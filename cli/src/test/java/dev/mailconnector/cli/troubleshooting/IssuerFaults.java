package dev.mailconnector.cli.troubleshooting;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.testkit.issuer.IssuerFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What issuers answer: Microsoft's numbers, OAuth's codes, and Google's words. */
final class IssuerFaults {
  private static final String MICROSOFT = "aadsts-";
  private static final String OAUTH = "oauth-";

  private IssuerFaults() {}

  static List<Provocation> all(Collection<Diagnosis> catalogue) throws IOException {
    List<Provocation> all = new ArrayList<>();
    for (Diagnosis row : catalogue) {
      if (row.id().startsWith(MICROSOFT)) {
        String number = "AADSTS" + row.id().substring(MICROSOFT.length());
        all.add(answered(row.id(), number, "invalid_client", number + ": Told by the test."));
      } else if (row.id().startsWith(OAUTH)) {
        String code = row.id().substring(OAUTH.length()).replace('-', '_');
        all.add(answered(row.id(), code, code, "Told by the test."));
      }
    }
    for (List<String> line : Lines.of("google.txt")) {
      String code = line.get(0);
      String words = line.get(1);
      String symptom = words.isEmpty() ? code : code + " \"..." + words + "...\"";
      all.add(answered(line.get(2), symptom, code, "Google: " + words + "."));
    }
    return all;
  }

  private static Provocation answered(String id, String symptom, String code, String description) {
    return new Provocation(
        id,
        Chapter.TOKEN,
        symptom,
        "a scripted issuer answers so",
        laboratory -> laboratory.failureOf(IssuerFault.oauthError(400, code, description)));
  }
}
