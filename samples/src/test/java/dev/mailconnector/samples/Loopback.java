package dev.mailconnector.samples;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.testkit.issuer.TokenIssuer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Points a recipe at a server of the test. */
final class Loopback {
  private Loopback() {}

  /** A server that lets in who has a living token of this issuer. */
  static ScriptedSmtpServer server(
      SmtpProfile profile, TestAuthority authority, TokenIssuer issuer) {
    return ScriptedSmtpServer.builder()
        .profile(profile)
        .certificate(authority.issue())
        .tokens(
            (user, token) ->
                issuer.isValid(user, token) ? TokenVerdict.accepted() : TokenVerdict.refused())
        .start();
  }

  /** The settings that lead to this server, and these. */
  static Settings settings(
      ScriptedSmtpServer server, TestAuthority authority, Path folder, Map<String, String> more)
      throws IOException {
    Map<String, String> values = new HashMap<>(more);
    values.put("MAIL_HOST", server.host());
    values.put("MAIL_PORT", String.valueOf(server.port()));
    values.put("MAIL_CA_FILE", authority.writePem(folder).toString());
    values.put("MAIL_TO", "ann@example.com");
    return Settings.of(values);
  }
}
