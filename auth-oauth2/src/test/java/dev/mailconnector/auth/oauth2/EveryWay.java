package dev.mailconnector.auth.oauth2;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes every way to a token once, in whatever class loader it finds itself in. */
public final class EveryWay {
  private EveryWay() {}

  /** What came of each way: the token, or the message of the error, by the name of the way. */
  public static Map<String, String> take(Path folder) throws IOException {
    TestAuthority authority = TestAuthority.create();
    Map<String, String> outcomes = new LinkedHashMap<>();
    try (HostileServer server = new HostileServer(authority.issue(), (request, out) -> {});
        WorkingContext context = new WorkingContext(Trust.context(authority.trustingContext()))) {
      URI issuer = URI.create("https://localhost:" + server.port());
      URI machine = URI.create("http://127.0.0.1:" + server.port());
      String good =
          "HTTP/1.1 200 OK\r\nMetadata-Flavor: Google\r\nConnection: close\r\n\r\n"
              + TokenWay.good(issuer);
      server.behave((request, out) -> out.write(good.getBytes(StandardCharsets.UTF_8)));
      TokenWay.Scene scene = new TokenWay.Scene(issuer, machine, null, context, folder);
      for (TokenWay way : TokenWay.all()) {
        outcomes.put(way.name(), outcome(way, scene));
      }
    }
    return outcomes;
  }

  private static String outcome(TokenWay way, TokenWay.Scene scene) {
    try {
      return way.run().token(scene).value().reveal();
    } catch (ConfigurationException | TokenException failure) {
      return String.valueOf(failure.getMessage());
    }
  }
}
