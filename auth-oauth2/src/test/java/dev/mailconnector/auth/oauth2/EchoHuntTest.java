package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.auth.oauth2.HostileServer.Request;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Issuers that quote a request back, in every place of an answer and as it came, decoded, encoded
 * once more or in base64: at each request of every way, all loggers at ALL, nothing of it is told.
 */
@Timeout(180)
class EchoHuntTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile(
          "(?:client_secret|client_assertion|assertion|code|code_verifier|device_code"
              + "|refresh_token|subject_token)=([^&]{6,})");

  private @TempDir Path folder;

  /** Where in an answer a text stands. */
  private enum Place {
    DESCRIPTION {
      @Override
      String answer(String text) {
        return json(400, Map.of("error", "invalid_grant", "error_description", text));
      }
    },
    ERROR {
      @Override
      String answer(String text) {
        return json(401, Map.of("error", text));
      }
    },
    PASSING_ERROR {
      @Override
      String answer(String text) {
        return json(503, Map.of("error", "temporarily_unavailable", "error_description", text));
      }
    },
    GOOGLE_API_ERROR {
      @Override
      String answer(String text) {
        return json(403, Map.of("error", Map.of("status", "PERMISSION_DENIED", "message", text)));
      }
    },
    UNKNOWN_FIELD {
      @Override
      String answer(String text) {
        return json(500, Map.of("trace", text));
      }
    },
    TOKEN_TYPE {
      @Override
      String answer(String text) {
        return json(200, Map.of("access_token", "x", "token_type", text));
      }
    },
    PAGE {
      @Override
      String answer(String text) {
        return http("502 Bad Gateway", "Content-Type: text/html", "<p>You sent " + text + "</p>");
      }
    },
    REASON {
      @Override
      String answer(String text) {
        return http("500 " + text, "X: y", "");
      }
    },
    HEADERS {
      @Override
      String answer(String text) {
        String header = "Content-Type: " + text + "\r\nRetry-After: " + text + "\r\nX-Sent: ";
        return http("429 Slow", header + text + "\r\nWWW-Authenticate: Basic realm=" + text, "");
      }
    },
    LOCATION {
      @Override
      String answer(String text) {
        return http("302 Found", "Location: https://localhost/?x=" + text, "");
      }
    },
    STATUS_LINE {
      @Override
      String answer(String text) {
        return text + "\r\n\r\n";
      }
    },
    HEADER_LINE {
      @Override
      String answer(String text) {
        return "HTTP/1.1 200 OK\r\n" + text + "\r\n\r\n";
      }
    },
    CHUNK {
      @Override
      String answer(String text) {
        return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + text + "\r\n";
      }
    };

    abstract String answer(String text);

    static String http(String status, String headers, String body) {
      return "HTTP/1.1 "
          + status
          + "\r\nMetadata-Flavor: Google\r\nContent-Length: "
          + body.length()
          + "\r\n"
          + headers
          + "\r\n\r\n"
          + body;
    }

    static String json(int status, Map<String, Object> json) {
      return http(
          status + " Said", "Content-Type: application/json", JSONObjectUtils.toJSONString(json));
    }
  }

  static List<TokenWay> ways() {
    return TokenWay.all();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void token_issuerQuotesTheRequest_nothingSecretIsTold(TokenWay way) throws Exception {
    Trust trust = Trust.context(AUTHORITY.trustingContext());
    try (SecretHunter hunter = SecretHunter.start();
        HostileServer server = new HostileServer(AUTHORITY.issue(), (request, out) -> {});
        WorkingContext context = new WorkingContext(trust)) {
      URI issuer = URI.create("https://localhost:" + server.port());
      URI machine = URI.create("http://127.0.0.1:" + server.port());
      TokenWay.Scene scene = new TokenWay.Scene(issuer, machine, null, context, folder);
      String good = Place.http("200 OK", "Content-Type: application/json", TokenWay.good(issuer));
      way.secrets().forEach(hunter::secret);
      hunter.secret("access token", TokenWay.ACCESS_TOKEN);
      Set<String> known = new HashSet<>();
      for (int step = 0; step < way.requests(); step++) {
        for (Place place : Place.values()) {
          for (int form = 0; form < 4; form++) {
            int bad = server.requests().size() + step;
            int number = form;
            server.behave(
                (request, out) ->
                    out.write(
                        (request.number() < bad ? good : place.answer(quoted(request, number)))
                            .getBytes(StandardCharsets.ISO_8859_1)));
            Throwable failure = catchThrowable(() -> way.run().token(scene));
            register(server, known, hunter);
            assertThat(failure).as(place + " " + form).isInstanceOf(TokenException.class);
            // Has the failure itself as its cause.
            hunter.assertClean(((TokenException) failure).toCredentialException("robot"));
          }
        }
      }
      server.behave((request, out) -> out.write(good.getBytes(StandardCharsets.UTF_8)));
      hunter.assertCleanText(way.run().token(scene).toString());
      assertThat(hunter.logRecords()).isPositive();
      hunter.assertNothingLeaked();
    }
  }

  /** All that came: as it was, decoded, encoded again, in base64; in one line. */
  private static String quoted(Request request, int form) {
    String headers = String.join(" ", request.headers());
    String all = headers + " " + request.body();
    String text =
        switch (form) {
          case 0 -> all;
          case 1 -> headers + " " + URLDecoder.decode(request.body(), StandardCharsets.UTF_8);
          case 2 -> URLEncoder.encode(all, StandardCharsets.UTF_8);
          default -> Base64.getEncoder().encodeToString(all.getBytes(StandardCharsets.UTF_8));
        };
    return text.replaceAll("[\r\n]", " ");
  }

  private static void register(HostileServer server, Set<String> known, SecretHunter hunter) {
    for (Request request : server.requests()) {
      Map<String, String> found = new LinkedHashMap<>();
      Matcher parameter = SECRET_PARAMETER.matcher(request.body());
      while (parameter.find()) {
        found.put(
            "parameter of " + request.line(),
            URLDecoder.decode(parameter.group(1), StandardCharsets.UTF_8));
      }
      String authorization = request.header("Authorization");
      if (authorization != null) {
        found.put("authorization", authorization.substring(authorization.indexOf(' ') + 1));
      }
      found.forEach(
          (name, secret) -> {
            if (known.add(secret)) {
              hunter.secret(name, secret);
            }
          });
    }
  }
}
